"""The documents: what they name exists, their examples work, and their tables say what data and code say."""

import csv
import re
import shutil
from collections import Counter
from dataclasses import asdict
from fractions import Fraction
from functools import cache
from importlib import import_module
from io import StringIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from typer.main import get_command

from scorecard_kit import load
from scorecard_kit.blocks import palette
from scorecard_kit.cli import app
from scorecard_kit.data import load as data
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.editions import COMMENTARY as COMMENTARY_TABLE
from scorecard_kit.data.editions import DEFINITIONS, FIGURES, RECORD
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.values import CellError, read_period
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.impact import impact_of_cohort
from scorecard_kit.judge.indicators import Rag, Target
from scorecard_kit.judge.movement import Counts, Part, effects
from scorecard_kit.judge.numbers import display, plain
from scorecard_kit.judge.ratings import display_result, rag_rating, rate
from scorecard_kit.judge.rows import Row, definitions, records
from scorecard_kit.judge.scorecard import score
from scorecard_kit.pack.models import ENTRY, HEAD, SMALL_COUNTS
from scorecard_kit.pack.notebook import parameters as declared
from scorecard_kit.pack.plan import read_pack
from scorecard_kit.pages import commentary
from scorecard_kit.pages._commentary_figures import figures
from scorecard_kit.reconcile.compare import reconcile
from tests import packs as own
from tests.blocks.test_palette import contrast

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data" / "scs"
PACK = ROOT / "parameters" / "scs-2016-03.yaml"
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
}
DATA, PARAMETERS, COMMENTARY = (PAGES[f"docs/reference/{name}.md"] for name in ("data", "parameters", "commentary"))
METHOD, DEVIATIONS, ACCESSIBILITY, PERFORMANCE = (
    PAGES[f"docs/explanation/{name}.md"] for name in ("method", "deviations", "accessibility", "performance")
)
SOURCES = PAGES["docs/how-to/data-sources.md"]
TYPED = ("docs/how-to/new-pack.md", "docs/tutorial/first-pack.md")
PACKS, REPORTS = ([path.stem for path in paths] for paths in (own.PACKS, own.REPORTS))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[a-z]*.ipynb"))  # those of sections: the first one is a tour
RULE = SmallCounts(below=6, already_published=True)
PUBLISHED = asdict(RULE)
TOLD = [table for table in TABLES.values() if f"\n### {table.file}\n" in DATA]
# Web Content Accessibility Guidelines 2.2, success criteria of levels A and AA
WCAG = (
    "1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 "
    "1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11 2.5.1 2.5.2 "
    "2.5.3 2.5.4 2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3"
).split()


@pytest.fixture(scope="module")
def book() -> Dataset:
    """Give the figures of the worked example, as its pack shows them."""
    return load(EXAMPLE, PUBLISHED)


def part(text: str, heading: str) -> str:
    """Cut out what stands under a heading, up to the next of its level or a higher one."""
    level = heading.split(" ", maxsplit=1)[0]
    start = text.index(f"\n{heading}\n") + len(heading) + 2
    end = re.search(rf"^#{{1,{len(level)}}} ", text[start:], re.MULTILINE)
    return text[start : start + end.start()] if end else text[start:]


def rows(text: str) -> list[list[str]]:
    """Give the rows of the Markdown tables in a text, without their headers."""
    lines = pairwise([*text.splitlines(), ""])
    body = [line for line, after in lines if line.startswith("| ") and not after.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split(" |")] for line in body]


def blocks(text: str, language: str) -> list[str]:
    """Give the code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def typed_files() -> dict[str, str]:
    """Give the files that pages have their reader type, by their names."""
    typed = r"^### (\S+\.(?:csv|md|yaml))\n.*?^```\w+\n(.*?)^```$"
    return dict(match for name in TYPED for match in re.findall(typed, PAGES[name], re.MULTILINE | re.DOTALL))


@cache
def differing(pack: str) -> tuple[int, list[Row]]:
    """Count the printed cells of a pack, and give those that differ."""
    head = yaml.safe_load((ROOT / "parameters" / f"{pack}.yaml").read_text(encoding="utf-8"))
    rule = head["small_counts"]
    cells = records(reconcile(load(ROOT / head["data"], rule), pack, rule, reporting=head["reporting"]))
    return len(cells), [row for row in cells if not row["agrees"]]


def spans(text: str) -> list[str]:
    """Give what stands between backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def anchors(text: str) -> set[str]:
    """Give the names by which a page's headings are linked."""
    titles: list[str] = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    """Each relative link names a file of the repository, and its anchor a heading there."""
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", PAGES[name]):
        path, _, anchor = unquote(link).partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        is_outside = re.match(r"https?:", link)
        if not is_outside and not (file.exists() and (not anchor or anchor in anchors(file.read_text("utf-8")))):
            broken.append(link)
    assert broken == []


