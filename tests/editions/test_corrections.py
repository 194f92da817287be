"""A figure that was published is never changed in silence: refused, or corrected with a reason that its readers see."""

import json
import zipfile
from typing import Any

from bs4 import BeautifulSoup

from tests.editions.conftest import LATE, MARCH, TARGET, Published, files

PACK = "parameters/small.yaml"
WHY = "one visit was entered late"
NOTICE = "Corrected on"


def record(published: Published, name: str) -> dict[str, Any]:
    """What an edition says."""
    said: dict[str, Any] = json.loads((published.editions / name / "edition.json").read_bytes())
    return said


def notice(published: Published, page: str) -> list[str]:
    """What stands over a page of a correction."""
    found = BeautifulSoup(published.page(page), "html.parser").select("p.notice")
    return [words for tag in found if (words := tag.get_text()).startswith(NOTICE)]


def test_a_figure_that_would_differ_is_refused(published: Published) -> None:
    """The terminal says which, as published and as now, and how to go on; every page stays as it was."""
    before = files(published.outputs)
    published.change(*LATE)
    refused = published.run("render", code=2)
    what = (
        f"Error: small/{MARCH}: Visits in time, March 2016, Kent; published: 76.5%, Red, 520 of 680; now: 76.6%, Amber"
    )
    assert what in refused.stderr
    assert "Page: Visits in time; published: shown; now: not shown." in refused.stderr
    assert refused.stderr.splitlines()[-1] == (
        f"small would differ from what was published as small/{MARCH}. Nothing of it was replaced. Put the data back, "
        'or correct the edition: add --correct "why" to the command.'
    )
    pages = {name: content for name, content in files(published.outputs).items() if not name.startswith(".kept")}
    assert pages == before


