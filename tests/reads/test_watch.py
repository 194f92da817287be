"""What is noted of a process's reads, kind by kind, in one process that is watched as a kernel is."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scorecard_kit.reads.recorder import UNTOLD, found
from scorecard_kit.run.record import Look, Tree, gathered, located, portable

PROGRAM = """import os, sys
from scorecard_kit.reads import watch
watch.begin(dict(os.environ))
import cases
"""
CASES = r"""
import ctypes, io, json, os, shutil, socket, sqlite3, subprocess, tempfile, threading, urllib.request
from contextlib import suppress
from pathlib import Path
from scorecard_kit.reads import recorder
from scorecard_kit.reads.recorder import unnoted

NOTES = Path(sys.argv[1]) if (sys := __import__("sys")) else None
said = {}


def case(name, act):
    with unnoted():
        before = len(NOTES.read_text().splitlines())
    act()
    with unnoted():
        said[name] = [json.loads(line) for line in NOTES.read_text().splitlines()[before:]]


def written_first():
    Path("made.txt").write_text("x")
    Path("made.txt").read_text()
    os.rename("made.txt", "renamed.txt")
    Path("renamed.txt").read_text()


def in_a_temporary_folder():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a").write_text("1")
        Path(folder, "a").read_text()
        sqlite3.connect(Path(folder, "b")).close()
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).read_bytes()


def unnoted_twice():
    with unnoted():
        with unnoted():
            open("seen.txt").read()
        open("seen.txt").read()
        other = threading.Thread(target=lambda: open("thread.txt").read())
        other.start()
        other.join()


def by_descriptor():
    os.read(os.open("seen.txt", os.O_RDONLY), 1)


def missing_module():
    with suppress(ImportError):
        import not_there


def connects():
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", 9), timeout=1)


def forks():
    if not (child := os.fork()):
        os._exit(0)
    os.waitpid(child, 0)


def sets_and_reads():
    os.environ["SET_HERE"] = "1"
    os.environ["SET_HERE"]


def caught():
    with suppress(KeyError):
        os.environ["NOT_SET"]


def by_number():
    os.listdir(os.open("drop", os.O_RDONLY))


