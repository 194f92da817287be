"""Editions as they are read: what was published, and whether anybody has touched it since."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_kit.data.editions import (
    Correction,
    altered,
    editions_of,
    intact,
    is_as_published,
    label_of_newest,
    newest,
    read_edition,
    sealed,
)
from scorecard_kit.findings import InputError

CORRECTION = Correction("2016-06-20", "a late visit", "scs/2016-05-13-1", "2016-05-13",
                        (("Visits, March 2016, Kent", "76.5%, Red", "77.9%, Amber"),), ("scorecard-kent",))  # fmt: skip
Lay = Callable[..., Path]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Give a function that writes an edition of the pack scs by hand: its number, and what its record says else."""

    def write(number: int, **said: object) -> Path:
        folder = tmp_path / "editions" / "scs" / f"2016-05-13-{number}"
        folder.mkdir(parents=True)
        (folder / "figures.csv").write_bytes(b"indicator,value\nvisits,76.5\n")
        record = {
            "pack": "scs", "edition": folder.name, "number": number, "corrections": [], "pages": {"index.html": "1"},
            "files": {"figures.csv": hashlib.sha256(b"indicator,value\nvisits,76.5\n").hexdigest()},
        }  # fmt: skip
        (folder / "edition.json").write_bytes(sealed({**record, **said}))
        return folder

    return write


def test_editions_are_in_the_order_of_their_numbers(lay: Lay, tmp_path: Path) -> None:
    """The tenth comes after the second, whatever their folders sort like; what is hidden is none."""
    for number in (10, 2, 1):
        lay(number)
    (tmp_path / "editions" / "scs" / ".work").mkdir()
    assert [edition.label for edition in editions_of(tmp_path, "scs")] == [
        "scs/2016-05-13-1", "scs/2016-05-13-2", "scs/2016-05-13-10",
    ]  # fmt: skip
    found = newest(tmp_path, "scs")
    assert found
    assert found.label == label_of_newest(tmp_path, "scs") == "scs/2016-05-13-10"


def test_a_pack_that_was_never_published_has_none(tmp_path: Path) -> None:
    """No folder is needed, and none is made."""
    assert (editions_of(tmp_path, "scs"), newest(tmp_path, "scs"), label_of_newest(tmp_path, "scs")) == ([], None, "")
    assert list(tmp_path.iterdir()) == []


def test_corrections_come_back_as_they_were_written(lay: Lay) -> None:
    """Through the record and back they are the same."""
    assert read_edition(lay(2, corrections=[CORRECTION._asdict()])).corrections == (CORRECTION,)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("figures.csv", "indicator,value\nvisits,80\n", "figures.csv was changed"),
        ("figures.csv", None, "figures.csv is not there"),
        ("notes.txt", "mine", "notes.txt was added"),
    ],
)
def test_a_file_that_was_touched_is_named(lay: Lay, name: str, text: str | None, words: str) -> None:
    """A figure improved by hand, a file that went and one that came are found by their digests."""
    edition = read_edition(lay(1))
    (edition.folder / "Thumbs.db").write_bytes(b"what Windows leaves behind")
    assert altered(edition) == []
    assert intact(edition) is edition
    (edition.folder / name).unlink() if text is None else (edition.folder / name).write_text(text, encoding="utf-8")
    assert altered(edition) == [words]
    with pytest.raises(
        InputError, match=rf"scs/2016-05-13-1/{words.split(' ', maxsplit=1)[0]}: it .* since it was published"
    ):
        intact(edition)


def test_a_record_that_was_touched_is_refused(lay: Lay, tmp_path: Path) -> None:
    """Who has approved it cannot be written in later, nor can an edition be given another number."""
    record = lay(1, approved_by="") / "edition.json"
    said = json.loads(record.read_bytes())
    for change in ({"approved_by": "Somebody"}, {"number": 2}, {"seal": ""}):
        record.write_text(json.dumps(said | change), encoding="utf-8")
        with pytest.raises(InputError, match="it was changed by hand since it was published"):
            editions_of(tmp_path, "scs")
    for text, problem in (("{", "cannot be read as the record"), ("[]", "cannot be read as the record")):
        record.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=problem):
            editions_of(tmp_path, "scs")
    record.unlink()
    with pytest.raises(InputError, match="it is not there"):
        editions_of(tmp_path, "scs")


def test_an_edition_cannot_be_moved_to_another_name(lay: Lay) -> None:
    """Its record says which one it is."""
    folder = lay(1)
    folder.rename(folder.with_name("2016-05-13-2"))
    with pytest.raises(InputError, match="it was changed by hand"):
        read_edition(folder.with_name("2016-05-13-2"))


def test_a_rendered_pack_knows_its_newest_edition_or_is_it(lay: Lay, tmp_path: Path) -> None:
    """A pack that was published by somebody else since is rendered again; the one that was published is not."""
    said = {"edition": "", "outputs": {"index.html": "1", "notebooks/x.ipynb": "9"}}
    assert is_as_published(tmp_path, "scs", said)
    lay(1)
    assert is_as_published(tmp_path, "scs", said)
    assert not is_as_published(tmp_path, "scs", said | {"outputs": {"index.html": "2"}})
    assert is_as_published(tmp_path, "scs", said | {"outputs": {}, "edition": "scs/2016-05-13-1"})
    (tmp_path / "editions" / "scs" / "2016-05-13-1" / "edition.json").unlink()
    assert not is_as_published(tmp_path, "scs", said)
