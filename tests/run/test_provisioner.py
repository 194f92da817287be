"""Warm kernels: as good as new, whatever the one before has done, and never two after one port."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from jupyter_client import connect
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import local_file_io_cwd

from scorecard_kit.files import private
from scorecard_kit.run import ports
from scorecard_kit.run.kernel import OwnKernel
from scorecard_kit.run.warm.provisioner import WarmKernel
from scorecard_kit.run.warm.zygote import Zygote
from tests.conftest import run_apart
from tests.run.conftest import Runner, printed

ROOT = Path(__file__).parents[2]
CHART = "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()"
LEAKS = """import os, random, sys, matplotlib, numpy, pandas
pandas.options.display.max_rows = 3
matplotlib.rcParams["font.size"] = 33
os.environ["LEFT_BEHIND"] = "1"
os.chdir("/")
pandas.left_behind = numpy.left_behind = 1
sys.modules["left_behind"] = sys
left_behind = 1"""
LOOK = """import os, sys, matplotlib, numpy, pandas
print(pandas.options.display.max_rows, matplotlib.rcParams["font.size"], os.environ.get("LEFT_BEHIND"),
      os.getcwd() == "/", hasattr(pandas, "left_behind"), hasattr(numpy, "left_behind"),
      "left_behind" in sys.modules, "left_behind" in globals())"""
_KINDS = (WarmKernel, OwnKernel)
_ANOTHER = """
from concurrent.futures import ThreadPoolExecutor
import papermill
from nbformat.v4 import new_code_cell, new_notebook
from scorecard_kit.run.warm.provisioner import WarmKernel

def run(cell):
    options = {"kernel_name": "python3", "language": "python", "progress_bar": False}
    source = new_notebook(cells=[new_code_cell(cell)])
    papermill.execute_notebook(source, None, kernel_manager_class=WarmKernel, shutdown_kernel="immediate", **options)
    return True

def start(many):
    with ThreadPoolExecutor(4) as pool:
        print(sum(pool.map(run, [f"print({number})" for number in range(many)])))
"""


def test_the_libraries_are_there_before_the_first_cell(run_cells: Runner) -> None:
    """Neither a kernel that starts nor an import of the kit's notebooks loads anything: it would only be slow."""
    program = "import sys, scorecard_kit.run.warm.preload; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    said = "import sys; print(*sys.modules)"
    begun, ended = (set(text.split()) for text in printed(run_cells(said, *imports_of_notebooks(), said)) if text)
    # A test before this one may have kept Parquet files ready.
    of_others = ("multiprocessing.", "pyarrow.", "scorecard_kit.data.parquet")
    late = {name for name in begun - set(done.stdout.split()) if not name.startswith(of_others)}
    assert late - {"_posixshmem", "runpy"} == set()  # these and multiprocessing's are of the process forked from
    assert ended - begun == set()
    assert "ipykernel.kernelapp" in begun


def imports_of_notebooks() -> list[str]:
    """The import cell of each notebook that a pack of the kit names."""
    packs = [path.read_text(encoding="utf-8") for path in (ROOT / "parameters").glob("*.yaml")]
    names = sorted({name for text in packs for name in re.findall(r"notebook: (\w+)", text)})
    notebooks = [json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_bytes()) for name in names]
    cells = [["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"] for book in notebooks]
    return [sources[0] for sources in cells]


def test_the_environment_stays_as_it_is_while_kernels_start(run_cells: Runner) -> None:
    """Every kernel that starts copies the environment; were it changed meanwhile, one in a thousand would fail."""
    before, seen, over = dict(os.environ), list[dict[str, str]](), threading.Event()

    def watch() -> None:
        while not over.wait(0.0005):
            seen.append(dict(os.environ))

    watcher = threading.Thread(target=watch)
    watcher.start()
    run_cells("print(1)")
    over.set()
    watcher.join()
    assert seen
    assert [copy for copy in seen if copy != before] == []


def test_nothing_is_shared_with_the_kernel_before(run_cells: Runner) -> None:
    """Options, settings, environment, folder, modules and names of one notebook do not reach the next."""
    run_cells(LEAKS)
    assert printed(run_cells(LOOK)) == ["60 10.0 None False False False False False"]


def test_random_numbers_differ_from_kernel_to_kernel(run_cells: Runner) -> None:
    """Both generators are sown anew, as in processes that were started afresh."""
    code = "import random, numpy; print(random.random(), numpy.random.random())"
    drawn = [printed(run_cells(code))[0].split() for _ in range(3)]
    assert [len({numbers[place] for numbers in drawn}) for place in (0, 1)] == [3, 3]