case("by descriptor", by_descriptor)
case("changed since", lambda: (Path("log.txt").open("a").write("x"), Path("log.txt").read_text()))
case("written first", written_first)
case("in a temporary folder", in_a_temporary_folder)
case("unnoted twice", unnoted_twice)
case("asked of", lambda: (os.path.exists("absent"), os.access("absent too", os.R_OK), Path("folder").is_dir()))
case("listed", lambda: (os.listdir("folder"), list(Path("folder").glob("*.csv")), list(os.scandir("folder"))))
case("attached", lambda: sqlite3.connect("one.db").execute("attach 'two.db' as two"))
case("in memory", lambda: sqlite3.connect(":memory:").execute("create table t (a)"))
case("by address", lambda: sqlite3.connect("file:one.db?mode=ro", uri=True))
case("missing module", missing_module)
case("of the library", lambda: open(json.__file__).read())
case("a variable", lambda: (os.environ.get("GIVEN"), os.path.expandvars("$EXPANDED"), "ASKED_OF" in os.environ))
case("not set", caught)
case("set here", sets_and_reads)
case("all variables", lambda: len(dict(os.environ)))
case("a program", lambda: subprocess.run(["true"]))
case("a program of the shell", lambda: os.system("true"))
case("a fork", forks)
case("the network", connects)
case("a library", lambda: ctypes.CDLL("libc.so.6"))
case("where a link leads", lambda: Path("latest").resolve())
case("whether a link is there", lambda: (os.path.lexists("no link"), Path("latest too").is_symlink()))
case("scanned", lambda: max(os.scandir("drop"), key=lambda entry: entry.stat().st_mtime))
case("how old", lambda: (os.path.getmtime("old.txt"), Path("older.txt").stat().st_mtime, Path("new.txt").exists()))
case("by number", by_number)
case("a folder of modules", lambda: __import__("modules.one"))
Path(sys.argv[2]).write_text(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What is noted in each case, run once; paths are seen from the folder in which it ran."""
    base = tmp_path_factory.mktemp("watch")
    root, notes, answer = base / "root", base / "run" / "notes", base / "answer"
    (root / "folder").mkdir(parents=True)
    notes.parent.mkdir()
    notes.touch()
    texts = "seen.txt thread.txt log.txt old.txt older.txt new.txt one.db two.db folder/a.csv drop/b modules/one.py"
    for name in texts.split():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).touch()
    for name in ("latest", "latest too"):
        (root / name).symlink_to("folder")
    (root / "cases.py").write_text(CASES, encoding="utf-8")
    (root / "program.py").write_text(PROGRAM, encoding="utf-8")
    own = {"SCORECARD_READS": str(notes), "GIVEN": "given", "EXPANDED": "expanded", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "program.py", str(notes), str(answer)]
    subprocess.run(command, cwd=root, env={**os.environ, **own}, check=True)
    found = json.loads(answer.read_text(encoding="utf-8").replace(f"{root}{os.sep}", "").replace(str(root), "."))
    return dict(found)


def named(notes: list[dict[str, Any]], kind: str) -> list[str]:
    """What the notes of a kind are about."""
    return sorted(note[kind] for note in notes if kind in note)


@pytest.mark.parametrize(
    ("case", "kind", "expected"),
    [
        ("by descriptor", "file", ["seen.txt"]),
        ("where a link leads", "link", ["latest"]),
        ("whether a link is there", "link", ["latest too"]),
        ("whether a link is there", "file", ["no link"]),
        ("scanned", "file", ["drop/b"]),
        ("scanned", "time", ["drop/b"]),
        ("how old", "time", ["old.txt", "older.txt"]),
        ("by number", "everything", ["goes by the numbers of open folders"]),
        ("changed since", "file", ["log.txt"]),
        ("written first", "file", []),
        ("in a temporary folder", "file", []),
        ("unnoted twice", "file", ["thread.txt"]),
        ("asked of", "file", ["absent", "absent too", "folder"]),
        ("listed", "folder", ["folder"]),
        ("attached", "file", ["one.db", "one.db-wal", "two.db", "two.db-wal"]),
        ("in memory", "file", []),
        ("by address", "file", []),  # it has been noted
        ("of the library", "file", []),
        ("a variable", "variable", ["ASKED_OF", "EXPANDED", "GIVEN"]),
        ("not set", "variable", ["NOT_SET"]),
        ("set here", "variable", []),
        ("a program", "again", ["runs a program"]),
        ("a program", "everything", ["runs a program"]),
        ("a fork", "everything", ["starts a process"]),
        ("a fork", "again", []),
        ("the network", "again", ["uses the network"]),
        ("a library", "everything", ["loads a library by ctypes"]),
    ],
)
def test_what_a_section_reads_is_noted(
    said: dict[str, list[dict[str, Any]]], case: str, kind: str, expected: list[str]
) -> None:
    """What it reads in any way, once; not what is the environment's, and not what it has made itself."""
    assert named(said[case], kind) == expected


def test_a_module_that_is_not_there_may_come(said: dict[str, list[dict[str, Any]]]) -> None:
    """Where it would be found is noted as absent, as a file and as a folder."""
    found = {note["file"]: note["found"] for note in said["missing module"] if "file" in note}
    assert {found["not_there.py"], found["not_there"]} == {""}


def test_a_folder_of_modules_may_become_a_package(said: dict[str, list[dict[str, Any]]]) -> None:
    """Where it has no __init__.py, that is noted as absent: it would be run."""
    found = {note["file"]: note["found"] for note in said["a folder of modules"] if "file" in note}
    assert (found["modules"], found["modules/__init__.py"]) == ("folder", "")
    assert len(found["modules/one.py"]) == 64


def test_who_looks_through_all_variables_has_read_them_all(said: dict[str, list[dict[str, Any]]]) -> None:
    """None of their values is noted."""
    assert "*" in named(said["all variables"], "variable")
    assert [text for text in ("expanded", "given") if f'"{text}"' in json.dumps(said)] == []


def noted(path: Path, *lines: dict[str, Any]) -> Path:
    """A file of notes."""
    path.write_text("\n".join(json.dumps(line) for line in ({"salt": "s"}, *lines)), encoding="utf-8")
    return path


def test_a_record_of_notes(tmp_path: Path) -> None:
    """A file with two digests has none; one that the section has made counts as it was left; all variables are one."""
    (tmp_path / "made").write_text("left", encoding="utf-8")
    lines: list[dict[str, Any]] = [
        {"file": str(tmp_path / "twice"), "found": "1"}, {"file": str(tmp_path / "twice"), "found": "2"},
        {"file": str(tmp_path / "made"), "found": ""}, {"made": str(tmp_path / "made")},
        {"variable": "A", "found": "1"}, {"variable": "*", "found": ""},
    ]  # fmt: skip
    found = gathered(noted(tmp_path / "notes", *lines), tmp_path)
    assert found["variables"] == {"*": ""}
    assert (found["files"]["twice"], len(found["files"]["made"])) == (UNTOLD, 64)
    (tmp_path / "none").touch()
    assert gathered(tmp_path / "none", tmp_path) == {}


def test_what_a_link_and_a_time_were(tmp_path: Path) -> None:
    """A link that leads elsewhere, a file that is newer, and a log of SQLite that is no longer empty differ."""
    for name in ("one", "two", "store.db-wal"):
        (tmp_path / name).touch()
    (tmp_path / "latest").symlink_to("one")
    lines: list[dict[str, Any]] = [
        {"link": str(tmp_path / "latest"), "found": found("link", str(tmp_path / "latest"))},
        {"time": str(tmp_path / "one"), "found": found("time", str(tmp_path / "one"))},
        {"file": str(tmp_path / "store.db-wal"), "found": ""},
    ]  # fmt: skip
    reads = gathered(noted(tmp_path / "notes", *lines), tmp_path)

    def said() -> str:
        return Look(tmp_path, tmp_path / "data", tmp_path / "outputs" / "pack").differs(reads)

    assert said() == ""
    (tmp_path / "store.db-wal").write_text("a row", encoding="utf-8")
    assert said() == "before store.db-wal was there"
    (tmp_path / "store.db-wal").unlink()
    os.utime(tmp_path / "one", (1, 1))
    assert said() == "before one was written anew"
    (tmp_path / "latest").unlink()
    (tmp_path / "latest").symlink_to("two")
    assert said() == "while latest led elsewhere"


@pytest.mark.parametrize(
    ("path", "root", "name"),
    [
        ("/srv/kit/data/a.csv", "/srv/kit", "data/a.csv"),
        ("/srv/a.csv", "/srv/kit", "../a.csv"),
        ("/people/jane/a.csv", "/people/jane/kit", "../a.csv"),
        ("/people/jane/a.csv", "/srv/kit", "~/a.csv"),
        ("/srv/a.csv", "/people/jane/kit", "../../../srv/a.csv"),
    ],
)
def test_a_path_names_nobody(monkeypatch: pytest.MonkeyPatch, path: str, root: str, name: str) -> None:
    """As seen from the root, or from the home folder of who runs it; and it is found again."""
    monkeypatch.setattr(Path, "home", lambda: Path("/people/jane"))
    assert portable(path, Path(root)) == name
    assert located(name, Path(root)) == path


def test_everything_is_what_may_be_read(tmp_path: Path) -> None:
    """Every file under the root counts, but for the pages themselves, hidden folders, environments and caches."""
    texts = ("a.txt", "data/b.csv", ".git/c", "outputs/pack/d", "__pycache__/e", "venv/pyvenv.cfg", "venv/f")
    for name in texts:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")

    def look() -> Tree:
        return Tree(tmp_path, tmp_path / "data", tmp_path / "outputs" / "pack")

    before = look().digest
    for name in texts:
        (tmp_path / name).write_text("22", encoding="utf-8")
        assert (look().digest != before) == (name in texts[:2])
        (tmp_path / name).write_text("1", encoding="utf-8")
    tree = look()
    (tmp_path / "new.txt").touch()
    assert not tree.is_unchanged()
    reads = {"salt": "s", "unseen": ["imports pyarrow"]}
    look_then = Look(tmp_path, tmp_path / "data", tmp_path / "outputs" / "pack")
    assert look_then.differs(look_then.completed(reads)) == ""
    (tmp_path / "later.txt").touch()
    assert look_then.completed(reads)["everything"] == UNTOLD
