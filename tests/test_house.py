"""The repository itself: what its files may hold, and that make, the lock and the tests' own set-up do as they say."""

import csv
import io
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.testing import CliRunner

from scorecard_kit.cli import app
from tests.test_docs import blocks
from tests.test_package import FUNCTION_LINES, KIT_IMPORTS, MODULE_LINES

ROOT = Path(__file__).parent.parent
BINARY = {".png"}


def ignored() -> list[str]:
    """Give the patterns of .gitignore, and git's own folder."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [".git", *(line.removesuffix("/*").strip("/") for line in lines if line and line[0] not in "#!")]


def files(folder: Path, patterns: list[str]) -> list[Path]:
    """List the files beneath a folder, without what git ignores."""
    kept = [path for path in folder.iterdir() if not any(fnmatch(path.name, pattern) for pattern in patterns)]
    return sorted(one for path in kept for one in (files(path, patterns) if path.is_dir() else [path]))


TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files(ROOT, ignored()) if path.suffix not in BINARY
}


AREAS = [name for name in TEXTS if fnmatch(name, "data/*/areas.csv")]


def holding(pattern: str, names: str = "*") -> list[str]:
    """Name the files that hold a pattern, with the words found."""
    compiled = re.compile(pattern)
    found = (
        (name, compiled.search(text.decode(errors="replace"))) for name, text in TEXTS.items() if fnmatch(name, names)
    )
    return [f"{name}: {match[0]}" for name, match in found if match]


def make_targets() -> set[str]:
    """Name what can be made."""
    phony = re.search(r"^\.PHONY: (.*)$", TEXTS["Makefile"].decode(), re.MULTILINE)
    return set(phony[1].split()) if phony else set()


def test_every_text_is_utf8_with_line_feeds() -> None:
    """The same file has the same bytes on every machine; data may come as Excel left it, printed figures as found."""
    own = {name: text for name, text in TEXTS.items() if not name.startswith(("data/", "tests/figures/"))}
    assert [name for name, text in own.items() if b"\r" in text or "\ufffd" in text.decode(errors="replace")] == []


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        pytest.param(r"(?<![\w.:/~])/(?:hom[e]|Use[r]s|roo[t]|wor[k]|tm[p])/\w", "*", id="a path of one machine"),
        pytest.param(r"\b[A-Z]:\\+Use[r]s\b", "*", id="a path of one Windows machine"),
        pytest.param(r"https?://[^\s\"']*/simpl[e]\b|inde[x]-url|find-link[s]", "*", id="the address of an index"),
        pytest.param(r"\b(?:TOD[O]|FIXM[E])\b", "*", id="work left behind"),
        pytest.param(r"\bmark\.(?:skip|xfail)|\bpytest\.(?:skip|importorskip)\(", "tests/*.py", id="a test not run"),
    ],
)
def test_the_repository_holds_nothing_that_does_not_belong_in_it(pattern: str, names: str) -> None:
    """No file names a machine or an index, leaves work behind, or leaves a test out."""
    assert holding(pattern, names) == []


def places() -> list[str]:
    """Name the English councils with social care duties, the districts of the example county, and its reports' areas.

    The councils are the 153 of April 2023 (Department for Education); Reading and Bury, which are also words, in full.
    """
    listed = [line for name in ("councils", "districts")
              for line in TEXTS[f"tests/data_cases/{name}.txt"].decode().splitlines()]  # fmt: skip
    tables = (csv.DictReader(io.StringIO(TEXTS[name].decode("utf-8-sig"))) for name in AREAS)
    return listed + [row["area"] for table in tables for row in table if row["kind"] != "benchmark"]


def test_nothing_in_the_package_knows_a_councils_name() -> None:
    """Whatever council uses it: no name of one, or of an area, is in code, templates, styles or messages."""
    names = "|".join(re.escape(name) for name in sorted(set(places()), key=len, reverse=True))
    pattern = rf"(?i)(?<![a-z0-9])(?:{names})(?![a-z0-9])"
    assert len(places()) > 153 + 14
    assert holding(pattern, "scorecard_kit/*") == []
    assert {name.partition(": ")[0] for name in holding(pattern, "data/*/areas.csv")} == set(AREAS)


def test_the_lock_pins_every_library_that_is_asked_for() -> None:
    """Every dependency, of all extras and of the build, has versions in the lock that pyproject.toml accepts."""
    project = tomllib.loads(TEXTS["pyproject.toml"].decode())
    extras = project["project"]["optional-dependencies"].values()
    asked = [project["project"]["dependencies"], *extras, project["build-system"]["requires"]]
    pinned: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", TEXTS["requirements.lock"].decode(), re.MULTILINE):
        pinned.setdefault(canonicalize_name(name), []).append(version)
    wanting = [
        line
        for line in (line for lines in asked for line in lines)
        if not pinned.get(canonicalize_name(Requirement(line).name))
        or not all(map(Requirement(line).specifier.contains, pinned[canonicalize_name(Requirement(line).name)]))
    ]
    assert wanting == []


_MAKERS = {"test", "docs"}
"""The extras of those who work on the kit."""


def pinned_in(lock: str) -> dict[str, set[str]]:
    """Give the hashes of each library of a lock, by its name and version; where it is for may differ."""
    entries = [entry for entry in re.split(r"\n(?=\S)", TEXTS[lock].decode()) if "==" in entry]
    return {entry.split()[0]: set(re.findall(r"sha256:\w+", entry)) for entry in entries}


def test_an_analyst_gets_no_tools_of_testing() -> None:
    """The smaller lock has the same versions as the whole one, all that using the kit takes, and nothing for tests."""
    project = tomllib.loads(TEXTS["pyproject.toml"].decode())["project"]
    extras = project["optional-dependencies"]
    whole, used = pinned_in("requirements.lock"), pinned_in("requirements-use.lock")
    names = {canonicalize_name(line.split("==")[0]) for line in used}
    assert [line for line in used if whole.get(line) != used[line]] == []
    asked = [*project["dependencies"], *(line for extra in extras.keys() - _MAKERS for line in extras[extra])]
    assert {canonicalize_name(Requirement(line).name) for line in asked} - names == set()
    assert names & {"pytest", "mypy", "ruff", "hypothesis", "playwright", "mkdocs", "import-linter"} == set()
    assert len(used) < len(whole)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-use.lock"])
def test_every_locked_version_has_its_hashes(lock: str) -> None:
    """Nothing in a lock can be swapped on its way: each entry is followed by a sha256."""
    entries = re.split(r"\n(?=\S)", TEXTS[lock].decode())
    assert [entry.split("\n")[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_commands_that_a_page_names_exist(page: str) -> None:
    """Every `make …` of the pages is a target of the Makefile."""
    named = set(re.findall(r"(?:^|`|\n {4})make ([a-z]+)", TEXTS[page].decode()))
    assert named - make_targets() == set()


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    """What CI runs last is what the README tells everybody to run: the rules, the types, and every test.

    One of these builds the site by the command of `make docs`, which a broken link stops.
    """
    assert TEXTS[".ci/run"].decode().splitlines()[-1] == "make test"
    assert re.search(r"^test: rules\b.*\n.* types suite$", TEXTS["Makefile"].decode(), re.MULTILINE)
    assert re.search(r"^suite: .*\n.* pytest \$\(EVERY_CORE\)$", TEXTS["Makefile"].decode(), re.MULTILINE)
    assert re.search(r"^docs: .*\n.* mkdocs build --quiet --strict$", TEXTS["Makefile"].decode(), re.MULTILINE)
    assert "make test" in TEXTS["README.md"].decode()


def test_the_hooks_are_programs_of_the_environment() -> None:
    """ruff, nbstripout and mypy are run from the environment; no hook is fetched from anywhere."""
    repos = yaml.safe_load(TEXTS[".pre-commit-config.yaml"])["repos"]
    assert [repo["repo"] for repo in repos] == ["local"]
    hooks = {hook["entry"].split()[2]: hook["language"] for hook in repos[0]["hooks"]}
    assert hooks == dict.fromkeys(("nbstripout", "ruff", "mypy"), "system")
    assert [name for name in hooks if find_spec(name) is None] == []


def test_what_takes_outputs_out_leaves_the_notebooks_as_they_are() -> None:
    """The hook and `make strip` find nothing to change in a notebook of the repository: outputs are not kept in git."""
    notebooks = sorted(map(str, (ROOT / "notebooks").glob("*.ipynb")))
    for text in (".pre-commit-config.yaml", "Makefile"):
        assert "nbstripout --keep-id" in TEXTS[text].decode()
    command = [sys.executable, "-m", "nbstripout", "--keep-id", "--verify", *notebooks]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_hosted_jobs_run_the_readmes_commands() -> None:
    """Linux runs what `.ci/run` runs; Windows types the lines that the README gives for Windows."""
    jobs = yaml.safe_load(TEXTS[".github/workflows/ci.yml"])["jobs"]
    assert {name: job["runs-on"] for name, job in jobs.items()} == {
        "linux": "ubuntu-latest", "windows": "windows-latest",
    }  # fmt: skip
    typed = {
        name: [line for step in job["steps"] for line in step.get("run", "").splitlines()] for name, job in jobs.items()
    }
    assert typed["linux"] == [".ci/run", "make render"]
    readme = [line for block in blocks(TEXTS["README.md"].decode(), "bat") for line in block.splitlines()]
    assert len(readme) == 4
    assert typed["windows"][: len(readme)] == readme


def test_the_folder_of_outputs_is_there_and_a_render_leaves_its_note_alone(
    make_kit: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """outputs/ says what goes there and that git ignores it; a pack is rendered beside that note."""
    note = (ROOT / "outputs" / "README.md").read_bytes()
    assert b"Rendered packs go here" in note
    assert b"Git ignores" in note
    patterns = TEXTS[".gitignore"].decode().splitlines()
    assert patterns.index("outputs/*") < patterns.index("!outputs/README.md")
    kit = make_kit(tmp_path)
    (kit / "outputs").mkdir()
    (kit / "outputs" / "README.md").write_bytes(note)
    pack = "title: Care\nperiod: 2016-03\ndata: data/small\nsections: [{notebook: plain}]\n"
    (kit / "parameters" / "care.yaml").write_text(pack, encoding="utf-8")
    monkeypatch.chdir(kit)
    for _ in ("first", "unchanged"):
        done = CliRunner().invoke(app, ["render", "parameters/care.yaml"])
        assert done.exit_code == 0, done.output
    assert (kit / "outputs" / "care" / "index.html").exists()
    assert (kit / "outputs" / "README.md").read_bytes() == note


@pytest.mark.parametrize(
    ("in_ci", "exit_code", "said"),
    [
        ("", 0, "Browser tests were left out, as no Chromium was found. Install it, or name it in SCORECARD_CHROMIUM."),
        ("true", 4, "ERROR: Chromium was not found, and CI=true: the browser tests must run."),
    ],
)
def test_browser_tests_without_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_ci: str, exit_code: int, said: str
) -> None:
    """Without Chromium the browser tests are left out in one line, and in CI that is an error."""
    (tmp_path / "conftest.py").write_bytes(TEXTS["tests/conftest.py"])
    tests = "import pytest\n\n@pytest.mark.browser\ndef test_page():\n    assert False\n\ndef test_rule():\n    pass\n"
    (tmp_path / "test_both.py").write_text(tests, encoding="utf-8")
    monkeypatch.setenv("SCORECARD_CHROMIUM", str(tmp_path / "none"))
    monkeypatch.setenv("CI", in_ci)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", ".", "-q", "."]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = [line for line in (run.stdout + run.stderr).splitlines() if "Chromium" in line]
    assert (run.returncode, lines) == (exit_code, [said])


def test_contributing_gives_the_numbers_of_the_tests() -> None:
    """How long a module and a function may be, and how many others a module may import, is what is tested."""
    sizes = re.search(
        r"at most (\d+) lines, and imports at most (\d+) others of the kit; a function has at most (\d+) lines",
        TEXTS["CONTRIBUTING.md"].decode(),
    )
    assert sizes is not None
    assert [int(size) for size in sizes.groups()] == [MODULE_LINES, KIT_IMPORTS, FUNCTION_LINES]