def surroundings(record: NotebookNode) -> list[str]:
    """What a kernel printed of itself, without the name of its connection file."""
    return [line for line in printed(record)[0].splitlines() if ".json" not in line]


def test_its_surroundings_are_those_of_an_ordinary_kernel(run_cells: Runner) -> None:
    """Program, path, folder, main module, and leave to start processes: nothing tells the two kinds apart."""
    code = """import multiprocessing, os, sys
print(os.path.basename(sys.argv[0]), sys.argv[1], sys.argv[3:])
print([place for place in sys.path if place], sys.modules["__main__"].__dict__ is globals(), os.getcwd())
print(multiprocessing.current_process().daemon, os.getpid() == os.getpgid(0), sys.stdin is None, sorted(os.environ))"""
    ours, theirs = (surroundings(run_cells(code, kernel=kernel)) for kernel in _KINDS)
    own = {"JPY_PARENT_PID", "MPLBACKEND", "PYDEVD_USE_FRAME_EVAL"}
    assert [_without(line, own) for line in ours] == [_without(line, own) for line in theirs]


def _without(line: str, names: set[str]) -> str:
    for name in names:
        line = line.replace(f"'{name}', ", "")
    return line


def test_charts_appear_as_in_an_ordinary_kernel(run_cells: Runner) -> None:
    """Charts of pyplot are among the outputs, byte for byte, though matplotlib came before the kernel."""
    ours, theirs = (run_cells(CHART, kernel=kernel).cells[0].outputs for kernel in _KINDS)
    assert [sorted(output.get("data", {})) for output in ours] == [["image/png", "text/plain"]]
    assert ours == theirs


WRITES = """import sys, threading, debugpy
from IPython.display import display
print("first"); display("second"); print("third", end=""); print("fourth", file=sys.stderr); print(" fifth", flush=True)
writer = threading.Thread(target=print, args=["sixth"]); writer.start(); writer.join()
print(get_ipython().history_manager.hist_file)
display("last")"""


def test_what_is_written_stands_where_an_ordinary_kernel_has_it(run_cells: Runner) -> None:
    """Printed words, errors and displays come in the order in which they were written, from every thread."""
    ours, theirs = (run_cells(WRITES, "print('next cell')", kernel=kernel).cells for kernel in _KINDS)
    assert [cell.outputs for cell in ours] == [cell.outputs for cell in theirs]
    words = "".join(output.text for output in ours[0].outputs if output.output_type == "stream")
    assert sorted(words.split()) == [":memory:", "fifth", "first", "fourth", "sixth", "third"]


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        pytest.param("import sys; sys.exit(3)", PapermillExecutionError, id="sys.exit"),
        pytest.param("import os; os._exit(0)", DeadKernelError, id="os._exit"),
        pytest.param("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", DeadKernelError, id="kill -9"),
        pytest.param("while True: pass", CellTimeoutError, id="an endless loop"),
    ],
)
def test_a_kernel_that_ends_takes_no_other_with_it(run_cells: Runner, cell: str, error: type[Exception]) -> None:
    """The notebook fails, in the way that an ordinary kernel would, and the next one runs."""
    with pytest.raises(error):
        run_cells(cell, section_timeout=2)
    assert printed(run_cells("print('well')")) == ["well"]


def test_memory_is_given_back(run_cells: Runner) -> None:
    """What one notebook took is gone with its kernel."""
    run_cells("held = bytearray(2 * 1024**3)")
    code = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 600 * 1024)"
    assert printed(run_cells(code)) == ["True"]


def test_a_process_that_a_cell_starts_ends_with_its_kernel(run_cells: Runner) -> None:
    """A stray child is ended together with the kernel that started it."""
    cell = "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid)"
    assert is_gone(int(printed(run_cells(cell))[0]))


def is_gone(pid: int) -> bool:
    """Whether a process ends within a time that is long for it."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_cell_may_await(run_cells: Runner) -> None:
    """As it may in JupyterLab."""
    cell = "import asyncio\nasync def answer():\n    await asyncio.sleep(0)\n    return 5\nprint(await answer())"
    assert printed(run_cells(cell, section_timeout=20)) == ["5"]


def test_a_cell_may_start_processes_of_its_own(run_cells: Runner) -> None:
    """The library multiprocessing works in a warm kernel, although multiprocessing started it."""
    cell = """import multiprocessing