@pytest.fixture(scope="module")
def known_files() -> set[str]:
    """Name the tables of the contract, what a render and an edition of the example hold, and what is typed."""
    written = {f"data/{section.name}.csv" for section in read_pack(PACK).sections} | {"manifest.json"}
    edition = {RECORD, FIGURES, DEFINITIONS, COMMENTARY_TABLE}
    return {table.file for table in TABLES.values()} | written | edition | set(typed_files())


@pytest.mark.parametrize("name", PAGES)
def test_every_file_that_is_named_exists(name: str, known_files: set[str]) -> None:
    """A file between backticks is one of the repository, a table of the contract or what a render writes."""
    is_file = re.compile(r"[\w./-]+\.(md|py|csv|yaml|ipynb|json|lock|toml)").fullmatch
    named = [span for span in spans(PAGES[name]) if is_file(span) and span not in known_files]
    bases = (ROOT, ROOT / "scorecard_kit", ROOT / "parameters")
    assert [span for span in named if not any((base / span).exists() for base in bases)] == []


def test_the_pictures_are_small_and_described() -> None:
    """The README shows three pictures of under 150 KB, each with a text alternative that says what is to be seen."""
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", PAGES["README.md"])
    assert len(pictures) == 3
    assert [path for words, path in pictures if len(words) < 80] == []
    assert [path for _, path in pictures if (ROOT / path).stat().st_size >= 150_000] == []


def test_the_readme_lists_every_kind_of_section() -> None:
    """Each notebook has its row among the sections of a pack, with the question that it answers."""
    listed = [row[0].lower() for row in rows(part(PAGES["README.md"], "## What a pack holds"))]
    notebooks = [path.stem.replace("_", " ") for path in NOTEBOOKS]
    assert [name for name in notebooks if not any(row == name or row.startswith(f"{name} (") for row in listed)] == []


def test_the_readme_lists_every_pack() -> None:
    """Each parameters file has its place in the table of packs, and no other is there."""
    listed = [span for row in rows(part(PAGES["README.md"], "## The packs")) for span in spans(row[0])]
    assert sorted(listed) == [f"{pack}.yaml" for pack in PACKS]


def test_every_target_in_a_sentence_exists() -> None:
    """Wherever a page says `make …`, the Makefile has that target."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {span.split()[1] for text in PAGES.values() for span in spans(text) if re.match(r"make \w+", span)}
    assert "soak" in named
    assert named - targets == set()


def test_the_yaml_examples_are_packs(tmp_path: Path) -> None:
    """Each YAML block over the example's data is read as a parameters file, and plans its sections.

    The lines that allow what a scan finds stand behind each.
    """
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    shutil.copytree(EXAMPLE, tmp_path / "data" / "scs")
    examples = [block for name, text in PAGES.items() if name not in TYPED for block in blocks(text, "yaml")]
    (tmp_path / "parameters").mkdir()
    [allowed] = blocks(PAGES["docs/how-to/sharing.md"], "text")
    planned = []
    for number, example in enumerate(examples):
        path = tmp_path / "parameters" / f"example-{number}.yaml"
        path.write_text(f"{example}{allowed}", encoding="utf-8")
        planned.append(len(read_pack(path).sections))
    assert planned == [9, 4]


def test_every_parameter_of_every_notebook_is_explained() -> None:
    """The table of parameters has each notebook with its own parameters, and with no other."""
    told: dict[str, set[str]] = {"reconciliation": set()}
    for notebook, parameters, _ in rows(part(PARAMETERS, "## The notebooks and their parameters")):
        name = spans(notebook)[0] if notebook else next(reversed(told))
        told.setdefault(name, set()).update(spans(parameters))
    shared = set(read_pack(PACK).shared)
    own = {path.stem: set(declared(path)) - shared for path in NOTEBOOKS}
    assert told == own


def test_the_csv_examples_are_rows_of_the_example_folder(tmp_path: Path) -> None:
    """Each CSV block stands under its table's heading, and its rows stand in the folder; invented ones are accepted."""
    shutil.copytree(EXAMPLE, tmp_path / "scs")
    shown = {}
    for table in TOLD:
        [block] = blocks(part(DATA, f"### {table.file}"), "csv")
        lines = list(csv.DictReader(StringIO(block)))
        own = EXAMPLE / table.file
        if own.exists():
            known = list(csv.DictReader(StringIO(own.read_text(encoding="utf-8"))))
            assert [line for line in lines if not any(line.items() <= row.items() for row in known)] == []
        else:
            (tmp_path / "scs" / table.file).write_text(block, encoding="utf-8")
        shown[table.name] = len(lines)
    assert min(shown.values()) > 0
    assert [str(finding) for finding in data.check(tmp_path / "scs")] == []


