"""A notebook's own kernel refuses what a pack would refuse, in the same words."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from scorecard_kit.findings import InputError
from scorecard_kit.pack._bounds import Parameter
from scorecard_kit.pack.given import NO_NOTEBOOK, Notebook, _is_own, load, this_notebook

CELL = """data: str = "data/small"  # the data folder
period: str = "2016-03"  # the month
area: str = "Kent"  # the area; blank for the main one
areas: list = ["Kent"]  # areas
cohort: str = "excluding_uasc"  # a side
months: int = 13  # months (1 to 120)
comparison: bool = True  # both sides
draft: bool = False  # whether figures may be missing"""

Shell = Callable[..., None]


@pytest.fixture
def small(tmp_path: Path, make_kit: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kit as the working directory."""
    monkeypatch.chdir(make_kit(tmp_path))
    return tmp_path


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Give a function that makes this program a notebook which has run its parameters, and what papermill has set."""

    def run(cell: str = CELL, **injected: object) -> None:
        names: dict[str, Any] = {}
        exec(cell, names)  # noqa: S102 - the cell above
        names.update(injected)
        lines = "\n".join(f"{name} = {value!r}" for name, value in injected.items())
        cells = ["", "import pandas", cell, *([f"# Parameters\n{lines}\n"] if injected else []), "load(data)"]
        kernel = SimpleNamespace(user_ns={**names, "In": cells})
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: kernel))

    return run


def refused(**options: Any) -> list[str]:  # noqa: ANN401 - those of load
    """What `load` says, without the beginning that all have in common."""
    with pytest.raises(InputError) as caught:
        load("data/small", **options)
    return [str(finding).removeprefix("parameters of the notebook, key ") for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("injected", "said"),
    [
        ({"comparision": False}, 'comparision: it is no parameter of this notebook. Did you mean "comparison"?'),
        ({"months": "Flase"}, 'months: "Flase" is text, where the notebook expects a whole number. The default is 13.'),
        (
            {"comparison": "Flase"},
            (
                'comparison: "Flase" is text, where the notebook expects true or false. '
                'Papermill takes it with -y: -y "comparison: true".'
            ),
        ),
        ({"months": 99999999}, 'months: "99999999" is over 120. Write a number from 1 to 120.'),
        (
            {"areas": ""},
            (
                "areas: it is text, where the notebook expects a list. "
                """Papermill takes it with -y: -y "areas: ['Kent']"."""
            ),
        ),
        (
            {"areas": "Kent, North Kent"},
            'areas: "Kent, North Kent" is no area of the data. Write a list: ["Kent", "North Kent"].',
        ),
        (
            {"area": 5},
            (
                'area: "5" is a whole number, where the notebook expects text. '
                "Papermill takes it for text with -r: -r area 5."
            ),
        ),
        (
            {"period": 201603},
            'period: "201603" is a whole number, where the notebook expects text. Did you mean "2016-03"?',
        ),
        (
            {"comparison": 0},
            'comparison: "0" is a whole number, where the notebook expects true or false. Write True or False.',
        ),
        ({"area": "Kentt"}, 'area: "Kentt" is no area of the data. Did you mean "Kent"?'),
        ({"areas": ["Kent", "Noth Kent"]}, 'areas: "Noth Kent" is no area of the data. Did you mean "North Kent"?'),
        ({"cohort": "excluding_ua"}, 'cohort: "excluding_ua" is no cohort of the data. Did you mean "excluding_uasc"?'),
        (
            {"area": "North  Kent"},
            (
                'area: "North  Kent" is no area of the data. It looks like "North Kent", but U+0020 space stands '
                'after "North ". Type "North Kent" again.'
            ),
        ),
        ({"period": "2016-3"}, 'period: "2016-3" is not a month written like 2016-03. Did you mean "2016-03"?'),
        (
            {"period": "2016-04"},
            'period: "2016-04" is a month without any result in the data. The latest month is 2016-03.',
        ),
    ],
)
@pytest.mark.usefixtures("small")
def test_what_papermill_sets_is_looked_at(shell: Shell, injected: dict[str, object], said: str) -> None:
    """A name that is typed wrong, a value of another kind, or one that the data do not hold stops the notebook."""
    shell(**injected)
    assert refused() == [said]


