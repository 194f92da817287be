"""A pack's folder in a batch: its lock, and what is said where it cannot be had, listed or written."""

import errno
import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock, Timeout
from typer.testing import CliRunner

from scorecard_kit.cli import app
from scorecard_kit.files import private
from scorecard_kit.findings import InputError
from scorecard_kit.run.claim import alone, drop_kept, keep

PACK = "title: Care\nperiod: 2016-03\ndata: data/small\nsections: [{notebook: plain}]\n"


@pytest.mark.parametrize("code", [errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL, errno.ENOSYS])
def test_a_disk_that_knows_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """A share without locks is said to be one, once, and the run goes on; nobody is told of another run."""

    def unknown(*_: object) -> NoReturn:
        raise OSError(code, "No locks here")

    monkeypatch.setattr(fcntl, "flock", unknown)
    told = list[str]()
    with alone(tmp_path / "care", told.append):
        pass
    [said] = told
    assert said.startswith("care: this folder cannot be locked (No locks here). Going on without: see that nobody else")
    assert list(tmp_path.iterdir()) == []


def test_kernels_on_a_disk_that_knows_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The temporary folder of a run's kernels may lie on such a disk too: it is made all the same."""

    def unknown(*_: object) -> NoReturn:
        raise OSError(errno.EOPNOTSUPP, "No locks here")

    monkeypatch.setattr(fcntl, "flock", unknown)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(private, "_own", {})
    assert private.run_folder().is_relative_to(tmp_path)


def test_a_lock_that_another_run_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run is waited for, however long, and that is said again after half a minute, one, two and four."""
    waited, real = list[float](), FileLock.acquire

    def taken(lock: FileLock, *, timeout: float) -> object:
        waited.append(timeout)
        if sum(waited) < 300:
            raise Timeout(lock.lock_file)
        return real(lock, timeout=0)

    monkeypatch.setattr(FileLock, "acquire", taken)
    told = list[str]()
    with alone(tmp_path / "care", told.append):
        assert (tmp_path / ".care.lock").exists()
    waits = "care: another run is at work on it; waiting for that to end."
    assert told == [
        waits, f"{waits} Waiting for 30 seconds now.", f"{waits} Waiting for 60 seconds now.",
        f"{waits} Waiting for 2 minutes now.", f"{waits} Waiting for 4 minutes now.",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", [errno.EWOULDBLOCK, errno.EACCES])
def test_what_a_disk_says_of_a_lock_that_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Disks say it in two ways; neither is taken for a disk without locks."""
    looks = iter([code, 0])

    def taken(*_: object) -> None:
        if error := next(looks, 0):
            raise OSError(error, "Resource temporarily unavailable")

    monkeypatch.setattr(fcntl, "flock", taken)
    told = list[str]()
    with alone(tmp_path / "care", told.append):
        pass
    assert told == ["care: another run is at work on it; waiting for that to end."]


def test_the_lock_of_a_run_that_was_killed(tmp_path: Path) -> None:
    """What it leaves is a file that nobody holds: the next run has the folder at once, and removes it."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom scorecard_kit.run.claim import alone\n"
        "with alone(Path(sys.argv[1]), print):\n    os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "care")], check=False)
    assert (done.returncode, [path.name for path in tmp_path.iterdir()]) == (-9, [".care.lock"])
    told = list[str]()
    with alone(tmp_path / "care", told.append):
        pass
    assert (told, list(tmp_path.iterdir())) == ([], [])


def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    """Where the folder for it is a file, the message names it and says what to do."""
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"^--output: the folder .*file cannot be written \(.*\)\. Choose another"):
        alone(tmp_path / "file" / "care", print).__enter__()


def test_what_is_kept_stays_within_the_folder(tmp_path: Path) -> None:
    """Where the folder for kept records is a link, what it leads to is not removed."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine").touch()
    (tmp_path / "care").mkdir()
    (tmp_path / "care" / ".kept").symlink_to(tmp_path / "elsewhere")
    drop_kept(tmp_path / "care")
    assert (tmp_path / "elsewhere" / "mine").exists()
    (tmp_path / "care" / ".kept").unlink()
    keep(tmp_path / "care", "key", "record")
    drop_kept(tmp_path / "care")
    assert list((tmp_path / "care").iterdir()) == []


@pytest.mark.parametrize(
    ("call", "place", "command", "said"),
    [
        ("os.listdir", "small", ("check",), "Error: small: the folder cannot be listed (Permission denied). Ask for"),
        ("os.listdir", "small", ("render",), "Error: small: the folder cannot be listed (Permission denied). Ask for"),
        ("os.listdir", "small", ("reconcile",), "Error: small: the folder cannot be listed (Permission denied). Ask"),
        ("os.listdir", "small", ("share", "--no-pdf"), "Error: small: the folder cannot be listed (Permission denied)"),
        ("os.listdir", "small", ("explore",), "Error: small: the folder cannot be listed (Permission denied). Ask for"),
        (
            "os.mkdir",
            "outputs",
            ("render",),
            "outputs cannot be written (Permission denied). Choose another with",
        ),
        ("os.mkdir", "desk", ("explore",), "Error: desk: it cannot be written (Permission denied)"),
    ],
)
def test_no_right_to_read_or_write(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_kit: Callable[[Path], Path],
    call: str,
    place: str,
    command: tuple[str, ...],
    said: str,
) -> None:
    """A folder that may not be listed or made is one message with its mend and exit code 2, whatever the command."""
    kit = make_kit(tmp_path)
    (kit / "notebooks" / "explore_variances.ipynb").write_bytes((kit / "notebooks" / "plain.ipynb").read_bytes())
    (kit / "parameters" / "small.yaml").write_text(PACK, encoding="utf-8")
    monkeypatch.chdir(kit)
    real = getattr(os, call.removeprefix("os."))

    def refused(path: str | Path, *more: object, **options: object) -> object:
        if Path(path).name == place:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *more, **options)

    monkeypatch.setattr(call, refused)
    done = CliRunner().invoke(app, [*command, "parameters/small.yaml"])
    assert done.exit_code == 2, done.output
    assert [said in line for line in done.stderr.splitlines()].count(True) == 1
    assert "Traceback" not in done.output


def test_no_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_kit: Callable[[Path], Path]) -> None:
    """Where every temporary folder is full or closed, a render says so at once."""

    def none() -> NoReturn:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("scorecard_kit.run.command.gettempdir", none)
    monkeypatch.chdir(make_kit(tmp_path))
    Path("parameters/small.yaml").write_text(PACK, encoding="utf-8")
    done = CliRunner().invoke(app, ["render", "parameters/small.yaml"])
    assert done.exit_code == 2
    assert done.stderr == (
        "Error: TMPDIR: no temporary folder can be written (No usable temporary directory found). "
        "Make room on the disk, or name another folder in the environment variable TMPDIR.\nNothing was rendered.\n"
    )
    assert not Path("outputs").exists()
