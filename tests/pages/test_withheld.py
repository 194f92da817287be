"""Under the default rule for small counts nothing that is withheld reaches a page, a chart, its words or the CSV."""

import ast
import csv
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

from scorecard_kit.data.load import opened
from scorecard_kit.judge.periods import window
from scorecard_kit.pack.notebook import NOT_IN_PACK
from scorecard_kit.publish.section import read_notebook

if TYPE_CHECKING:
    from scorecard_kit.blocks.html import Block

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "scs"
DEFAULT = {"below": 6, "already_published": False}
SMALL = range(1, 6)
AREAS = ["Kent", "North Kent", "East Kent", "South Kent", "West Kent"]
COUNTED = {"percent", "count", "rate"}


class Shown(NamedTuple):
    """What a notebook displays: the inside of its page, and its figures for machines."""

    html: str
    figures: list[dict[str, str]]


def blocks_of(notebook: str, **parameters: Any) -> list["Block"]:  # noqa: ANN401 - of any plain kind
    """Run a notebook's cells here, with parameters, and keep what each cell's last line is."""
    names: dict[str, Any] = {}
    blocks: list[Block | None] = []
    for cell in read_notebook(ROOT / "notebooks" / f"{notebook}.ipynb").cells:
        if cell.cell_type == "code" and NOT_IN_PACK not in cell.metadata.get("tags", []):
            *body, last = ast.parse(cell.source).body
            ends = isinstance(last, ast.Expr)
            exec(compile(ast.Module(body if ends else [*body, last], []), notebook, "exec"), names)  # noqa: S102 - ours
            if isinstance(last, ast.Expr):
                blocks.append(eval(compile(ast.Expression(last.value), notebook, "eval"), names))  # noqa: S307 - ours
        if "parameters" in cell.metadata.get("tags", []):
            names |= {"data": str(DATA), "small_counts": DEFAULT, **parameters}
    return [block for block in blocks if block is not None]


def displayed(notebook: str, **parameters: Any) -> Shown:  # noqa: ANN401 - of any plain kind
    """Give what a notebook shows with parameters."""
    blocks = blocks_of(notebook, **parameters)
    html = "\n".join(str(block.html) for block in blocks)
    texts = [block.csv for block in blocks if block.csv is not None]
    return Shown(html, [row for text in texts for row in csv.DictReader(io.StringIO(text))])


def frame(name: str) -> pd.DataFrame:
    """Read a table of the data as it was entered."""
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)


ITEMS = {row["indicator"]: row for row in frame("indicators").to_dict("records")}
ENTERED = {(row["indicator"], row["period"], row["area"], row["cohort"]): row
           for row in frame("results").to_dict("records")}  # fmt: skip


def is_small(numerator: str, denominator: str, unit: str) -> bool:
    """Tell whether a figure counts, or leaves out, one to five people."""
    if unit not in COUNTED:
        return bool(denominator) and Decimal(denominator) in SMALL
    counts = [Decimal(numerator)] if numerator else []
    counts += [Decimal(denominator) - Decimal(numerator)] if unit == "percent" and numerator and denominator else []
    return any(count in SMALL for count in counts)


def must_be_hidden(key: tuple[str, str, str, str]) -> bool:
    """Tell, from the figures as they were entered, whether a result must not be shown."""
    row, unit = ENTERED[key], ITEMS[key[0]]["unit"]
    if is_small(row["numerator"], row["denominator"], unit):
        return True
    everyone = ENTERED.get((*key[:3], ""))
    if not key[3] or everyone is None or not row["numerator"]:
        return False
    rest = [
        str(Decimal(everyone[name]) - Decimal(row[name])) if row[name] else "" for name in ("numerator", "denominator")
    ]
    return is_small(rest[0], rest[1], unit)


def shows_small(row: dict[str, str], side: str = "") -> bool:
    """Tell whether a row of CSV shows a small count."""
    numerator, denominator = (row[f"{side}{name}"].replace("c", "") for name in ("numerator", "denominator"))
    return is_small(numerator, denominator, ITEMS[row["indicator"]]["unit"])


HIDDEN = [key for key in ENTERED if must_be_hidden(key)]