def test_a_correction_stands_on_the_pages_that_differ(published: Published) -> None:
    """Index and pages with that figure say when and why, the index lists what was published, others are quiet."""
    published.change(*LATE)
    published.run("render", "--correct", f"  {WHY}\n")
    for page in ("index.html", "pack.html", "scorecard-kent.html"):
        [words] = notice(published, page)
        assert f": {WHY}. " in words
        assert "differs from what was published on 13 May 2016." in words
    assert notice(published, "scorecard-north-kent.html") == []
    index = BeautifulSoup(published.page("index.html"), "html.parser")
    [table] = [table for table in index.select("table") if "As published" in table.get_text()]
    cells = [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tbody tr")]
    assert cells == [
        ["Visits in time, March 2016, Kent", "76.5%, Red, 520 of 680", "76.6%, Amber, 521 of 680"],
        ["Page: Visits in time", "shown", "not shown"],
    ]
    published.run("share", "--no-pdf")
    with zipfile.ZipFile(published.outputs / "share" / "csv.zip") as files_of_machines:
        assert f": {WHY}.\r\n" in files_of_machines.read("README.txt").decode()


def test_a_reason_is_given_once(published: Published) -> None:
    """It stays while the pages are rendered anew, and is asked for again when a further figure changes, however little.

    521 of 680 and 5,210,001 of 6,800,000 read the same with one decimal.
    """
    published.change(*LATE)
    published.run("render", "--correct", WHY)
    pages = files(published.outputs)["pack.html"]
    published.run("render", "--force")
    published.change("parameters/small.yaml", "title: A small pack", "title: The small pack")
    published.run("render")
    assert files(published.outputs)["pack.html"] == pages.replace(b"A small pack", b"The small pack")
    published.change(LATE[0], LATE[2], "visits,2016-03,Kent,,5210001,6800000")
    assert f"small would differ from what was published as small/{MARCH}" in published.run("render", code=2).stderr
    published.change(LATE[0], "visits,2016-03,Kent,,5210001,6800000", LATE[2])
    published.run("render", "--correct", "another reason")
    [words] = notice(published, "pack.html")
    assert ": another reason. " in words


def test_a_correction_is_a_new_edition(published: Published) -> None:
    """It has the reason and what it corrects; the first is as it was, and is missed where it is gone.

    The pages go on saying it when they are rendered again.
    """
    first = files(published.editions / MARCH)
    published.change(*LATE)
    published.run("render", "--correct", WHY)
    published.run("publish")
    said = record(published, "2016-05-13-2")
    assert (said["reason"], said["corrects"], said["number"]) == (WHY, f"small/{MARCH}", 2)
    assert files(published.editions / MARCH) == first
    pages = files(published.outputs)["index.html"]
    published.run("render", "--force")
    assert files(published.outputs)["index.html"] == pages
    listed = published.run("editions", "parameters/small.yaml").stdout.splitlines()
    assert f"    corrects: small/{MARCH}" in listed
    assert listed[-1] == "2 editions"
    (published.editions / MARCH).rename(published.root / "hidden")
    assert "small: edition 1 is no longer there" in published.run("editions", "small", code=1).stdout


def test_two_corrections_are_both_told(published: Published) -> None:
    """The second is against the edition before it, and the first stays on the face of the pack."""
    published.change(*LATE)
    published.run("render", "--correct", WHY)
    published.run("publish")
    published.change("data/small/targets.csv", TARGET, TARGET.replace("85", "76.5"))
    assert "small/2016-05-13-2: Visits in time" in published.run("render", code=2).stderr
    published.run("render", "--correct", "the target was agreed in June")
    assert len(notice(published, "scorecard-kent.html")) == 2
    assert "76.6%, Amber, target 85.0%" in published.page("index.html")
    assert "76.6%, Green, target 76.5%" in published.page("index.html")
    published.run("publish")
    assert [each["reason"] for each in record(published, "2016-05-13-3")["corrections"]] == [
        WHY, "the target was agreed in June",
    ]  # fmt: skip


def test_what_is_withheld_may_change_unseen(published: Published) -> None:
    """A count that no reader sees, 3 then and 4 now, is c on both sides: nothing differs, and nothing is told of it."""
    published.change("data/small/results.csv", "North Kent,,3,40", "North Kent,,4,40")
    published.run("render")
    assert NOTICE not in published.page("index.html")


def test_what_is_withheld_since_is_not_repeated(published: Published) -> None:
    """A figure that was published and corrected, and is withheld now, is on no page, by neither correction."""
    north = "visits,2016-03,North Kent,,{},500"
    published.change("data/small/results.csv", north.format(400), north.format(399))
    published.run("render", "--correct", WHY)
    assert "79.8%, Amber, 399 of 500" in published.page("index.html")
    published.run("publish")
    published.change("data/small/results.csv", north.format(399), north.format(4))
    refused = published.run("render", code=2).stderr
    assert "Visits in time, March 2016, North Kent; published: not repeated; now: withheld" in refused
    published.run("render", "--correct", "it was another figure")
    published.run("publish")
    published.run("render", "--force")
    for words in (refused, published.page("index.html"), published.page("pack.html"),
                  published.run("compare", f"small/{MARCH}", PACK).stdout):  # fmt: skip
        assert not [figure for figure in ("399", "400 of", "79.8", "80.0%") if figure in words]


def test_a_draft_is_free(published: Published) -> None:
    """A final pack that is a draft again renders whatever it holds, and says nothing of editions."""
    published.change("parameters/small.yaml", "status: final", "status: draft")
    published.change(*LATE)
    published.run("render")
    assert NOTICE not in published.page("index.html")


def test_a_reason_with_nothing_to_correct_is_told(published: Published) -> None:
    """The pages stay as they are published."""
    before = files(published.outputs)["pack.html"]
    done = published.run("render", "--correct", WHY)
    assert "small: nothing differs from what was published, so nothing was corrected." in done.stderr
    assert files(published.outputs)["pack.html"] == before


def test_an_edition_of_somebody_else_is_seen(published: Published) -> None:
    """Published from another folder of outputs, a correction makes the pages here old: they are rendered again."""
    published.change(*LATE)
    published.run("render", "--correct", WHY, "--output", "elsewhere")
    published.run("publish", "--output", "elsewhere")
    assert "was made" in published.run("share", "--no-pdf", code=2).stderr
    published.run("render")
    assert len(notice(published, "scorecard-kent.html")) == 1
    assert f"as small/{MARCH[:-1]}2. Nothing" in published.run("publish").stdout
