"""One writer: the old files or the new ones, byte for byte, whatever holds one of them; and words that are true."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from scorecard_kit.files import writer
from scorecard_kit.files.writer import is_unsettled, place_folder, replace_all, settle
from scorecard_kit.findings import InputError
from scorecard_kit.run.record import unchanged

OLD = {
    "first.html": b"first", "data/first.csv": b"1", "gone.html": b"gone", "same.html": b"same", "manifest.json": b"{}",
}  # fmt: skip
NEW = {
    "first.html": b"FIRST", "data/first.csv": b"2", "added.html": b"new", "same.html": b"same", "manifest.json": b"[]",
}  # fmt: skip
CHANGED = ["first.html", "data/first.csv", "added.html", "manifest.json"]
FOR_EVER = 10_000
ERRORS = [
    PermissionError(errno.EACCES, "Access is denied"),
    OSError(errno.EBUSY, "Device or resource busy"),
    OSError("the sync client says no"),
]
real_replace, real_unlink = os.replace, Path.unlink


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Wait for nothing in these tests, neither for others nor for the disk, and keep how long it would have been."""
    waited: list[float] = []
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(writer, "sleep", waited.append)
    return waited


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack's folder as an earlier run has left it."""
    return lay_out(tmp_path / "pack")


def lay_out(folder: Path) -> Path:
    """Write the old files."""
    for name, content in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def held(folder: Path) -> dict[str, bytes]:
    """What a reader finds in the folder."""
    files = [path for path in folder.rglob("*") if path.is_file() and writer.WORK not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def write(folder: Path) -> None:
    """Write the new files, as a render does."""
    replace_all(folder, NEW, ["gone.html"])


class Holding:
    """A program that holds files: each of its refusals is one time that os.replace or unlink fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: OSError, times: dict[str, int]) -> None:
        self.error, self.left, self.is_on = error, dict(times), True
        monkeypatch.setattr(os, "replace", self.replace)

        def unlink(path: Path, *, missing_ok: bool = False) -> None:
            self.refuse(path)
            real_unlink(path, missing_ok=missing_ok)

        monkeypatch.setattr(Path, "unlink", unlink)

    def replace(self, old: str | Path, new: str | Path) -> None:
        """As os.replace, which may fail for the file that is replaced."""
        self.refuse(Path(new))
        real_replace(old, new)

    def refuse(self, path: Path) -> None:
        """Fail as often as is asked for."""
        for name, left in self.left.items():
            if self.is_on and left and path.as_posix().endswith(f"pack/{name}"):
                self.left[name] -= 1
                raise self.error


@pytest.mark.parametrize(("times", "error"), [(1, ERRORS[0]), (5, ERRORS[2])], ids=["once", "five times"])
@pytest.mark.parametrize("name", [*CHANGED, "gone.html"])
def test_a_file_that_is_held_for_a_moment(
    folder: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], name: str, times: int, error: OSError
) -> None:
    """Held once or five times, whichever file it is: it is tried again, and the new pack is there, byte for byte."""
    Holding(monkeypatch, error, {name: times})
    write(folder)
    assert (held(folder), is_unsettled(folder)) == (NEW, False)
    assert not (folder / writer.WORK).exists()
    assert pauses == list(writer.PAUSES[:times])


@pytest.mark.parametrize("error", ERRORS, ids=["denied", "busy", "unknown"])
@pytest.mark.parametrize("name", [*CHANGED, "gone.html"])
def test_a_file_that_is_held_for_good(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    """Held for ever, whichever file it is: the old pack is there, byte for byte, and the words say so."""
    holding = Holding(monkeypatch, error, {name: FOR_EVER})
    with pytest.raises(InputError) as stopped:
        write(folder)
    assert (held(folder), is_unsettled(folder)) == (OLD, False)
    [told] = [str(finding) for finding in stopped.value.findings]
    reason, tried = error.strerror or str(error), "although it was tried for 6 seconds"
    assert (
        told
        == f"{name}: it cannot be written ({reason}), {tried}. Close it in Excel or the browser, then render again."
    )
    assert stopped.value.closing == "pack is as it was before: nothing of it was replaced."
    holding.is_on = False
    write(folder)
    assert held(folder) == NEW


@pytest.mark.parametrize("stuck", ["first.html", "data/first.csv", "added.html"])
@pytest.mark.parametrize("times", [5, FOR_EVER])
def test_a_file_that_is_held_while_the_old_ones_come_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, stuck: str, times: int
) -> None:
    """The hardest: neither on nor back. The words name new and old, nothing is current, and the next run completes it.

    Held for a moment only, the old pack comes back.
    """
    holding = Holding(monkeypatch, ERRORS[0], {"manifest.json": FOR_EVER})

    def then_hold(old: str | Path, new: str | Path) -> None:
        holding.replace(old, new)
        if str(new).endswith(stuck):  # it is new now, and from here on it is held
            holding.left[stuck] = times

    monkeypatch.setattr(os, "replace", then_hold)
    with pytest.raises(InputError) as stopped:
        write(folder)
    if times != FOR_EVER:
        assert (held(folder), is_unsettled(folder)) == (OLD, False)
        return
    assert held(folder) == {**OLD, stuck: NEW[stuck]}
    told = stopped.value.closing
    before = [name for name in [*CHANGED[:3], "gone.html", "manifest.json"] if name != stuck]
    assert told.startswith(f"pack is neither old nor new now (new: {stuck}; as before: {', '.join(before)}).")
    assert "The next `scorecard render` puts that right before anything else." in told
    assert is_unsettled(folder)
    holding.is_on = False
    settle(folder)
    assert held(folder) == OLD
    write(folder)
    assert held(folder) == NEW


def test_a_pack_that_is_neither_old_nor_new_is_not_current(folder: Path) -> None:
    """While a journal stands, a pack is taken neither for unchanged nor for rendered, whatever its manifest says."""
    (folder / writer.WORK).mkdir()
    (folder / writer.WORK / "journal.json").write_text("[]", encoding="utf-8")
    assert unchanged(Path("parameters/pack.yaml"), folder.parent) == []


@pytest.mark.parametrize("number", range(12))
def test_killed_between_any_two_files(folder: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Killed before any change of a name, the next run finds the old pack or completes the new one, byte for byte."""
    left = [number]

    class KilledError(BaseException):
        """Nothing can be caught after a kill."""

    def dying(call: Callable[..., None]) -> Callable[..., None]:
        def wrapped(*arguments: object, **options: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KilledError
            call(*arguments, **options)

        return wrapped

    monkeypatch.setattr(os, "replace", dying(real_replace))
    monkeypatch.setattr(Path, "unlink", dying(real_unlink))
    monkeypatch.setattr(os, "link", dying(os.link))
    try:
        write(folder)
    except KilledError:
        monkeypatch.undo()
        monkeypatch.setattr(writer, "sleep", lambda _: None)
        was_half, found = is_unsettled(folder), held(folder)
        assert was_half or found in (OLD, NEW)
        settle(folder)
        assert held(folder) in (OLD, NEW)
    write(folder)
    assert held(folder) == NEW
    assert not (folder / writer.WORK).exists()


def test_a_page_that_was_edited_between_two_runs_is_not_overwritten_unseen(folder: Path) -> None:
    """Where somebody has changed a half-written pack, it is neither completed nor undone: nothing of it is current."""
    before = {"pack": "small", "outputs": {"first.html": "0"}, "complete": True}
    (folder / "manifest.json").write_text(json.dumps(before), encoding="utf-8")
    changes = [["first.html", "0", "1"]]
    (folder / writer.WORK / "new").mkdir(parents=True)
    (folder / writer.WORK / "journal.json").write_text(json.dumps(changes), encoding="utf-8")
    settle(folder)
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert said == {**before, "outputs": {"first.html": ""}, "complete": False}
    assert (folder / "first.html").read_bytes() == b"first"
    assert not is_unsettled(folder)


@pytest.mark.parametrize("journal", ["{", "[[1]]", '[["../outside", "", ""]]', '[["/outside", "", ""]]', "null"])
def test_a_journal_that_cannot_be_understood(folder: Path, journal: str) -> None:
    """A damaged journal, or one that leads out of the folder, touches no file, nor a manifest that is not the kit's."""
    (folder.parent / "outside").write_bytes(b"mine")
    (folder / writer.WORK).mkdir()
    (folder / writer.WORK / "journal.json").write_text(journal, encoding="utf-8")
    settle(folder)
    assert held(folder) == OLD
    assert (folder.parent / "outside").read_bytes() == b"mine"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk(folder: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], code: int) -> None:
    """Nothing is replaced, nobody waits, and the mend is room."""

    def full(_: int) -> NoReturn:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"^first\.html: it cannot be written \(.*\)\. Make room on the disk, then"):
        write(folder)
    assert held(folder) == OLD
    assert (list(folder.glob(".*")), pauses) == ([], [])