@pytest.mark.parametrize("page", ["indicators", "data-sources"])
def test_the_rows_of_the_how_to_pages_are_accepted(page: str, tmp_path: Path) -> None:
    """The results that a page shows are read without an error, beside the rows of the example that they speak of."""
    shutil.copytree(EXAMPLE, tmp_path / "scs")
    with (tmp_path / "scs" / "indicators.csv").open("a", encoding="utf-8") as file:
        file.write("good-results,Pupils with good results,,H,R12M,percent\n")
    with (tmp_path / "scs" / "areas.csv").open("a", encoding="utf-8") as file:
        file.write("England,benchmark,\nStatistical neighbours,benchmark,\n")
    [block] = blocks(PAGES[f"docs/how-to/{page}.md"], "csv")
    results = tmp_path / "scs" / "results.csv"
    entered = [*csv.DictReader(StringIO(results.read_text(encoding="utf-8"))), *csv.DictReader(StringIO(block))]
    with results.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in TABLES["results"].columns])
        writer.writeheader()
        writer.writerows(entered)
    assert [str(finding) for finding in data.check(tmp_path / "scs") if finding.level == "error"] == []


def test_every_column_of_every_table_is_explained() -> None:
    """Each table of the example is told, each of its columns is named under it, and no other is."""
    assert {path.name for path in EXAMPLE.glob("*.csv")} - {table.file for table in TOLD} == set()
    for table in TOLD:
        columns = {column.name for column in table.columns}
        text = part(DATA, f"### {table.file}")
        explained = {name for row in rows(text) for name in spans(row[0])}
        assert columns - set(spans(text)) == set(), table.name
        assert explained - columns == set(), table.name


def test_every_key_of_a_parameters_file_is_explained() -> None:
    """The two tables of keys list those of a pack and those of a section; the keys of small_counts stand beside it."""
    text = PARAMETERS.partition("\n## ")[0]
    keys = [spans(row[0])[0] for row in rows(text)]
    assert sorted(keys) == sorted([*HEAD, *ENTRY])
    assert set(SMALL_COUNTS) <= set(spans(text))


def test_what_excel_does_is_told_as_it_is() -> None:
    """Each spelling of a month in the table is read as the month given there, or refused where it says so."""
    told = {
        span: row[1]
        for row in rows(part(SOURCES, "## What Excel does to them"))
        if "for a period" in row[0]
        for span in spans(row[0])
    }
    assert len(told) == 18
    for text, what in told.items():
        if what.startswith("refused"):
            with pytest.raises(CellError):
                read_period(text)
        else:
            assert read_period(text) == what.split()[2].rstrip(":")


def test_every_name_that_commentary_may_use_is_listed(book: Dataset) -> None:
    """The table of names is what the kit offers for the example indicator, with the figures that it fills in."""
    listed = {name: row[1] for row in rows(part(COMMENTARY, "## Names for every indicator")) for name in spans(row[0])}
    offered = figures(book, "cic-3-placements", "2016-03", "Kent") | {"external": {"leaving_care_moves": "106"}}
    nested = {f"{group}.{name}" for group in ("excluding_uasc", "external") for name in offered.pop(group)}
    nested |= {f"cohort.uasc.{name}" for name in offered.pop("cohort")["uasc"]}
    nested |= {f'{group}["16 to 17"]' for group in ("breakdown", "breakdown_share") if offered.pop(group)["16 to 17"]}
    assert [offered.pop(group) for group in ("benchmark", "companion")] == [{}, {}]
    assert set(listed) == nested | set(offered)
    assert [name for name, figure in offered.items() if figure not in listed[name]] == []


