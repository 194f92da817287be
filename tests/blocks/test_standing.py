"""Every page of a pack says the same of an indicator: its newest result with its month, and how it is rated."""

import ast
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag
from nbformat import from_dict

from scorecard_kit import load
from scorecard_kit.blocks import standing
from scorecard_kit.judge.periods import long_date
from scorecard_kit.judge.rows import records
from scorecard_kit.judge.scorecard import PAGE_COLUMNS, SCORECARD_COLUMNS
from scorecard_kit.judge.standings import changed_ratings
from scorecard_kit.pack.models import Head
from scorecard_kit.pack.plan import read_pack
from scorecard_kit.pages._commentary_figures import figures
from scorecard_kit.pages.scorecard import changed, scorecard
from scorecard_kit.publish.body import Body, read_body
from scorecard_kit.publish.cover import Cover, Leaf
from scorecard_kit.publish.html import index_page
from scorecard_kit.publish.leaves import position

ROOT = Path(__file__).parents[2]
PUBLISHED = {"below": 6, "already_published": True}
MONTH = "2025-09"

TABLES = {
    "indicators.csv": """indicator,name,polarity,data_period,unit,group,to,role
visits,Late visits,H,month,percent,Care,,
plans,Prepared plans,L,SS,percent,Care,,
waiting,Children waiting,L,SS,count,Care,,
cases,Withheld cases,H,SS,percent,Care,,
exams,Annual exams,H,R12M,percent,School,,
absent,Absences to date,L,YTD,count,School,,
fresh,Fresh measure,H,SS,percent,School,,
gone,Gone measure,H,SS,percent,School,2025-06,
team,Caseloads,,SS,count,,,activity
""",
    "results.csv": """indicator,period,area,numerator,denominator,status,as_at
visits,2025-03,Westshire,41,48,,
visits,2025-07,Westshire,38,42,,
visits,2025-08,Westshire,28,42,,
visits,2025-08,North,18,20,,
plans,2025-08,Westshire,60,80,,
plans,2025-09,Westshire,,,,
waiting,2025-07,Westshire,131,,,
waiting,2025-08,Westshire,,,suppressed,
waiting,2025-09,Westshire,124,,,2025-09-18
cases,2025-08,Westshire,60,80,,
cases,2025-09,Westshire,,,suppressed,
exams,2024-03,Westshire,70,100,,
exams,2025-03,Westshire,76,100,,
absent,2024-09,Westshire,10,,,
absent,2025-03,Westshire,24,,,
absent,2025-08,Westshire,7,,,
absent,2025-09,Westshire,12,,,
gone,2025-06,Westshire,50,100,,
team,2025-08,Westshire,900,,,
""",
    "targets.csv": """indicator,from,target,floor
visits,2025-04,85,76.5
plans,2025-04,70,70
waiting,2025-04,120,132
cases,2025-04,85,76.5
exams,2024-04,75,70
absent,2025-04,9,11
fresh,2025-04,85,76.5
gone,2025-04,85,76.5
""",
    "areas.csv": "area,kind,parent\nWestshire,county,\nNorth,area,Westshire\nSouth,area,Westshire\n",
}
RATED = {
    "visits": ("Red", "2025-08"), "plans": ("Red", "2025-08"), "waiting": ("Amber", "2025-09"),
    "cases": ("Not rated", "2025-09"), "exams": ("Green", "2025-03"), "absent": ("Red", "2025-09"),
    "fresh": ("Not rated", "2025-09"),
}  # fmt: skip
"""Worked out by hand: 28 of 42 is under 76.5, 60 of 80 over 70, 124 between 120 and 132, 76 over 75, 12 over 11."""
COUNTS = {"Green": 1, "Amber": 1, "Red": 3, "Not rated": 2}
Run = Callable[..., Body]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a kit whose one pack has an indicator of every standing."""
    root = tmp_path_factory.mktemp("kit")
    (root / "data").mkdir()
    for name, text in TABLES.items():
        (root / "data" / name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    (root / "parameters").mkdir()
    return root


@pytest.fixture(scope="module")
def run(folder: Path) -> Run:
    """Give a function that runs the cells of a notebook that a pack runs, without a kernel, and reads its page."""

    def page(name: str, **given: Any) -> Body:  # noqa: ANN401 - of any plain kind
        source = json.loads((folder / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
        known: dict[str, Any] = {}
        cells = []
        for cell in source["cells"]:
            tags = cell["metadata"].get("tags", [])
            if cell["cell_type"] == "code" and "not-in-pack" not in tags:
                shown = _shown("".join(cell["source"]), known)
                if "parameters" in tags:
                    known |= {"data": str(folder / "data"), "period": MONTH, "small_counts": PUBLISHED, **given}
                cells.append(_with_output(shown))
        whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        return read_body(from_dict(whole))  # type: ignore[no-untyped-call]  # nbformat has no types

    return page


def _shown(code: str, known: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever a cell shows
    """Run a cell and give the value of its last line, as Jupyter shows it."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), known)  # noqa: S102 - our own notebook
    return eval(ast.unparse(last), known) if last else None  # noqa: S307 - as above