def test_a_disk_without_second_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot have two names, a copy is kept; the old pack comes back from it."""

    def unknown(*_: object) -> NoReturn:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(os, "link", unknown)
    Holding(monkeypatch, ERRORS[0], {"manifest.json": FOR_EVER})
    with pytest.raises(InputError):
        write(folder)
    assert held(folder) == OLD


def test_waiting_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever waits for over two seconds is told for what, once; a shorter wait is not worth a word."""
    Holding(monkeypatch, ERRORS[0], {"first.html": 5})
    write(folder)
    assert caplog.messages == []
    shutil.rmtree(folder)
    Holding(monkeypatch, ERRORS[0], {"first.html": 8})
    write(lay_out(folder))
    assert caplog.messages == ["Another program holds first.html; trying again for some seconds."]


def test_ctrl_c_between_two_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption in the middle leaves the old pack, whole."""

    def interrupted(old: str | Path, new: str | Path) -> None:
        if str(new).endswith("manifest.json") and writer.WORK not in str(new):
            raise KeyboardInterrupt
        real_replace(old, new)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(folder)
    monkeypatch.setattr(os, "replace", real_replace)
    assert (held(folder), is_unsettled(folder)) == (OLD, False)


def test_a_new_folder_has_its_name_when_all_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held for a moment it is tried again, what a killed run has left goes, and nothing else stands beside it."""
    rename, left = os.rename, [2]
    (tmp_path / writer.WORK).mkdir()
    (tmp_path / writer.WORK / "left.csv").write_bytes(b"left")

    def held_twice(old: Path, new: Path) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise ERRORS[0]
        rename(old, new)

    monkeypatch.setattr(os, "rename", held_twice)
    place_folder(tmp_path / "new", {"a.csv": b"1", "b.csv": b"2"}, "publish")
    assert held(tmp_path) == {"new/a.csv": b"1", "new/b.csv": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_folder_that_is_there_or_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is never written over, and one that is held for good, or has no room, leaves nothing behind."""
    place_folder(tmp_path / "new", {"a.csv": b"1"}, "publish")
    with pytest.raises(InputError, match=r"new: it cannot be written \(it is there already\)"):
        place_folder(tmp_path / "new", {"a.csv": b"2"}, "publish")

    def full(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="Make room on the disk, then publish again"):
        place_folder(tmp_path / "other", {"a.csv": b"2"}, "publish")
    assert held(tmp_path) == {"new/a.csv": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