def test_every_name_of_a_companion_is_listed() -> None:
    """The names beside a companion's value are those that the kit offers for one."""
    book = load(ROOT / "data" / "qpr-2011-12-q3", PUBLISHED)
    offered = figures(book, "lac-rate", "2011-12", "Kent", reporting="quarter")["companion"]["lac-number"]
    listed = [span for row in rows(part(COMMENTARY, "## Names for some indicators")) for span in spans(row[0])]
    named = {span.rpartition(".")[2] for span in listed if span.startswith(".") or "posts-agency" in span}
    assert named == set(offered) - {"excluding_uasc"}
    assert 'companion["lac-number"].excluding_uasc.value' in listed
    assert offered["excluding_uasc"]["value"] == "1,575"


def test_the_commentary_example_fills_in(book: Dataset, tmp_path: Path) -> None:
    """The worked example of commentary is read, and every name in it has its figure."""
    [example] = blocks(COMMENTARY, "markdown")
    path = tmp_path / "commentary" / "2016-03" / "cic-3-placements.md"
    path.parent.mkdir(parents=True)
    path.write_text(example, encoding="utf-8")
    known = figures(book, "cic-3-placements", "2016-03", "Kent")
    said = " ".join(commentary.filled(commentary.read(path, tmp_path), known).split())
    assert "Of 2,320 children in care, 290 had been in three or more placements (12.5%)." in said
    assert said.endswith("The oldest age group makes up 163, and 106 moves were into leaving-care placements.")


def test_the_bands_are_those_of_the_data(book: Dataset) -> None:
    """The table of targets and bands has every indicator, in order, as targets.csv and indicators.csv have it."""
    polarity = {key: str(item.polarity) for key, item in definitions(book.indicators).items()}
    expected = []
    for row in records(book.targets):
        figures = {
            name: plain(value) for name, value in row.items() if name in Target.__slots__ and not isinstance(value, str)
        }
        bands = figures.get("floor") or "Green {green_from} to {green_to}, Amber {amber_from} to {amber_to}".format(
            **figures
        )
        key = row["indicator"]
        expected.append([f"`{key}`", polarity[key], figures["target"], bands, row["floor_basis"], row["floor_range"]])
    assert rows(part(METHOD, "## Targets and bands of 2015/16")) == expected
    assert f"For the other {[row[4] for row in expected].count('inferred')} the floor" in METHOD


def test_the_worked_visits_are_rated_as_the_method_says() -> None:
    """With a target of 85% and a minimum of 76.5%, the four results of the table come out as printed there."""
    worked = [row for row in rows(part(METHOD, "## Ratings")) if " of 68" in row[0]]
    for visits, result, rating in worked:
        above, _, base = visits.split()
        value = rate(above, base)
        assert (display_result(value, "percent", 2), str(rag_rating(value, Target(target=85, floor="76.5"), "H"))) == (
            result.split(",")[0],
            rating,
        )
    assert len(worked) == 4


def test_the_worked_effects_are_those_of_the_kit() -> None:
    """The areas of the table, and both together, have the rate and mix effects that are printed there."""
    worked = rows(part(METHOD, "## What made it move"))
    pairs = [[Counts(*map(Fraction, side.split(" of "))) for side in row[1:3]] for row in worked]
    found = effects([Part(row[0], "", *pair) for row, pair in zip(worked[:2], pairs[:2], strict=True)], 100)
    kinds = [[each.rate for each in found], [each.mix for each in found]]
    columns = [[display(effect, 4, signed=True) for effect in (*kind, sum(kind))] for kind in kinds]
    assert [list(row) for row in zip(*columns, strict=True)] == [row[3:] for row in worked]
    assert [side.value(100) for side in pairs[2]] == [65, Fraction("67.5")]