with multiprocessing.get_context("fork").Pool(2) as pool:
    print(pool.map(abs, [-1, -2]))"""
    assert printed(run_cells(cell)) == ["[1, 2]"]


def test_kernels_end_when_the_program_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is killed, and can clean up nothing, leaves no kernel behind; the next run removes its folder."""
    cell = f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    code = f"{_ANOTHER}\nrun({cell!r})"
    program = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    file = tmp_path / "pid"
    for _ in range(1200):
        if file.is_file() and file.read_text(encoding="utf-8"):
            break
        time.sleep(0.05)
    pid = int(file.read_text(encoding="utf-8"))
    program.send_signal(signal.SIGKILL)
    program.wait()
    assert is_gone(pid)
    [left] = Path(tempfile.gettempdir()).glob(f"scorecard-{program.pid}-*")
    assert [path.name for path in left.glob("*/connection.json")] == ["connection.json"]
    monkeypatch.setattr(private, "_own", {})
    assert private.run_folder().is_dir()
    assert not left.exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [(signal.SIGKILL, "Kernel died before it was ready"), (signal.SIGSTOP, "Kernel was not ready within 2 seconds")],
)
@pytest.mark.parametrize("kernel", _KINDS)
def test_a_kernel_that_never_answers(
    zygote: Zygote, kernel: type[OwnKernel], number: signal.Signals, said: str
) -> None:
    """One that dies as soon as it is there, and one that stands still, are told apart; neither is waited for long."""
    assert zygote

    async def wait() -> None:
        manager = kernel(kernel_name="python3")
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        await manager.signal_kernel(number)
        try:
            await client.wait_for_ready(timeout=2)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    with pytest.raises(RuntimeError, match=f"^{said}$"):
        run_apart(wait())


@pytest.mark.parametrize(
    ("arguments", "seconds", "said"),
    [
        (["--IPKernelApp.transport=pigeon"], 60, "Kernel died before it had its ports"),
        ([], 0.01, "Kernel had no ports within 0.01 seconds"),
    ],
)
@pytest.mark.parametrize("kernel", _KINDS)
def test_a_kernel_without_ports(
    zygote: Zygote,
    kernel: type[OwnKernel],
    arguments: list[str],
    seconds: float,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that dies before it can be reached, and one that takes too long: it is said so, and no process is left."""
    assert zygote
    monkeypatch.setattr(ports, "START", seconds)
    manager = kernel(kernel_name="python3")
    with pytest.raises(RuntimeError, match=f"^{re.escape(said)}$"):
        run_apart(manager.start_kernel(extra_arguments=arguments))
    assert manager.provisioner is not None
    assert not manager.provisioner.has_process


@pytest.mark.parametrize(("kernel", "many"), [(WarmKernel, (8, 500)), (OwnKernel, (4, 60))])
def test_many_kernels_beside_another_batch(
    run_cells: Runner, kernel: type[OwnKernel], many: tuple[int, int], soak: bool
) -> None:
    """Four at a time, with another batch at work beside, every kernel starts: none is after another's port."""
    ours = many[soak]
    theirs = 500 if soak else 6
    with subprocess.Popen([sys.executable, "-c", f"{_ANOTHER}\nstart({theirs})"], stdout=subprocess.PIPE) as beside:
        with local_file_io_cwd(), ThreadPoolExecutor(4) as pool:  # threads leave papermill another folder than it had
            said = list(pool.map(lambda number: printed(run_cells(f"print({number})", kernel=kernel)), range(ours)))
        output, _ = beside.communicate()
    assert said == [[str(number)] for number in range(ours)]
    assert output.split() == [str(theirs).encode()]


@pytest.mark.parametrize("kernel", _KINDS)
def test_ports_that_were_free_a_moment_ago(
    run_cells: Runner, kernel: type[OwnKernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program may take every port that was found free for a kernel before the kernel binds one: it starts."""
    monkeypatch.setattr(ports, "_PATH", 0)  # a temporary folder whose path is too long for sockets
    taken: list[socket.socket] = []
    write = connect.write_connection_file

    def found_free(*names: Any, **options: Any) -> tuple[str, Any]:  # noqa: ANN401 - jupyter_client's
        made: tuple[str, Any] = write(*names, **options)
        assert (made[1]["transport"], len(made[1]["curve_secretkey"])) == ("tcp", 40)  # what is sent is encrypted
        taken.extend(socket.create_server((made[1]["ip"], made[1][port])) for port in connect.port_names)
        return made

    monkeypatch.setattr(connect, "write_connection_file", found_free)
    record = run_cells("print('well')", kernel=kernel)
    for other in taken:
        other.close()
    assert printed(record) == ["well"]
    assert len(taken) == len(connect.port_names)


def test_a_platform_without_a_safe_fork_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows and macOS nothing is forked, and one sentence tells why."""
    monkeypatch.setattr(sys, "platform", "darwin")
    assert Zygote().obstacle() == "this system has no safe way to fork"
