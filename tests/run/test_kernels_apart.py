"""Kernels and the rest of the machine: other users, the analyst's own profile, and what a section puts out."""

import asyncio
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from socket import AF_UNIX, socket

import pytest
from jupyter_client.connect import port_names

from scorecard_kit.run import ports
from scorecard_kit.run.kernel import OwnKernel, SectionError, execute
from scorecard_kit.run.warm.provisioner import WarmKernel
from scorecard_kit.run.warm.zygote import Zygote
from tests.conftest import run_apart
from tests.run.conftest import Runner, notebook, printed

KINDS = (WarmKernel, OwnKernel)
NOBODY = 65534


def as_another_user(action: Callable[[], object]) -> bool:
    """Whether another user of this machine may do something; only root can try it."""
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            action()
        except PermissionError:
            os._exit(13)
        except BaseException:  # noqa: BLE001 - this is another process, and never returns
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, 13}
    return code == 0


def connected(place: Path) -> None:
    """Connect to a socket of the file system."""
    with socket(AF_UNIX) as other:
        other.connect(str(place))


def _target(link: Path) -> str:
    """Where a link leads; blank where what was open has been closed meanwhile."""
    try:
        return str(link.readlink())
    except FileNotFoundError:
        return ""


def listening(pid: int) -> set[str]:
    """The ports at which a process listens, by the numbers of their sockets."""
    names = [target for link in Path(f"/proc/{pid}/fd").iterdir() if (target := _target(link))]
    rows = [line.split() for net in ("tcp", "tcp6") for line in Path(f"/proc/net/{net}").read_text().splitlines()[1:]]
    return {row[9] for row in rows if row[3] == "0A"} & {name[8:-1] for name in names if name.startswith("socket:")}


@pytest.mark.parametrize("kind", KINDS)
def test_no_other_user_reaches_a_kernel(zygote: Zygote, kind: type[OwnKernel]) -> None:
    """A kernel listens at no port; its sockets and its key lie where nobody else can list, read or connect."""
    assert zygote

    async def look() -> Path:
        manager = kind(kernel_name="python3")
        await manager.start_kernel()
        try:
            assert manager.folder
            assert manager.provisioner
            for _ in range(100):  # ipykernel opens one port, which is given up as soon as it starts
                if not listening(manager.provisioner.pid):  # type: ignore[attr-defined]
                    break
                await asyncio.sleep(0.02)
            assert listening(manager.provisioner.pid) == set()  # type: ignore[attr-defined]
            file, sockets = manager.folder / "connection.json", sorted(manager.folder.glob("s-[0-9]"))
            assert len(sockets) == len(port_names)
            for place in (manager.folder.parent, manager.folder, file):
                assert stat.S_IMODE(place.stat().st_mode) & 0o077 == 0
            connected(sockets[0])
            if os.getuid() == 0:
                folder = manager.folder
                actions = (lambda: list(folder.iterdir()), file.read_bytes, lambda: connected(sockets[0]))
                assert [as_another_user(action) for action in actions] == [False] * 3
                assert as_another_user(Path("/").stat)  # it is the folder that refuses, and not the trial
            return manager.folder
        finally:
            await manager.shutdown_kernel(now=True)

    assert not run_apart(look()).exists()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["odd", "/proc/none"])
def test_the_profile_of_an_analyst_changes_nothing(
    run_cells: Runner, kind: type[OwnKernel], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scripts and settings of the analyst's own IPython do not run, and a folder that cannot be written stops none."""
    start = tmp_path / "odd" / "profile_default" / "startup"
    start.mkdir(parents=True)
    (start / "00-mine.py").write_text("print('mine'); import os; os._exit(3)", encoding="utf-8")
    (start.parent / "ipython_config.py").write_text("c.InteractiveShellApp.exec_lines = ['1/0']", encoding="utf-8")
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / place))
    assert printed(run_cells("print('well')", kernel=kind)) == ["well"]


def failure(tmp_path: Path, cell: str, kind: type[OwnKernel] = WarmKernel) -> str:
    """Why a section with this cell fails."""
    path = tmp_path / "section.ipynb"
    path.write_text(notebook([("parameters", "x: int = 1"), ("", cell)]), encoding="utf-8")
    with pytest.raises(SectionError) as caught:
        execute(path, {}, tmp_path, kind)
    return str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_words_of_a_kernel_that_cannot_start(
    zygote: Zygote, kind: type[OwnKernel], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why a kernel could not start is told in its own words."""
    assert zygote
    monkeypatch.setattr(ports, "STREAM", "--IPKernelApp.outstream_class=nowhere.Stream")
    assert failure(tmp_path, "1", kind) == "the kernel could not start: ModuleNotFoundError: No module named 'nowhere'"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("SIGKILL", "cell 2: the kernel died (SIGKILL); perhaps the machine ran out of memory"),
        ("SIGSEGV", "cell 2: the kernel died (SIGSEGV), of a fault in a library that is not Python's own"),
    ],
)
def test_how_a_kernel_died(zygote: Zygote, tmp_path: Path, number: str, said: str) -> None:
    """A kernel that was killed, as a machine without memory does it, and one that crashed are told apart."""
    assert zygote
    assert failure(tmp_path, f"import os, signal; os.kill(os.getpid(), signal.{number})") == said


PRINTED = "cell 2: it printed more than 1 MB; take the print out"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("while True: print('x' * 1000)", PRINTED),
        ("import sys\nwhile True: sys.stderr.write('x' * 1000)", PRINTED),
        ("import subprocess\nsubprocess.run(['yes'])", PRINTED),
        (
            "from IPython.display import display, HTML\nwhile True: display(HTML('<p>' + 'x' * 100_000 + '</p>'))",
            "cell 2: its outputs are more than 5 MB; show less, or keep it out of the notebook",
        ),
    ],
    ids=["print", "standard error", "another program", "displays"],
)
def test_a_section_that_puts_out_too_much_is_stopped(
    zygote: Zygote, tmp_path: Path, cell: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An endless output ends with its reason as soon as it is too much, from wherever it comes."""
    assert zygote
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # where it is set, ipykernel does not listen to other programs
    assert failure(tmp_path, cell) == said


@pytest.mark.parametrize("kind", KINDS)
def test_too_much_takes_no_memory(zygote: Zygote, tmp_path: Path, kind: type[OwnKernel]) -> None:
    """Two hundred megabytes on standard output cost the program that renders next to nothing."""
    assert zygote
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is counted from here
    before = memory("VmRSS")
    assert failure(tmp_path, "print('x' * 200_000_000)", kind) == PRINTED
    assert memory("VmHWM") - before < 50_000


def memory(what: str) -> int:
    """A measure of this process, in kB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:"))


def test_a_section_may_put_out_what_it_may(run_cells: Runner) -> None:
    """Just under the limits nothing is lost."""
    cells = ["print('x' * 900_000)", "from IPython.display import display, HTML\ndisplay(HTML('y' * 3_000_000))"]
    record = run_cells(*cells)
    assert [len(text) for text in printed(record)] == [900_000, 0]
    assert len(json.dumps(record.cells[1].outputs)) > 3_000_000


FORKED = """import os
child = os.fork()
if not child:
    print("from the child", flush=True)
    os._exit(0)
_ = os.waitpid(child, 0)
import time; time.sleep(0.2)"""


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_forked_process_prints_is_taken(run_cells: Runner, kind: type[OwnKernel]) -> None:
    """A process that a cell forks prints into the cell, although the kernel has no port for it."""
    assert printed(run_cells(FORKED, kernel=kind)) == ["from the child"]