def test_the_deviations_are_those_of_the_reconciliation() -> None:
    """The list of the March 2016 cells that differ is what the reconciliation finds, word for word."""
    told = ("period", "printed", "computed", "explanation")
    assert rows(part(DEVIATIONS, "### Cells that differ")) == [
        [row["where"], f"`{row['item']}`", f"`{row['field']}`", *(row[name] for name in told)]
        for row in differing("scs-2016-03")[1]
    ]


def test_the_cells_of_every_pack_are_counted() -> None:
    """The first table has the printed, agreeing and differing cells of each printed report."""
    found = {pack: (differing(pack)[0], len(differing(pack)[1])) for pack in REPORTS}
    expected = [[f"`{pack}`", f"{cells:,}", f"{cells - apart:,}", str(apart)] for pack, (cells, apart) in found.items()]
    told = rows(DEVIATIONS[: DEVIATIONS.index("\n## ")])
    assert sorted(told) == sorted(expected)


@pytest.mark.parametrize("pack", [pack for pack in REPORTS if pack != "scs-2016-03"])
def test_the_groups_of_differences_hold_every_cell_once(pack: str) -> None:
    """Each differing cell of a pack belongs to one row of its part, and the rows say how many they hold."""
    [heading] = re.findall(rf"^## {pack}: .*$", DEVIATIONS, re.MULTILINE)
    table = rows(part(DEVIATIONS, heading))
    groups = [({*spans(items)}, {*spans(fields)}, int(number)) for items, fields, number, _ in table]
    held: Counter[int] = Counter()
    for cell in differing(pack)[1]:
        fitting = [
            place
            for place, (items, fields, _) in enumerate(groups)
            if cell["field"] in fields and (cell["item"] in items or (not items and _is_other(cell, groups)))
        ]
        assert len(fitting) == 1, cell
        held[fitting[0]] += 1
    assert [held[place] for place in range(len(groups))] == [number for _, _, number in groups]


def _is_other(cell: Row, groups: list[tuple[set[str], set[str], int]]) -> bool:
    """Tell whether no row names the cell's own item for its field, so that it belongs to the row of any item."""
    return not any(cell["item"] in items and cell["field"] in fields for items, fields, _ in groups)


def test_pairs_that_offset_each_other_are_counted() -> None:
    """The page says how many pairs of variances were marked, and that they are inferred."""
    book = load(ROOT / "data" / "budget-2011-12-q3", PUBLISHED)
    assert (book.variances["offsets"] != "").sum() == 5
    assert "Five pairs are marked here" in part(DEVIATIONS, "## budget-2011-12-q3: budget monitoring")