@pytest.mark.usefixtures("small")
def test_what_is_typed_into_the_cell_is_looked_at(shell: Shell) -> None:
    """In JupyterLab the defaults themselves are edited."""
    shell(CELL.replace('"Kent"  # the area', '"Kentt"  # the area').replace("= 13 ", "= 0 "))
    assert refused() == ['months: "0" is under 1. Write a number from 1 to 120.']
    shell(CELL.replace('"Kent"  # the area', '"Kentt"  # the area'))
    assert refused() == ['area: "Kentt" is no area of the data. Did you mean "Kent"?']


@pytest.mark.usefixtures("small")
def test_the_newest_run_of_the_cell_counts(shell: Shell) -> None:
    """A cell that was mended and run again is no longer wrong for what it said before."""
    shell(months=0)
    kernel = sys.modules["IPython"].get_ipython()
    kernel.user_ns["In"] += [CELL, "load(data)"]
    kernel.user_ns["months"] = 12
    assert len(load("data/small").results)


@pytest.mark.usefixtures("small")
def test_the_nearest_month_with_a_figure_is_named(shell: Shell, small: Path) -> None:
    """A month between two reports: the one that is nearer, and the latest."""
    with (small / "data" / "small" / "results.csv").open("a", encoding="utf-8") as file:
        file.write("visits,2015-12,Kent,,50,68\n")
    shell(period="2016-01")
    [said] = refused()
    assert said.endswith("is a month without any result in the data. The nearest month is 2015-12, the latest 2016-03.")


@pytest.mark.usefixtures("small")
def test_a_draft_may_be_of_a_month_without_figures(shell: Shell) -> None:
    """The pack says so to its notebooks."""
    shell(period="2016-04", draft=True)
    assert len(load("data/small").results)


@pytest.mark.usefixtures("small")
def test_other_data_are_not_held_against_the_notebooks_parameters(shell: Shell, small: Path) -> None:
    """The explorer opens another pack in the same kernel."""
    (small / "data" / "small").rename(small / "data" / "other")
    shell(CELL, area="Kentt")
    assert len(load("data/other").results)


@pytest.mark.usefixtures("small")
def test_a_list_that_is_given_as_one_word_is_that_list_of_one(shell: Shell) -> None:
    """`papermill -p areas "North Kent"` gives text; the cells that follow have the list."""
    shell(areas="North Kent")
    kernel = sys.modules["IPython"].get_ipython()
    load("data/small")
    assert kernel.user_ns["areas"] == ["North Kent"]
    assert kernel.user_ns["area"] == "Kent"


@pytest.mark.usefixtures("small")
def test_data_that_are_named_by_a_path_are_the_notebooks_own() -> None:
    """`load(Path(data))` is looked at as `load(data)` is, and a frame that took the name is no folder."""
    own = Notebook({"data": Parameter("data", "data/small")}, {"data": "data/small"})
    assert [_is_own(place, own) for place in ("data/small", Path("data/small"), "data/other")] == [True, True, False]
    assert not _is_own("data/small", own._replace(names={"data": pd.DataFrame({"a": [1, 2]})}))


@pytest.mark.usefixtures("small")
def test_a_notebook_without_data_of_its_own_has_parameters_too(shell: Shell) -> None:
    """What papermill sets stands behind the cell that declares it, whatever that is called."""
    shell("area: str = 'Kent'  # the area", aera="Kent")
    assert refused() == ['aera: it is no parameter of this notebook. Did you mean "area"?']


@pytest.mark.usefixtures("small")
def test_a_program_is_no_notebook() -> None:
    """Outside of a notebook only what `load` itself is asked for is looked at."""
    assert this_notebook() == NO_NOTEBOOK
    assert refused(areas=["Kentt"]) == ['areas: "Kentt" is no area of the data. Did you mean "Kent"?']
    assert refused(indicators="vists") == ['indicators: "vists" is no indicator of the data. Did you mean "visits"?']