def _with_output(shown: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    cell: dict[str, Any] = {"cell_type": "code", "metadata": {}, "source": "", "execution_count": None, "outputs": []}
    if shown is not None:
        bundle = shown._repr_mimebundle_()
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": metadata}]
    return cell


@pytest.fixture(scope="module")
def pages(run: Run) -> dict[str, Body]:
    """Give the pages about many indicators."""
    areas = ["Westshire", "North", "South"]
    return {
        "scorecard": run("scorecard", area="Westshire"),
        "summary": run("summary"),
        "cover": run("cover_report"),
        "areas": run("areas", areas=areas),
        "north": run("scorecard", area="North"),
    }


def soup(body: Body) -> BeautifulSoup:
    """Read a page."""
    return BeautifulSoup(body.html, "html.parser")


def words(tag: Tag | BeautifulSoup) -> str:
    """Give the words of an element on one line."""
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def row_of(body: Body, name: str) -> list[str]:
    """Give the cells of the row of an indicator."""
    [row] = [row for row in soup(body).select("tbody tr") if words(row).lstrip("0123456789 ").startswith(name)][:1]
    return [words(cell) for cell in row.select("th, td")]


def test_every_page_counts_the_same_ratings(pages: dict[str, Body]) -> None:
    """1 Green, 1 Amber and 3 Red of 7, the late ones among them: in sentences, bar, rows, the cover and the CSV."""
    assert "5 of 7 indicators are rated: 1 Green, 1 Amber, 3 Red; 2 are not" in pages["scorecard"].answer
    assert pages["scorecard"].answer == pages["summary"].answer
    assert "5 indicators with a rating: 1 Green, 1 Amber, 3 Red. 2 others cannot be rated." in pages["cover"].answer
    assert row_of(pages["areas"], "Westshire") == ["Westshire", "6", "1", "1", "3", "1"]
    assert row_of(pages["areas"], "North") == ["North", "1", "1", "0", "0", "0"]
    for name in ("scorecard", "summary"):
        counts = [words(tile).split(" ", 1) for tile in soup(pages[name]).select(".state li")]
        assert {tile.split(" ", 1)[1]: int(number) for number, tile in counts} == COUNTS
        rows = [line.split(",") for line in (pages[name].csv or "").splitlines()]
        found = {row[0]: (row[rows[0].index("rag")], row[rows[0].index("period")]) for row in rows[1:]}
        assert found == RATED
    county = [line for line in (pages["areas"].csv or "").splitlines() if ",Westshire," in line]
    assert Counter(rag for rag in COUNTS for line in county if f",{rag}," in line) == COUNTS


def test_every_page_says_the_month_of_a_late_result(pages: dict[str, Body]) -> None:
    """Late, or with a row that was prepared and left blank: August stands, and that September is not in yet."""
    for name in ("Late visits", "Prepared plans"):
        assert "August 2025; September 2025 is not in yet" in row_of(pages["scorecard"], name)[1]
        assert "August 2025; September 2025 is not in yet" in " ".join(row_of(pages["areas"], name))
        assert row_of(pages["summary"], name)[2] == "Aug 2025"
    said = "2 results are not in yet for September 2025; the newest before it are counted."
    assert [said in pages[name].answer for name in ("scorecard", "summary", "cover")] == [True] * 3
    assert "March 2025" in row_of(pages["scorecard"], "Annual exams")[1]
    assert "not in yet" not in row_of(pages["scorecard"], "Annual exams")[1]


def test_the_index_repeats_what_the_pages_say(pages: dict[str, Body]) -> None:
    """Its counts and its answer are those of the first page with ratings, whichever that is."""
    for name in ("scorecard", "summary"):
        leaf = Leaf(name, pages[name].title, pages[name].answer, "", f"{name}.html")
        index = index_page(cover(leaf), {name: pages[name]})
        counts = [words(tile) for tile in BeautifulSoup(index, "html.parser").select(".state li")]
        assert [tile.split(" ")[0] for tile in counts] == ["1", "1", "3", "2"]
        assert "5 of 7 indicators are rated: 1 Green, 1 Amber, 3 Red" in index


def cover(*leaves: Leaf, position: str = "") -> Cover:
    """Give the pack as its pages show it."""
    head = Head(title="Westshire", period=MONTH, data="data", council="Westshire Council", sections=[])
    return Cover(head, leaves, position=position)


def test_a_late_red_has_its_page(folder: Path, run: Run) -> None:
    """The Reds of a pack are those of its scorecard; the page of each says its month and what is awaited."""
    path = folder / "parameters" / "p.yaml"
    entry = "  - notebook: exception_report\n    for_each: {indicator: red}\n"
    head = f"title: P\nperiod: {MONTH}\ndata: data\nsmall_counts: {{below: 6, already_published: true}}\n"
    path.write_text(f"{head}status: draft\nsections:\n{entry}", encoding="utf-8")
    sections = read_pack(path).sections
    reds = [section.parameters["indicator"] for section in sections]
    assert reds == [key for key, (rag, _) in RATED.items() if rag == "Red"]
    body = run("exception_report", indicator="plans")
    assert body.rag == "Red"
    assert body.answer == (
        "September 2025 is not in yet. In August 2025 the result was 75.0% (60 of 80), over the target of 70%."
    )
    assert row_of(body, "September 2025")[1:3] == ["Not yet reported", "None yet"]


def test_an_indicator_without_a_result_is_listed(pages: dict[str, Body]) -> None:
    """It keeps its row on the scorecard, with no result and no rating; an area's page leaves out what it never had."""
    assert row_of(pages["scorecard"], "Fresh measure")[1:3] == ["No result", "○ Not rated"]
    assert "6 other indicators have no figures for North." in pages["north"].answer
    assert len(soup(pages["north"]).select(".dense tbody tr:not(.group)")) == 1


def test_an_area_that_lacks_an_indicator_drops_it_for_no_other(pages: dict[str, Body]) -> None:
    """Each area has its own cell: North has one result, South none at all, and the county all of its own."""
    assert row_of(pages["areas"], "Late visits")[3:] == [
        "66.7% ■ Red August 2025; September 2025 is not in yet",
        "90.0% ● Green August 2025; September 2025 is not in yet",
        "No result",
    ]
    assert row_of(pages["areas"], "Children waiting")[1:3] == ["Westshire", "124 ◆ Amber as at 18 September 2025"]


def test_the_areas_compare_as_the_scorecard_does(pages: dict[str, Body]) -> None:
    """The same row has the same previous result, month and direction in both files."""
    of_areas = [line for line in (pages["areas"].csv or "").splitlines() if ",Westshire," in line]
    assert of_areas == (pages["scorecard"].csv or "").splitlines()[1:]


def test_the_areas_look_back_on_the_packs_rhythm_and_over_no_break(run: Run, folder: Path) -> None:
    """By quarters, August is compared with March and not with July; across a change not at all."""
    (folder / "data" / "changes.csv").write_text(
        "indicator,from,kind,comparable,note\nwaiting,2025-08,definition,no,Counted anew.\n", encoding="utf-8"
    )
    body = run("areas", areas=["Westshire", "North"], reporting="quarter")
    (folder / "data" / "changes.csv").unlink()
    rows = [line.split(",") for line in (body.csv or "").splitlines()]
    known = {(row[0], row[rows[0].index("area")]): dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert known["visits", "Westshire"]["previous_period"] == "2025-03"
    assert known["waiting", "Westshire"]["direction_from_previous"] == "not comparable"


@pytest.mark.parametrize("areas", [["South"], ["South", "North"], ["Westshire"]])
def test_areas_of_any_number_make_a_page(run: Run, areas: list[str]) -> None:
    """An area without any result, first or alone, has its column."""
    body = run("areas", areas=areas)
    assert [row[0] for row in map(words, soup(body).select("table tbody th"))][: len(areas)] == [it[0] for it in areas]
    assert body.answer.startswith(("There is no result", "Of 7 indicators"))


def test_previous_and_outturn_say_their_months_where_they_differ(pages: dict[str, Body]) -> None:
    """Under one heading stand July, and July since August is withheld; a count to date has the September before."""
    heads = [words(head) for head in soup(pages["scorecard"]).select("thead")[0].select("th")]
    assert (heads[7], heads[9]) == ("Previous, Jul 2025", "Outturn, Mar 2025")
    found = {name: row_of(pages["scorecard"], name)[7:] for name in ("Late visits", "Children waiting", "Absences")}
    assert found["Late visits"][0] == "90.5%"
    assert found["Children waiting"][0] == "131 Jul 2025, since Aug 2025 is withheld"
    assert found["Absences"] == [
        "10 Sep 2024", "↓ worsened", "24", "not comparable year to date: starts again in April",
    ]  # fmt: skip


def test_a_day_of_its_own_is_said_in_its_row_and_above_the_pages(pages: dict[str, Body], folder: Path) -> None:
    """One result is as at 18 September, the others of the month's end; where all are of one day the pages say that."""
    assert "as at 18 September 2025" in row_of(pages["scorecard"], "Children waiting")[1]
    assert row_of(pages["summary"], "Children waiting")[2] == "18 September 2025"
    book = load(folder / "data", PUBLISHED)
    assert position(book, MONTH) == "30 September 2025 unless a row says otherwise"
    assert position(book, "2025-08") == "31 August 2025"
    book.results["as_at"] = "2025-05-18"
    assert position(book, MONTH) == "18 May 2025"


def test_a_page_says_the_day_of_its_own_month() -> None:
    """A section with a period of its own is headed by that, on its page and within the whole pack."""
    leaf = Leaf("then", "Then", "", "", "then.html", position=long_date(date(2025, 3, 31)))
    now = Leaf("now", "Now", "", "", "now.html")
    pack = cover(leaf, now, position="18 September 2025")
    assert [pack.position_of(each) for each in (leaf, now, None)] == [
        "31 March 2025", "18 September 2025", "18 September 2025",
    ]  # fmt: skip
    assert cover(now).position_of(now) == "30 September 2025"


def test_a_red_of_an_older_month_is_not_headed_by_the_packs(run: Run) -> None:
    """Where a Red is of August, the heading over the Reds names no month; where all are of September it does."""
    late, new = (run("exception_report", indicator=key) for key in ("visits", "absent"))
    for bodies, heading in (((late, new), "■ Red at the newest result"), ((new,), "■ Red in September 2025")):
        leaves = [Leaf(b.title, b.title, b.answer, "Red", "x.html") for b in bodies]
        page = BeautifulSoup(index_page(cover(*leaves), {}), "html.parser")
        assert words(page.select("section h2")[0]) == heading


def test_a_month_without_figures_is_said_on_every_page(run: Run) -> None:
    """In October nothing is in: each page begins with that, counts the same ratings, and no section fails."""
    given = {"period": "2025-10"}
    said = "There is no result for October 2025 yet; the newest are of September 2025."
    bodies = [run(name, **given) for name in ("summary", "cover_report")]
    bodies += [run("scorecard", area="Westshire", **given), run("areas", areas=["Westshire", "North"], **given)]
    assert [body.answer.startswith(said) for body in bodies] == [True] * 4
    assert ["1 Green, 1 Amber, 3 Red" in body.answer for body in bodies] == [True, True, True, False]
    assert row_of(bodies[-1], "Westshire")[2:5] == ["1", "1", "3"]
    assert run("activity", **given).answer == "There is no count for October 2025 yet."
    assert "lead indicator" in run("lead_indicators", **given).answer
    before = run("summary", period="2020-01").answer
    assert before.startswith("There is no result up to January 2020 yet. None of 8 indicators is rated")


def rated(*fields: dict[str, Any]) -> pd.DataFrame:
    """Give a rated frame of these rows, each a Green of September with other fields where they are given."""
    plain = {
        "name": "Visits", "rag": "Green", "previous_rag": "Red", "period": MONTH, "asked": MONTH, "late": 0,
        "standing": "result", "previous_period": "2025-08", "direction_from_previous": "improved",
        "direction_from_outturn": "not comparable", "indicator": "visits",
    }  # fmt: skip
    return pd.DataFrame([plain | row for row in fields], columns=[*SCORECARD_COLUMNS, *PAGE_COLUMNS], dtype=object)


@pytest.mark.parametrize(
    ("late", "words_of_it"),
    [
        (0, ""),
        (1, "1 result is not in yet for September 2025; the newest before it is counted."),
        (2, "2 results are not in yet for September 2025; the newest before it are counted."),
    ],
)
def test_how_many_are_late(late: int, words_of_it: str) -> None:
    """Nothing is said of none; noun and verb agree with one and two."""
    rows = [{"late": 1, "period": "2025-08"}] * late + [{}]
    assert standing.not_in_yet(rated(*rows), MONTH) == words_of_it


def test_a_whole_month_that_is_not_in_yet() -> None:
    """The newest is named; where nothing was ever reported that is said; what is not due is not late."""
    one = rated({"late": 1, "period": "2025-08"})
    assert standing.not_in_yet(one, MONTH) == (
        "There is no result for September 2025 yet; the newest is of August 2025."
    )
    assert (
        standing.not_in_yet(rated({"standing": "no result"}), MONTH) == "There is no result up to September 2025 yet."
    )
    assert standing.not_in_yet(rated({"period": "2025-03"}), MONTH) == ""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "1 rating changed since August 2025: 1 for the better, 0 for the worse."),
        ({"previous_rag": "Not rated"}, "Nothing was rated before, so no change of rating can be told."),
        ({"previous_apart": "year to date: starts again in April"}, "The figures do not compare with those before"),
        ({"rag": "Not rated"}, "No indicator is rated now, so no change of rating can be told."),
        ({"previous_period": "", "previous_rag": "Not rated", "previous_withheld": "2025-08"}, "are withheld, so no"),
        ({"previous_rag": "Green"}, "No rating has changed since August 2025."),
        ({"previous_period": "", "previous_rag": "Not rated"}, "No earlier figures exist"),
    ],
)
def test_what_changed_rating(fields: dict[str, str], expected: str) -> None:
    """Only what was rated before, of figures that compare, can have changed or stayed."""
    assert expected in changed(rated(fields)).html


