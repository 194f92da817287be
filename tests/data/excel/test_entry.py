"""The wide entry sheet: each pair of columns that is filled is a result, and messages name the cells that one sees."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from scorecard_kit import load
from tests.workbooks import SHEETS, Cell, told, write

ENTRY = "error: figures.xlsx, sheet entry"
ROWS: list[list[Cell]] = [
    ["period", "2016-04"],
    ["indicator", "name", "Kent: numerator", "Kent: denominator", "North Kent: numerator", "North Kent: denominator"],
    ["visits", "Visits in time", 40, 50, None, None],
    ["days", "Days to adoption", None, None, None, None],
]
AREAS: list[list[Cell]] = [["area", "kind"], ["Kent", "county"], ["North Kent", "area"]]


def write_entry(folder: Path, cells: Mapping[str, Cell]) -> None:
    """Write the small workbook with an entry sheet in which some cells are changed."""

    def change(book: object) -> None:
        for place, value in cells.items():
            book["entry"][place].value = value  # type: ignore[index]

    write(folder, change, {**SHEETS, "areas": AREAS, "entry": ROWS})


@pytest.mark.parametrize("period", ["2016-04", "April 2016", date(2016, 4, 1), date(2016, 4, 30)])
def test_the_filled_pairs_are_results_of_the_month(tmp_path: Path, period: Cell) -> None:
    """They follow the sheet of results, whose own columns they leave blank; blank pairs are no results."""
    write_entry(tmp_path, {"B1": period, "E3": 19, "F3": 25})
    assert told(tmp_path) == []
    results = load(tmp_path, {"already_published": True}).results
    entered = results.loc[results["period"] == "2016-04", ["indicator", "area", "cohort", "numerator", "denominator"]]
    assert entered.to_numpy().tolist() == [["visits", "Kent", "", 40, 50], ["visits", "North Kent", "", 19, 25]]
    assert len(results) == 5


def test_a_workbook_may_have_results_in_the_entry_sheet_alone(tmp_path: Path) -> None:
    """The sheet results may then be missing."""
    write(tmp_path, None, {name: rows for name, rows in {**SHEETS, "entry": ROWS}.items() if name != "results"})
    assert told(tmp_path) == []
    assert load(tmp_path).results["period"].tolist() == ["2016-04"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"B1": "2016-03"},
         ', row 3: "visits, 2016-03, Kent" stands in row 3 of sheet results already. Keep one of the two rows.'),
        ({"E2": "Kent: numerator ", "F2": None},
         ", row 2, column Kent: numerator: the column stands there twice. Delete one of the two."),
        ({"A4": "visits", "C4": 1, "D4": 2},
         (', row 4: "visits, 2016-04, Kent" stands in row 3, columns C and D, of sheet entry already. '
          "Keep one of the two rows.")),
        ({"B1": None}, ", row 1, column period: the month is missing. Write it in cell B1, such as 2016-04."),
        ({"B1": "04/05/2016"},
         ', row 1, column period: "04/05/2016" may be 2016-05 or 2016-04. Write the month as 2016-05 or 2016-04.'),
        ({"C3": 60},
         (', row 3, column C: "60" is over its denominator 50. '
          "Correct one, or say yes under may_exceed_100 in figures.xlsx, sheet indicators.")),
        ({"D3": None},
         (', row 3, column C: "40" stands without its denominator. '
          "Write the denominator, or the printed result under value.")),
        ({"D3": "fifty"},
         (', row 3, column D: "fifty" is not a number. '
          "Write the number, or leave the cell blank and say suppressed under status.")),
        ({"C3": "#REF!"},
         (', row 3, column Kent: numerator: "#REF!" is Excel\'s sign for an error. '
          "Mend the formula and save, or leave the cell blank.")),
        ({"A3": "visit"},
         (', row 3, column indicator: "visit" is not in figures.xlsx, sheet indicators. '
          'Did you mean "visits"? If not, add it to figures.xlsx, sheet indicators.')),
        ({"C2": "Kant: numerator", "D2": "Kant: denominator"},
         (', row 3, column D: "Kant" is not in figures.xlsx, sheet areas. '
          'Did you mean "Kent"? If not, add it to figures.xlsx, sheet areas.')),
        ({"A5": "Total", "C5": 40},
         ', row 5, column indicator: "Total" is a row of totals, which would count twice. Delete the row.'),
        ({"C5": 40},
         (", row 5: the figures stand without an indicator. "
          "Write its key in the column indicator, or delete the row if it is one of totals.")),
        ({"C2": "Kent numerator"},
         (", row 2, column Kent numerator: there is no such column. "
          'Write the area, a colon and numerator or denominator, such as "Shire: numerator".')),
        ({"A2": "key"},
         (", row 2: the header is missing. "
          "Write indicator and name there, and then a pair of columns for each area.")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_where_one_sees_it(tmp_path: Path, cells: Mapping[str, Cell], message: str) -> None:
    """Row and column are those of the entry sheet; the same figure in two places names both."""
    write_entry(tmp_path, cells)
    assert [line for line in told(tmp_path) if line.startswith("error")][:1] == [ENTRY + message]


def of_month(month: str, *figures: int) -> list[list[Cell]]:
    """Rows of the sheet results: one for each figure, of as many areas."""
    return [["visits", month, f"Area {place}", None, figure, 50] for place, figure in enumerate(figures)]


def warned(folder: Path, months: Mapping[str, tuple[int, ...]], month: str, figures: tuple[int, ...]) -> list[str]:
    """What is warned of where the sheet results has these months, and the entry sheet these figures of a month."""
    pairs = [f"Area {place}: {name}" for place in range(len(figures)) for name in ("numerator", "denominator")]
    entry: list[list[Cell]] = [
        ["period", month],
        ["indicator", "name", *pairs],
        ["visits", "", *[cell for figure in figures for cell in (figure, 50)]],
    ]
    rows = [row for each, of in months.items() for row in of_month(each, *of)]
    named: list[list[Cell]] = [[f"Area {place}", "area"] for place in range(len(figures))]
    areas: list[list[Cell]] = [["area", "kind"], *named]
    write(folder, None, {**SHEETS, "results": [SHEETS["results"][0], *rows], "areas": areas, "entry": entry})
    return [line for line in told(folder) if "sheet entry" in line]


TWO_MONTHS = {"2016-01": (10, 12, 14, 16), "2016-02": (11, 13, 15, 17)}


@pytest.mark.parametrize(
    ("months", "month", "figures", "said"),
    [
        (TWO_MONTHS, "2016-03", (12, 14, 16, 18), ""),
        (TWO_MONTHS, "2016-03", (11, 13, 15, 18), "has the figures of 2016-02 in 3 of 4 pairs of cells. Type the new"),
        (TWO_MONTHS, "2016-03", (10, 12, 14, 16), "has the figures of 2016-01 in 4 of 4 pairs of cells. Type the new"),
        (TWO_MONTHS, "2016-03", (11, 13, 16, 18), ""),
        (
            TWO_MONTHS,
            "2016-04",
            (1, 2, 3, 4),
            "follows 2016-02, the last month of sheet results: what was entered betw",
        ),
        ({"2015-09": (1, 2), "2015-12": (3, 4)}, "2016-03", (5, 6), ""),
        ({"2015-09": (1, 2), "2015-12": (3, 4)}, "2016-06", (5, 6), "follows 2015-12, the last month of sheet results"),
        ({"2015-12": (3, 4)}, "2016-05", (5, 6), "follows 2015-12, the last month of sheet results"),
        ({"2015-03": (3, 4)}, "2016-03", (5, 6), ""),
    ],
)
def test_a_month_typed_over_the_last_one_is_warned_of(
    tmp_path: Path, months: Mapping[str, tuple[int, ...]], month: str, figures: tuple[int, ...], said: str
) -> None:
    """Figures that were not typed over, and a month that is kept nowhere, are told beside what the workbook keeps."""
    start = f'warning: figures.xlsx, sheet entry, row 1, column period: "{month}" {said}'
    found = warned(tmp_path, months, month, figures)
    assert [line.startswith(start) for line in found] == [True] * bool(said)


@pytest.mark.parametrize(
    ("state", "rows", "problem"),
    [("hidden", ROWS, "the sheet is hidden"), ("visible", [], "the sheet is empty")],
)
def test_an_entry_sheet_that_cannot_be_read_is_named_itself(
    tmp_path: Path, state: str, rows: list[list[Cell]], problem: str
) -> None:
    """What is wrong with it is not told of the sheet results, which is sound."""
    write(tmp_path, lambda book: setattr(book["entry"], "sheet_state", state), {**SHEETS, "entry": rows})
    [message] = told(tmp_path)
    assert message.startswith(f"{ENTRY}, row 1: {problem}")
