"""The page over the packs of an output folder."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from scorecard_kit.pack.models import Head
from scorecard_kit.publish.cover import Cover
from scorecard_kit.publish.packs import cover_words, write_packs_page

HEAD = Head(title="Scorecard", status="final", period="2016-03", data="data", sections=[], council="Shire")


def put(output: Path, name: str, head: Head = HEAD, *, failed: int = 0) -> None:
    """Put a pack into the folder: its first page, and a manifest as a render writes it."""
    folder = output / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text("A pack", encoding="utf-8")
    sections = [{"name": "a", "status": "rendered"}, *[{"name": f"b{n}", "status": "failed"} for n in range(failed)]]
    said = {"pack": name, "sections": sections, "outputs": {}, "cover": cover_words(Cover(head, ()), {})}
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")


def page(output: Path) -> BeautifulSoup:
    """Write the page, and read it."""
    assert write_packs_page(output) == ""
    return BeautifulSoup((output / "index.html").read_text(encoding="utf-8"), "html.parser")


def lines(found: BeautifulSoup) -> list[str]:
    """Give the words of each pack."""
    return [re.sub(r"\s+", " ", item.get_text()).strip() for item in found.select("main li")]


def test_packs_of_one_council_newest_first(tmp_path: Path) -> None:
    """The month decides, whatever the folders are called; the council stands in the title alone."""
    put(tmp_path, "b-older", replace(HEAD, period="2015-12"))
    put(tmp_path, "a-newer")
    found = page(tmp_path)
    assert [str(link["href"]) for link in found.select("main a")] == ["a-newer/index.html", "b-older/index.html"]
    assert lines(found)[1] == "Scorecard, December 2015 Position at 31 December 2015"
    assert (found.select("h1")[0].get_text(), found.select("h2")) == ("Packs of Shire", [])


def test_packs_of_several_councils_stand_under_each(tmp_path: Path) -> None:
    """A heading a council; a pack that names none stands under a heading of its own."""
    for name, council in (("a", "Shire"), ("b", "Borough"), ("c", ""), ("d", "Shire")):
        put(tmp_path, name, replace(HEAD, council=council, title=name.upper()))
    found = page(tmp_path)
    assert [head.get_text() for head in found.select("h2")] == ["Shire", "Borough", "Packs that name no council"]
    assert [len(part.select("li")) for part in found.select("section")] == [2, 1, 1]


def test_a_draft_is_called_one_and_what_failed_is_said(tmp_path: Path) -> None:
    """No draft stands there as if it were final, nor a pack as whole that is not."""
    put(tmp_path, "a", replace(HEAD, status="draft"), failed=2)
    put(tmp_path, "b", replace(HEAD, period="2015-12", published="2016-01-13", worked_example="Shire, May 2016"))
    first, second = lines(page(tmp_path))
    assert first.startswith("Scorecard, March 2016 Draft, not for publication.")
    assert first.endswith("2 sections could not be rendered.")
    assert "Worked example from figures published by Shire in May 2016" in second
    assert second.endswith("Published 13 January 2016")


def test_what_is_gone_or_no_pack_is_not_named(tmp_path: Path) -> None:
    """A folder that was removed, one without its first page, one with a manifest that is no manifest."""
    for name in ("a", "b", "c", "d"):
        put(tmp_path, name)
    page(tmp_path)
    for file in (tmp_path / "b").iterdir():
        file.unlink()
    (tmp_path / "c" / "index.html").unlink()
    (tmp_path / "d" / "manifest.json").write_text('{"sections": 3', encoding="utf-8")
    assert len(lines(page(tmp_path))) == 1


def test_a_page_of_somebodys_own_stays(tmp_path: Path) -> None:
    """An index.html that the kit has not written is left, and that is said."""
    put(tmp_path, "a")
    (tmp_path / "index.html").write_text("<h1>Our reports</h1>", encoding="utf-8")
    assert "is not the kit's own" in write_packs_page(tmp_path)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<h1>Our reports</h1>"


def test_of_two_runs_that_end_together_neither_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other run puts its pack there after this one has looked, and before it writes: it looks once more."""
    from scorecard_kit.publish import packs  # noqa: PLC0415 - of this test alone

    put(tmp_path, "a")
    written = list[int]()

    def write(path: Path, text: str) -> None:
        if not written:
            put(tmp_path, "b", replace(HEAD, title="Other"))
        written.append(path.write_text(text, encoding="utf-8"))

    monkeypatch.setattr(packs, "write", write)
    assert len(lines(page(tmp_path))) == 2
    assert len(written) == 2


def test_a_manifest_cannot_put_markup_there(tmp_path: Path) -> None:
    """Whatever a manifest holds is words, and its folder an address within the folder."""
    put(tmp_path, "a", replace(HEAD, title="<script>x</script>", council='"><img src=x>'))
    found = page(tmp_path)
    assert found.select("script, img") == []
    assert "<script>x</script>, March 2016" in lines(found)[0]