def test_printed_names_for_children_stand_on_one_page_only() -> None:
    """Two printed names for children who are not UASC are told as printed, and used nowhere in pages or data."""
    used = re.compile(r"indigenous|citizen (?:lac|children|count)|'citizen'", re.IGNORECASE)
    texts = {name: text for name, text in PAGES.items() if name != "docs/explanation/deviations.md"}
    for path in (ROOT / "data").rglob("*"):
        if path.is_file():
            texts[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
    assert [name for name, text in texts.items() if used.search(text)] == []
    told = part(DEVIATIONS, "## Printed names that were changed")
    assert len(used.findall(told)) == len(used.findall(DEVIATIONS)) == 2


CHECKLIST = re.findall(r"^- \[([ x])\] \*\*(.+?)\*\*(.*)$", METHOD, re.MULTILINE)


def test_the_checklist_is_whole() -> None:
    """It has 45 items; those without a tick, and no other, are listed at its end with what is missing."""
    assert len(CHECKLIST) == 45
    untold = re.findall(r"^- \*\*(.+?)\*\* \S+", part(METHOD, "### Not handled"), re.MULTILINE)
    assert untold == [name for tick, name, _ in CHECKLIST if tick == " "]


@pytest.mark.parametrize(("name", "text"), [(name, text) for _, name, text in CHECKLIST])
def test_each_item_of_the_checklist_has_its_place(name: str, text: str) -> None:
    """It names functions that exist, packs that exist, or both."""
    functions = re.findall(r"`([\w/]+)\.py` \(((?:`\w+`(?:, )?)+)\)", text)
    lacking = [
        f"{module}.{function}"
        for module, named in functions
        for function in spans(named)
        if not hasattr(import_module(f"scorecard_kit.{module.replace('/', '.')}"), function)
    ]
    packs = [span for span in spans(text) if re.fullmatch(r"[a-z-]+-\d{4}-\d{2}(-q\d)?", span)]
    assert lacking == []
    assert set(packs) <= set(PACKS)
    assert functions or packs, name


def test_the_differences_in_judgement_are_counted_rightly(book: Dataset) -> None:
    """Six directions are too close to call, as named, and ten figures of the cohort column are withheld."""
    scored = score(book.results, book.indicators, book.targets, "2016-03", "Kent")
    within = scored[scored["within_rounding"].astype(bool)]["indicator"].tolist()
    [paragraph] = re.findall(r"^- \*\*Too close to call\..*$", DEVIATIONS, re.MULTILINE)
    assert spans(paragraph) == within
    areas = ["Kent", "North Kent", "East Kent", "South Kent", "West Kent"]
    pairs = impact_of_cohort(
        book.results, book.indicators, book.targets, "2016-03", areas, "excluding_uasc", small_counts=RULE
    )
    assert (pairs["withheld"] != "").sum() == 10
    assert "ten cells of the cohort column are withheld" in DEVIATIONS


def test_every_success_criterion_has_its_row() -> None:
    """The accessibility page goes through every criterion of WCAG 2.2 at levels A and AA, in order."""
    told = []
    for row in rows(ACCESSIBILITY):
        numbers = re.findall(r"\b\d\.\d\.\d+\b", row[0])
        if " to " in row[0] and numbers:
            first, last = (int(number.rpartition(".")[2]) for number in numbers[:2])
            numbers = [f"{numbers[0][:4]}{place}" for place in range(first, last + 1)] + numbers[2:]
        told += numbers
    assert sorted(told) == sorted(WCAG)


def test_the_contrasts_are_those_of_the_palette() -> None:
    """Each ratio of the accessibility page is that of the colours on their ground, in the light and the dark page."""
    chips = {rag: palette.RATING[rag] for rag in Rag}
    ends = ("light", "dark")
    expected = {f"{rag}, text on chip": [contrast(chip.text, chip.ground)] * 2 for rag, chip in chips.items()}
    for rag, chip in chips.items():
        edges = zip((chip.edge, chip.dark_edge), ends, strict=True)
        expected[f"{rag}, edge of chip"] = [contrast(edge, palette.PAPER[end]) for edge, end in edges]
    lines = {
        "text": palette.INK,
        "quiet text, target and floor lines": palette.QUIET,
        "links": palette.LINK,
        "result line, bar for better": palette.RESULT,
        "bar for worse": palette.WORSE,
    }
    for name, colours in lines.items():
        expected[name] = [contrast(colours[end], palette.PAPER[end]) for end in ends]
    told = {row[0]: row[1:] for row in rows(part(ACCESSIBILITY, "## Contrast"))}
    assert told == {name: [f"{ratio:.2f}" for ratio in ratios] for name, ratios in expected.items()}


def test_the_commands_of_a_cluster_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each option of the commands is one of the program's, and the variables name settings that the library has."""
    from dask.config import collect_env, get  # noqa: PLC0415 - an extra
    from distributed.cli import dask_scheduler, dask_worker  # noqa: PLC0415 - as above

    programs = {
        "dask scheduler": dask_scheduler.main.params,
        "dask worker": dask_worker.main.params,
        "scorecard render": get_command(app).commands["render"].params,  # type: ignore[attr-defined]
    }
    lines = [line.split() for line in re.findall(r"^(?:dask|scorecard|export) .*", PERFORMANCE, re.MULTILINE)]
    for words in lines:
        known = {name for it in programs.get(" ".join(words[:2]), ()) for name in (*it.opts, *it.secondary_opts)}
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("="))
        else:
            assert {word for word in words if word.startswith("--")} - known == set()
    settings = ("ca-file", "client.cert", "client.key")
    assert [get(f"distributed.comm.tls.{name}", config=collect_env()) for name in settings] == [
        "ca.pem", "me.pem", "me.key",
    ]  # fmt: skip
    assert [get(f"distributed.comm.tls.{name}") for name in settings] == [None] * 3
    assert len(lines) == 9