def percentage(numerator: str, denominator: str) -> str:
    """Give a percentage as a page would show it."""
    share = Decimal(numerator) * 100 / Decimal(denominator)
    return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def words(tag: Tag) -> str:
    """Give the words of an element on one line."""
    return re.sub(r"\s+", " ", tag.get_text()).strip()


def row_of(html: str, name: str, group: str = "") -> str:
    """Give the words of an indicator's row, in a row group where there are several."""
    for body in BeautifulSoup(html, "html.parser").select("tbody"):
        label = words(body.select("[scope=rowgroup]")[0]) if body.select("[scope=rowgroup]") else ""
        for row in body.select("tr"):
            if group in {"", label} and name in words(row.select("th")[0]):
                return " ".join(words(cell) for cell in row.select("th, td"))
    return ""


def row_of_area(html: str, name: str, area: str) -> str:
    """Give the words of an indicator's row in the table of an area: the first of the page, or one that is folded."""
    for fold in BeautifulSoup(html, "html.parser").select("details"):
        if words(fold.select("summary")[0]).startswith(f"{area}: "):
            return row_of(str(fold), name)
    return row_of(html, name)


def test_there_is_something_to_hide() -> None:
    """The data hold small counts in every kind of result, so that these tests mean something."""
    assert len(HIDDEN) > 50
    assert {bool(cohort) for *_, cohort in HIDDEN} == {True, False}


@pytest.fixture(scope="module")
def activity() -> Shown:
    """Give the activity section."""
    return displayed("activity")


def test_no_small_count_of_activity(activity: Shown) -> None:
    """A team's small stock or flow is c on the page and in the CSV, and so is the change that would give it away."""
    hidden = [key for key in HIDDEN if ITEMS[key[0]]["role"] == "activity"]
    found = {(row["measure"], row["area"]): row for row in activity.figures}
    for measure, period, area, _ in hidden:
        row = found[measure, area]
        side = "this_month" if period == "2016-03" else "last_month"
        assert row[side] in {"c", ""}, (measure, area)
        assert row["change"] in {"c", ""}, (measure, area)
    shown = [row for row in activity.figures if row["this_month"] not in {"c", ""}]
    assert [row for row in shown if int(row["this_month"]) in SMALL] == []


def test_no_hidden_sum_of_activity(activity: Shown) -> None:
    """No group under a parent is alone in being withheld: the parent less the others would tell its count."""
    rows = [row for row in activity.figures if row["parent"]]
    families: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        families.setdefault((row["measure"], row["parent"]), []).append(row["this_month"])
    parents = {(row["measure"], row["area"]): row["this_month"] for row in activity.figures}
    alone = [key for key, counts in families.items() if counts.count("c") == 1 and parents.get(key, "c") != "c"]
    assert alone == []


def test_no_small_count_of_activity_in_a_chart(activity: Shown) -> None:
    """The charts of the county's stocks draw and describe only what the table shows."""
    drawn = [words(chart) for chart in BeautifulSoup(activity.html, "html.parser").select("svg")]
    small = [int(number) for text in drawn for number in re.findall(r"20\d\d ([\d,]+)", text.replace(",", ""))]
    assert [number for number in small if number in SMALL] == []


@pytest.fixture(scope="module")
def impact() -> Shown:
    """Give the section on the impact of UASC, both sides."""
    return displayed("impact_of_uasc", areas=AREAS)


def test_no_small_cohort(impact: Shown) -> None:
    """Where the cohort is small neither it, nor the excluding side, nor the variance is on the page or in the CSV."""
    found = {(row["indicator"], row["area"]): row for row in impact.figures}
    checked = 0
    for indicator, period, area, cohort in HIDDEN:
        row = found.get((indicator, area), {})
        if period != "2016-03" or not row:
            continue
        side = "excluding" if cohort else "including"
        entered = ENTERED[indicator, period, area, cohort]
        assert {row[f"{side}_{name}"] for name in ("numerator", "value")} <= {"c", ""}, (indicator, area)
        assert row["variance"] in {"c", ""}, (indicator, area)
        assert {row[f"cohort_{name}"] for name in ("numerator", "value")} <= {"c", ""}, (indicator, area)
        text = row_of_area(impact.html, ITEMS[indicator]["name" if area == "Kent" else "short_name"], area)
        assert "c" in text.split() or "Not counted" in text
        if entered["denominator"]:
            assert f"{int(entered['numerator']):,} of {int(entered['denominator']):,}" not in text
        checked += 1
    assert checked > 10