def test_what_does_not_compare_is_no_change_for_the_worse() -> None:
    """Neither the count of changes nor their list has it."""
    moved = changed_ratings(rated({"rag": "Red", "previous_rag": "Green", "previous_apart": "counted anew"}))
    assert moved == ([], [])
    assert len(records(rated({}))) == 1


def test_the_commentary_has_no_change_across_april(folder: Path) -> None:
    """The figures that a text may name hold no difference from last year's twelve months."""
    book = load(folder / "data", PUBLISHED)
    known = figures(book, "absent", MONTH, "Westshire")
    assert (known["change_from_outturn"], known["outturn"]) == ("", "24")
    assert (known["change_from_previous"], known["previous_period"]) == ("2", "September 2024")
    late = figures(book, "visits", MONTH, "Westshire")
    assert (late["month"], late["rag"], late["previous_period"]) == ("August 2025", "Red", "July 2025")


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([{"unit": "percent", "value": 80, "numerator": None}], ["-"]),
        ([{"unit": "count", "value": 80, "numerator": 80}], ["80"]),
        ([{"unit": "count", "value": 80, "numerator": 80}, {"unit": "days", "value": 3}], ["80", "-"]),
        ([{"unit": "percent", "value": 80, "numerator": 8, "denominator": 10}], ["8 of 10"]),
        ([{"unit": "percent", "value": 80, "denominator": 10}], ["of 10"]),
        ([{"unit": "percent", "status": "suppressed", "numerator": 8, "denominator": 10}], ["c"]),
    ],
)
def test_what_a_dash_means(rows: list[dict[str, Any]], counts: list[str]) -> None:
    """Of a count the number alone stands, and where neither side is stated a dash, which is then explained."""
    plain = {"decimals": 0, "polarity": "H", "data_period": "SS", "group": "", "previous_withheld": "", "reason": ""}
    page = BeautifulSoup(scorecard(rated(*(plain | row for row in rows)), "Scorecard").html, "html.parser")
    assert [words(row.select("td")[2]) for row in page.select("tbody tr[id]")] == counts
    assert ("A dash: no counts are stated." in words(page)) == ("-" in counts)


