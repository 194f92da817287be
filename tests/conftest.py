"""What every test shares: how hard Hypothesis tries, and what becomes of tests that need a program."""

import asyncio
import gc
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from filelock import FileLock
from hypothesis import settings

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.axes import Axes
    from syrupy.assertion import SnapshotAssertion
    from typer.testing import Result as Ended

    from scorecard_kit.blocks.html import Block
    from scorecard_kit.data.dataset import Dataset

os.environ["OPENPYXL_LXML"] = "False"  # as the kit has it; some tests import openpyxl before the kit

pytest_plugins = ["tests.stores"]

Result = TypeVar("Result")
ROOT = Path(__file__).parent.parent
IN_CI = os.environ.get("CI") == "true"
SOAK = os.environ.get("SCORECARD_SOAK") == "1"

SMALL_DATA = {
    "indicators.csv": """indicator,name,polarity,data_period,unit
visits,Visits in time,H,YTD,percent
reviews,Reviews in time,H,YTD,percent
""",
    "results.csv": """indicator,period,area,cohort,numerator,denominator
visits,2016-03,Kent,,52,68
visits,2016-03,Kent,excluding_uasc,50,62
visits,2016-03,North Kent,,40,50
reviews,2016-03,Kent,,90,100
""",
    "targets.csv": """indicator,from,target,floor
visits,2015-04,85,76.5
reviews,2015-04,85,76.5
""",
    "areas.csv": """area,kind,parent
Kent,county,
North Kent,area,Kent
""",
}

# As `scorecard render` does: else each process compiles 38 grammars, for links in a JSON schema that no notebook has.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

settings.register_profile("daily", deadline=None, max_examples=50)
settings.register_profile("repeatable", settings.get_profile("daily"), derandomize=True)
settings.register_profile("soak", deadline=None, max_examples=5_000)
settings.load_profile("soak" if SOAK else "repeatable" if IN_CI else "daily")