def test_no_small_cohort_in_chart_or_words(impact: Shown) -> None:
    """No drawing, text alternative or sentence gives the variance or the excluding result of a small cohort."""
    page = BeautifulSoup(impact.html, "html.parser")
    text = " ".join(words(tag) for tag in page.select("svg, p, li, figcaption"))
    for indicator, period, area, cohort in HIDDEN:
        if period == "2016-03" and cohort and area == "Kent":
            name = ITEMS[indicator]["name"]
            assert f"{name} +" not in text
            assert f"{name} -" not in text
            assert f"{name} 0" not in text


def test_no_small_derived_figure(impact: Shown) -> None:
    """No figure that the kit works out itself counts one to five people, outside the areas as well."""
    sides = [(row, side) for row in impact.figures for side in ("including", "excluding", "cohort")]
    assert [(row["area"], row["indicator"], side) for row, side in sides if shows_small(row, f"{side}_")] == []


def test_no_small_result_on_the_scorecard() -> None:
    """A small result of the county is c with its reason, not rated, and blank in the CSV."""
    shown = displayed("scorecard", area="Kent")
    hidden = [key[0] for key in HIDDEN if key[1:] == ("2016-03", "Kent", "") and ITEMS[key[0]]["role"] == "indicator"]
    rows = {row["indicator"]: row for row in shown.figures}
    assert "unallocated-cases" in hidden
    for indicator in hidden:
        row = rows[indicator]
        assert ({row["numerator"], row["value"]}, row["status"], row["rag"]) == ({"c"}, "suppressed", "Not rated")
        text = row_of(shown.html, ITEMS[indicator]["name"])
        assert "withheld to protect individuals" in text
    assert [row["indicator"] for row in shown.figures if shows_small(row)] == []


def test_no_small_cohort_in_commentary_or_breakdown(tmp_path: Path) -> None:
    """Where few are UASC a commentary that names them says that they are withheld, and a small category is c."""
    folder = tmp_path / "scs"
    folder.mkdir()
    for path in DATA.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    with (folder / "breakdowns.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"cic-same-placement,2016-03,Kent,Age,{age},{count}\n" for age, count in
                        (("0 to 4", 391), ("5 to 10", 3), ("11 to 15", 3)))  # fmt: skip
    (folder / "commentary" / "2016-03").mkdir(parents=True)
    indicator = next(key[0] for key in HIDDEN if key[1:] == ("2016-03", "Kent", "excluding_uasc"))
    text = "{{ excluding_uasc.numerator }} / {{ excluding_uasc.value }} / {{ cohort.uasc.numerator }}"
    (folder / "commentary" / "2016-03" / f"{indicator}.md").write_text(text, encoding="utf-8")
    shown = displayed("exception_report", data=str(folder), indicator=indicator)
    assert indicator == "cic-same-placement"
    assert [words(cell) for cell in BeautifulSoup(shown.html, "html.parser").select(".narrow td")][2:] == ["c"] * 4
    entered = ENTERED[indicator, "2016-03", "Kent", "excluding_uasc"]
    said = words(BeautifulSoup(shown.html, "html.parser").select("section:not(.actions) p")[0])
    assert said.count("withheld to protect individuals") >= 2
    assert percentage(entered["numerator"], entered["denominator"]) not in said
    assert entered["numerator"] not in said


YEAR = window("2016-03", 13)
TRUTHS = (2, 4)
SECTIONS: dict[str, dict[str, Any]] = {
    "at_a_glance": {}, "at_a_glance of an area": {"area": "North"}, "at_a_glance, worst first": {"order": "reds_first"},
    "summary": {}, "scorecard": {"area": "South"}, "areas": {"areas": ["Shire", "North", "South", "East"]},
    "indicator": {"indicator": "visits", "area": "North"}, "indicator, late": {"indicator": "plans"},
    "exception_report": {"indicator": "plans"}, "exception_report of an area": {"indicator": "visits", "area": "South"},
    "impact_of_uasc": {"areas": ["Shire", "East"]}, "activity": {}, "lead_indicators": {"text": "demand"},
}  # fmt: skip