@pytest.mark.parametrize(("floor", "said"), [("85", False), ("76.5", True)])
def test_a_strict_council_is_told_of_green_and_red_alone(run: Run, folder: Path, floor: str, said: bool) -> None:
    """Where every minimum is the target, neither the bar nor the key of the cover speak of Amber."""
    aims, whole = folder / "data" / "targets.csv", TABLES["targets.csv"]
    keys = TABLES["indicators.csv"].splitlines()[1:-1]
    rows = [f"{key.split(',')[0]},2024-04,85,{floor if ',H,' in key else 85}" for key in keys]
    aims.write_text("\n".join(["indicator,from,target,floor", *rows]), encoding="utf-8")
    bodies = [run("cover_report"), run("summary")]
    aims.write_text(whole, encoding="utf-8")
    assert ["Amber</b>" in body.html for body in bodies] == [said, said]


def test_a_page_of_an_indicator_that_was_retired_or_never_reported(run: Run) -> None:
    """The one stands at its last month, without being called late; the other says that there is no figure."""
    assert run("exception_report", indicator="gone").answer.startswith("In June 2025 the result was 50.0%")
    assert run("exception_report", indicator="fresh").answer == "For September 2025 there is no result."


def test_the_newest_results_are_those_that_say_something(run: Run) -> None:
    """The row that was prepared and left blank is not the newest result; it stands beneath it as not in yet."""
    rows = [words(row) for row in soup(run("exception_report", indicator="plans", newest=1)).select("tbody tr")]
    assert [row.split(" 2025")[0] for row in rows] == ["August", "September"]