def find_chromium() -> str | None:
    """Name the Chromium to drive: SCORECARD_CHROMIUM where it is set, else the first usual name on the path."""
    names = [os.environ.get("SCORECARD_CHROMIUM")] if "SCORECARD_CHROMIUM" in os.environ else []
    paths = (shutil.which(name) for name in names or ("chromium", "chromium-browser", "google-chrome") if name)
    return next((path for path in paths if path), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of Chromium to a test marked `browser`."""
    path = find_chromium()
    assert path, "a test that asks for Chromium must be marked `browser`"
    return path


@pytest.fixture(scope="session")
def postgres_programs() -> Path:
    """Give the folder of PostgreSQL's programs to a test marked `postgres`."""
    folder = find_postgres()
    assert folder, "a test that asks for PostgreSQL must be marked `postgres`"
    return folder


@pytest.fixture(scope="session")
def soak() -> bool:
    """Tell a test whether to look at everything (`make soak`) or at the usual part."""
    return SOAK


@pytest.fixture(scope="session")
def make_kit() -> Callable[[Path], Path]:
    """Give a function that lays out a small kit: tests/notebooks, two indicators, no parameters file yet."""

    def make(root: Path) -> Path:
        shutil.copytree(Path(__file__).parent / "notebooks", root / "notebooks")
        (root / "parameters").mkdir()
        (root / "data" / "small").mkdir(parents=True)
        for name, text in SMALL_DATA.items():
            (root / "data" / "small" / name).write_text(text, encoding="utf-8")
        return root

    return make


@pytest.fixture
def golden(snapshot: "SnapshotAssertion") -> "Callable[..., None]":
    """Give a function that holds named blocks against their goldens, tests/goldens/<folder>/<test module>/."""
    from tests.golden import Golden  # noqa: PLC0415 - this file is also tried alone

    kept = snapshot.use_extension(Golden)

    def check(**blocks: "Block | Markup") -> None:
        for name, block in blocks.items():
            assert block == kept(name=name), f"{name} differs: look at it, then run pytest --snapshot-update"

    return check


@pytest.fixture(scope="session")
def make_book(tmp_path_factory: pytest.TempPathFactory) -> "Callable[..., Dataset]":
    """Give a function that loads invented tables, each as the lines of its CSV file; those not named are absent."""

    def make(**tables: str) -> "Dataset":
        from scorecard_kit import load  # noqa: PLC0415 - it loads pandas

        folder = tmp_path_factory.mktemp("book")
        least = {
            "indicators": "indicator,name,polarity,data_period,unit\nstarts,Starts,,month,count",
            "results": "indicator,period,area,numerator\nstarts,2016-03,Shire,38",
        }
        for name, text in (least | tables).items():
            (folder / f"{name}.csv").write_text(text.strip() + "\n", encoding="utf-8")
        return load(folder, {"below": 6, "already_published": True})

    return make


@pytest.fixture(scope="session")
def invented(make_book: "Callable[..., Dataset]") -> "Dataset":
    """Give the invented council of tests/invented.py; not to be changed."""
    from tests.invented import TABLES  # noqa: PLC0415 - this file is also tried alone

    return make_book(**TABLES)


@pytest.fixture
def keep_axes(monkeypatch: pytest.MonkeyPatch) -> "Callable[..., list[Axes]]":
    """Give a function that keeps the axes of every chart which modules draw, for tests that ask for places."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - most tests draw nothing

    from scorecard_kit.charts import drawing  # noqa: PLC0415 - as above

    kept, draw = list["Axes"](), drawing.draw

    def keep(width: int, height: int, plot: "Callable[[Axes], None]") -> str:
        kept.append(Figure().add_axes((0, 0, 1, 1)))
        plot(kept[-1])
        return draw(width, height, plot)

    def keep_in(*modules: ModuleType) -> "list[Axes]":
        for module in modules:
            monkeypatch.setattr(module, "draw", keep)
        return kept

    return keep_in


def run_command(*arguments: str | Path) -> None:
    """Run the kit's own command in the repository; a failure shows what it said."""
    command = [sys.executable, "-m", "scorecard_kit", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def run_here(folder: Path, *words: str | Path, code: int = 0) -> "Ended":
    """Run the kit's own command in a folder and in this very process, to end with that code: for what it makes.

    Kernels are forked from a process that has the libraries already; a command apart would load them twice more.
    """
    from typer.testing import CliRunner  # noqa: PLC0415 - this file is also tried alone

    from scorecard_kit.cli import app  # noqa: PLC0415 - as above

    with chdir(folder):
        done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done


def run_apart(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine comes to, in a thread of its own: a browser of other tests may hold the loop of this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, coroutine).result()


@pytest.fixture(scope="session")
def march_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the March 2016 pack, rendered by the command itself; not to be changed.

    It is rendered once for every test, also where several processes run them.
    """
    own = tmp_path_factory.getbasetemp()
    output = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "outputs"
    with FileLock(output.with_suffix(".lock")):
        if not (output / "scs-2016-03" / "manifest.json").exists():
            run_command("render", Path("parameters") / "scs-2016-03.yaml", "--output", output)
    return output / "scs-2016-03"


@pytest.fixture(scope="session")
def march_again(march_pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the pack in which three sections with charts, and the pack's own pages, were rendered again."""
    output = tmp_path_factory.mktemp("again")
    shutil.copytree(march_pack, output / march_pack.name)
    only = ("activity", "impact-of-uasc", "exception-report-pf-initial-visits")
    options = ["--force", *(word for section in only for word in ("--only", section))]
    run_command("render", Path("parameters") / "scs-2016-03.yaml", "--output", output, *options)
    return output / march_pack.name


def find_postgres() -> Path | None:
    """Name the folder of PostgreSQL's programs: the newest that Debian has installed, else that of `postgres`."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("postgres")
    return versions[-1].parent if versions else Path(on_path).parent if on_path else None


NEEDS = {
    "browser": (find_chromium, "Chromium", "Install it, or name it in SCORECARD_CHROMIUM."),
    "postgres": (find_postgres, "PostgreSQL", "Install it: on Debian, apt install postgresql."),
}
"""By mark: what finds the program that its tests need, the program's name, and what to do."""


@pytest.hookimpl(trylast=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run two processes more than there are cores: for a third of their time tests wait for kernels and browsers."""
    return (os.cpu_count() or 1) + 2


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep what is collected out of the search for garbage: it stays to the end, and to search it costs a twentieth."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests out where the program is missing that they need; in CI that is an error."""
    tests_of = Counter(item.path for item in items)
    items.sort(key=lambda item: tests_of[item.path])  # a file of few tests has long ones, and is not begun last
    for mark, (find, program, _) in NEEDS.items():
        marked = [item for item in items if item.get_closest_marker(mark)]
        if not marked or find():
            continue
        if IN_CI:
            message = f"{program} was not found, and CI=true: the {mark} tests must run."
            raise pytest.UsageError(message)
        config.hook.pytest_deselected(items=marked)
        items[:] = [item for item in items if item not in marked]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line each which tests were left out; the processes that run tests side by side have no such line."""
    for mark, (find, program, mend) in NEEDS.items():
        if not (find() or IN_CI):
            terminalreporter.write_line(f"{mark.capitalize()} tests were left out, as no {program} was found. {mend}")