def truth(folder: Path, small: int) -> Path:
    """Write a council whose withheld counts all hang on `small`; whatever is shown is the same."""
    visits = [
        (month, area, cohort, *counts)
        for month in YEAR
        for area, cohort, *counts in (
            ("Shire", "", 140, 200), ("Shire", "excluding_uasc", 140 - small, 180), ("East", "", 60, 80),
            ("East", "excluding_uasc", 50, 70),
            *([("North", "", small, 40), ("South", "", 50 - small, 60)] if month >= "2015-09" else
              [("North", "", 30, 40), ("South", "", 50, 60)]),
        )
    ]  # fmt: skip
    plans, calls = (
        [(month, "Shire", "", small if month in ("2015-12", "2016-03") else 20, base) for month in YEAR]
        for base in ("100", "")
    )
    open_cases = {"Shire": 60, "North": small, "South": 9 - small, "East": 30}
    counts = [(month, area, "", count, "") for month in YEAR for area, count in open_cases.items()]
    tables = {
        "indicators": ["indicator,name,polarity,data_period,unit,role", "visits,Visits in time,H,SS,percent,indicator",
                       "plans,Second plans,L,SS,percent,indicator", "open,Open cases,,SS,count,activity",
                       "calls,Calls,,month,count,lead"],
        "results": ["indicator,period,area,cohort,numerator,denominator",
                    *(",".join(map(str, (item, *row))) for item, rows in
                      (("visits", visits), ("plans", plans), ("open", counts), ("calls", calls)) for row in rows)],
        "targets": ["indicator,from,target,floor", "visits,2015-03,80,75", "plans,2015-03,10,15"],
        "areas": ["area,kind,parent", "Shire,county,", *(f"{area},area,Shire" for area in ("North", "South", "East"))],
        "breakdowns": ["indicator,period,area,dimension,category,count",
                       *(f"visits,2016-03,Shire,Age,{age},{count}" for age, count in
                         (("Under 5", small), ("5 to 10", 30 - small), ("Over 10", 110)))],
    }  # fmt: skip
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = folder / "commentary" / "2016-03"
    text.mkdir(parents=True)
    words = "Of {{ value }} ({{ numerator }}), {{ previous }} before.\n\n## Actions\n\n- Look at {{ value }}.\n"
    for name in ("visits", "plans", "demand"):
        (text / f"{name}.md").write_text(words if name != "demand" else "Calls fell.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def truths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give two councils that differ in nothing but what is withheld."""
    return [truth(tmp_path_factory.mktemp(f"truth{small}"), small) for small in TRUTHS]


def test_the_two_truths_are_two(truths: list[Path]) -> None:
    """As they are entered they differ; small counts withheld, their results are the same, with much that is hidden."""
    entered = [(folder / "results.csv").read_text(encoding="utf-8") for folder in truths]
    shown = [opened(folder, DEFAULT).results for folder in truths]
    assert entered[0] != entered[1]
    assert shown[0].astype(str).equals(shown[1].astype(str))
    assert (shown[0]["status"] == "suppressed").groupby(shown[0]["area"]).sum().to_dict().keys() >= {"North", "Shire"}
    assert (shown[0]["status"] == "suppressed").sum() > 50


@pytest.mark.parametrize("section", SECTIONS)
def test_two_truths_that_differ_in_what_is_withheld_give_the_same_bytes(truths: list[Path], section: str) -> None:
    """Page, drawings, words, order, figures and what the index repeats: nothing tells which of the two was entered."""
    notebook = re.split("[, ]", section)[0]
    one, other = (
        [(str(block.html), block.csv, block.meta) for block in blocks_of(notebook, data=str(folder), period="2016-03",
                                                                        **SECTIONS[section])]
        for folder in truths
    )  # fmt: skip
    assert one == other
    assert len(one) > 1
    assert any("withheld" in html or "<td>c" in html for html, _, _ in one)
