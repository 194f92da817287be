"""Small data folders with one to three faults in them, as they come out of spreadsheets and exports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

Rows = list[list[str]]
Tables = dict[str, Rows]
"""By name: the header, then the rows."""

PERIOD = "2025-09"
MONTHS = ("2024-09", "2025-03", "2025-07", "2025-08", PERIOD)
AREAS = ("Westshire", "North", "South")
COHORT = "excluding_uasc"
DEFINITIONS = {
    "visits": ("Visits in time", "H", "YTD", "percent"),
    "moves": ("Moved three times", "L", "R12M", "percent"),
    "waiting": ("Children waiting", "L", "SS", "count"),
    "adoptions": ("Adoptions", "H", "YTD", "count"),
    "rate": ("Children in care", "T", "SS", "rate"),
    "change": ("Children new in care", "", "month", "count"),
}
HEAD = """title: Westshire
status: {status}
period: 2025-09
data: {data}
small_counts: {{below: 6{published}}}
sections:
  - notebook: cover_report
  - notebook: summary
    name: summary
  - notebook: scorecard
    name: scorecard
    parameters: {{area: Westshire}}
  - notebook: areas
    name: areas
    parameters: {{areas: [Westshire, North, South]}}
  - notebook: impact_of_uasc
    parameters: {{areas: [Westshire, North]}}
  - notebook: exception_report
    name: exception
    for_each: {{indicator: red}}
"""
MORE = (
    "",
    "  - notebook: summary\n    name: earlier\n    parameters: {period: 2025-08}\n",
    "  - notebook: scorecard\n    name: north\n    parameters: {area: North}\n",
    "  - notebook: exception_report\n    name: every\n    for_each: {indicator: all}\n",
    "  - notebook: summary\n    name: unpublished\n    parameters: {small_counts: {below: 6}}\n",
    "  - notebook: areas\n    name: by-area\n    for_each: {areas: [[Westshire, North], [Westshire, South]]}\n",
    "  - notebook: scorecard\n    for_each: {area: [North, South]}\n",
)
"""Sections that a pack may have beside the usual ones."""


@dataclass(frozen=True)
class Kept:
    """How the tables are kept: as CSV files of what dialect, and beside them in what source, typed or all as text."""

    source: str
    separator: str = ","
    encoding: str = "utf-8"
    line_end: str = "\r\n"
    is_titled: bool = False
    is_typed: bool = False
    blank: str | None = None


@dataclass(frozen=True)
class Drawn:
    """A drawn folder, the names of its faults, what its parameters file says, and how the folder is kept."""

    tables: Tables
    faults: tuple[str, ...]
    status: str
    is_published: bool
    more: str
    kept: Kept
    commentary: Mapping[str, str] = field(default_factory=dict)

    def parameters(self, data: str) -> str:
        """The text of the parameters file of data in that place."""
        published = ", already_published: true" if self.is_published else ""
        return HEAD.format(status=self.status, data=data, published=published) + self.more


@st.composite
def folders(draw: st.DrawFn, sources: tuple[str, ...], most: int = 4) -> Drawn:
    """Draw a small folder that is in order, then plant faults in it."""
    tables = draw(_tables())
    commentary = draw(_commentary([row[0] for row in tables["indicators"][1:]]))
    some = st.sampled_from(sorted(FAULTS)) | st.sampled_from(READ_ALL_THE_SAME)  # of half, pages are compared
    names = draw(st.lists(some, max_size=most))
    for name in names:
        FAULTS[name](draw, tables)
    return Drawn(
        tables,
        tuple(names),
        draw(st.sampled_from(["final", "final", "draft"])),
        draw(st.booleans()),
        draw(st.sampled_from(MORE)),
        draw(_kept(tables, sources)),
        commentary,
    )


@st.composite
def _kept(draw: st.DrawFn, tables: Tables, sources: tuple[str, ...]) -> Kept:
    """A dialect of CSV that can hold every text, and a source beside it."""
    text = "".join(cell for rows in tables.values() for row in rows for cell in row)
    encodings = [
        code for code in ("utf-8", "utf-8-sig", "utf-16", "cp1252") if text == text.encode(code, "ignore").decode(code)
    ]
    headers = [[name.casefold() for name in rows[0]] for rows in tables.values()]
    if any(len({*names}) < len(names) for names in headers):  # which no database can hold
        sources = tuple(name for name in sources if name != "sqlite")
    return Kept(
        draw(st.sampled_from(sources)),
        draw(st.sampled_from([",", ";", "\t"] if not {",", ";", "\t"} & {*text} else [","])),
        draw(st.sampled_from(encodings)),
        draw(st.sampled_from(["\r\n", "\n"])) if "\r" not in text else "\r\n",
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from([None, None, "", " "])),
    )


@st.composite
def _commentary(draw: st.DrawFn, names: list[str]) -> dict[str, str]:
    """The texts of some indicators, by the names of their files, perhaps with a slip in one."""
    return {
        (f"{name}.md" if draw(st.integers(0, 9)) else f"{name[:-1]}.md"): draw(st.sampled_from(TEXTS))
        for name in names
        if not draw(st.integers(0, 2))
    }


@st.composite
def _tables(draw: st.DrawFn) -> Tables:
    names = draw(st.lists(st.sampled_from(sorted(DEFINITIONS)), min_size=1, max_size=4, unique=True))
    indicators = [[name, *DEFINITIONS[name], "Children"] for name in names]
    results: Rows = []
    for name in names:
        unit = DEFINITIONS[name][3]
        for month in MONTHS:
            figures = [draw(_figures(unit)) for _ in AREAS[1:]]
            whole = [sum(column) for column in zip(*figures, strict=True)]
            for area, (numerator, denominator) in zip(AREAS, [whole, *figures], strict=True):
                base = "" if unit == "count" else str(denominator)
                results.append([name, month, area, "", str(numerator), base, "", ""])
        if draw(st.booleans()):
            everyone = [row for row in results if row[0] == name and row[1] == PERIOD and not row[3]]
            results += [
                [*row[:3], COHORT, str(int(row[4]) // 2), row[5] and str(int(row[5]) - int(row[4]) // 2), "", ""]
                for row in everyone
            ]  # fmt: skip
    targets = [[name, "2024-04", "", *draw(_target(*DEFINITIONS[name][1:4]))] for name in names]
    tables = {
        "indicators": [["indicator", "name", "polarity", "data_period", "unit", "group"], *indicators],
        "results": [
            ["indicator", "period", "area", "cohort", "numerator", "denominator", "value", "status"], *results
        ],
        "targets": [
            ["indicator", "from", "area", "target", "floor", "green_from", "green_to", "amber_from", "amber_to"],
            *(row for row in targets if any(row[3:])),
        ],
        "areas": [["area", "kind", "parent"], ["Westshire", "county", ""], ["North", "area", "Westshire"],
                  ["South", "area", "Westshire"]],
        "glossary": [["term", "words"], ["UASC", "unaccompanied asylum-seeking children"]],
    }  # fmt: skip
    return tables | draw(_others(names, results))


@st.composite
def _others(draw: st.DrawFn, names: list[str], results: Rows) -> Tables:
    """Some of the tables that a folder need not have."""
    tables: Tables = {}
    if draw(st.booleans()):
        tables["owners"] = [["indicator", "group", "role", "name", "from"], ["", "", "Director", "A. Person", ""],
                            [names[0], "", "Lead", "B. Person", "2025-04"]]  # fmt: skip
    if draw(st.booleans()):
        kind, yes = (
            draw(st.sampled_from(["definition", "bands", "source", "restated"])),
            draw(st.sampled_from(["yes", "no"])),
        )
        since = draw(st.sampled_from(["2025-04", "2025-08", PERIOD]))
        tables["changes"] = [
            ["indicator", "from", "kind", "comparable", "note"],
            [names[-1], since, kind, yes, "Counted anew."],
        ]
    whole = next((row for row in results if row[1] == PERIOD and row[2] == AREAS[0] and not row[3]), None)
    if whole and draw(st.booleans()):
        first = draw(st.integers(0, int(whole[4])))
        counts = [("0 to 9", first), ("10 to 17", int(whole[4]) - first)]
        tables["breakdowns"] = [
            ["indicator", "period", "area", "cohort", "dimension", "category", "count"],
            *([*whole[:3], "", "Age", category, str(count)] for category, count in counts),
        ]
    return tables


@st.composite
def _figures(draw: st.DrawFn, unit: str) -> tuple[int, int]:
    if unit == "rate":
        return draw(st.integers(40, 90)), draw(st.integers(9_000, 11_000))
    base = draw(st.integers(20, 60))
    return draw(st.integers(8, base - 6) | st.integers(0, 7)), base


@st.composite
def _target(draw: st.DrawFn, polarity: str, _period: str, unit: str) -> list[str]:
    if not polarity or draw(st.integers(0, 9)) == 0:
        return [""] * 6
    middle = 60 if unit == "rate" else 50
    target = draw(st.integers(middle - 10, middle + 10))
    if polarity == "T":
        return [str(target), "", str(target - 3), str(target + 3), str(target - 9), str(target + 9)]
    gap = draw(st.sampled_from([0, 5, 12]))
    return [str(target), str(target - gap if polarity == "H" else target + gap), "", "", "", ""]


Fault = Callable[[st.DrawFn, Tables], None]


def _row(draw: st.DrawFn, tables: Tables, table: str = "results") -> list[str]:
    rows = tables[table][1:]
    return draw(st.sampled_from(rows)) if rows else [""] * len(tables[table][0])


def _one_of(draw: st.DrawFn, tables: Tables, names: str) -> str:
    """One of these tables that no earlier fault has taken away."""
    return draw(st.sampled_from([name for name in names.split() if name in tables]))


def _put(table: str, column: str, words: st.SearchStrategy[str]) -> Fault:
    """Something else in one cell of a column."""

    def plant(draw: st.DrawFn, tables: Tables) -> None:
        if column in tables.get(table, [[]])[0]:
            _row(draw, tables, table)[tables[table][0].index(column)] = draw(words)

    return plant


def _round(column: str) -> Fault:
    """Something invisible, or a space, round a key of one row, or of a whole month."""

    def plant(draw: st.DrawFn, tables: Tables) -> None:
        if column not in tables["results"][0]:
            return
        place, row = tables["results"][0].index(column), _row(draw, tables)
        odd = draw(st.sampled_from([" ", "  ", "\u00a0", "\t", "\u200b", "\ufeff", "\r", "\n", "\u2009"]))
        month = row[1]
        for other in tables["results"][1:] if draw(st.booleans()) else [row]:
            if other[1] == month and other[place]:
                other[place] = other[place] + odd if draw(st.booleans()) else odd + other[place]

    return plant


def _months(draw: st.DrawFn, tables: Tables) -> None:
    """Another spelling of one month, in all its rows."""
    month = draw(st.sampled_from(MONTHS))
    spelled = draw(
        st.sampled_from(
            ["{n}-30 00:00:00", "{w}", "{s}", "{y}-{m}", "{n}-01", "{n} ", "01/{m2}/{y}", "{n}-01T00:00:00"]
        )
    )
    year, number = month.split("-")
    words = {"03": "March", "07": "July", "08": "August", "09": "September"}[number]
    text = spelled.format(n=month, w=f"{words} {year}", s=f"{words[:3]}-{year[2:]}", y=year, m=int(number), m2=number)
    for row in tables["results"][1:]:
        row[1] = text if row[1] == month else row[1]


def _without(**equal: str) -> Fault:
    """Rows left out: of a month, of an area, of an indicator's month."""

    def plant(draw: st.DrawFn, tables: Tables) -> None:
        header, *rows = tables["results"]
        own = _row(draw, tables)
        wanted = {
            header.index(column): value or own[header.index(column)]
            for column, value in equal.items()
            if column in header
        }
        kept = [row for row in rows if not all(row[place] == value for place, value in wanted.items())]
        tables["results"][1:] = kept or rows

    return plant


def _blank_figures(draw: st.DrawFn, tables: Tables) -> None:
    """Rows that were prepared ahead: keys, and no figure."""
    name = _row(draw, tables)[0]
    for row in tables["results"][1:]:
        if row[0] == name and row[1] == PERIOD:
            row[4:7] = ["", "", ""]


def _again(draw: st.DrawFn, tables: Tables) -> None:
    """A row that stands there twice."""
    tables["results"].append(list(_row(draw, tables)))


def _header(change: Callable[[str], str]) -> Fault:
    """Something else in the header."""

    def plant(draw: st.DrawFn, tables: Tables) -> None:
        header = tables[_one_of(draw, tables, "results targets indicators")][0]
        if header:
            place = draw(st.integers(0, len(header) - 1))
            header[place] = change(header[place])

    return plant


def _new_column(draw: st.DrawFn, tables: Tables) -> None:
    name = draw(st.sampled_from(["comments", "checked by", "nhs number", "numerater", "Postcode"]))
    header, *rows = tables["results"]
    header.append(name)
    for row in rows:
        row.append("x")


def _lost_column(draw: st.DrawFn, tables: Tables) -> None:
    table = tables[_one_of(draw, tables, "results targets indicators")]
    place = draw(st.integers(0, len(table[0]) - 1))
    for row in table:
        del row[place : place + 1]


def _no_table(draw: st.DrawFn, tables: Tables) -> None:
    tables.pop(draw(st.sampled_from(["areas", "targets", "glossary"])), None)


def _total(draw: st.DrawFn, tables: Tables) -> None:
    row = list(_row(draw, tables))
    row[2] = draw(st.sampled_from(["Total", "Westshire.", "westshire", "North "]))
    tables["results"].append(row)


def _values(draw: st.DrawFn, tables: Tables) -> None:
    """Results known as printed alone: a value, no counts."""
    header = tables["results"][0]
    places = [header.index(name) if name in header else -1 for name in ("numerator", "denominator", "value")]
    name, decimals = _row(draw, tables)[0], draw(st.integers(0, 2))
    if min(places) < 0 or DEFINITIONS.get(name, ("", "", "", "count"))[3] == "count":
        return
    for row in tables["results"][1:]:
        counts = [row[place] for place in places[:2]]
        if row[0] == name and all(count.isdigit() and int(count) for count in counts):
            row[places[2]] = f"{100 * int(counts[0]) / int(counts[1]):.{decimals}f}"
            row[places[0]] = row[places[1]] = ""


def _small(draw: st.DrawFn, tables: Tables) -> None:
    """Few children in one row."""
    header, own = tables["results"][0], _row(draw, tables)
    if "numerator" in header:
        own[header.index("numerator")] = draw(st.sampled_from(["0", "1", "3", "5"]))


def _row_of_totals(draw: st.DrawFn, tables: Tables) -> None:
    row = list(_row(draw, tables))
    row[0] = draw(st.sampled_from(["Total", "Grand total", ""]))
    tables["results"].append(row)


def _other_order(draw: st.DrawFn, tables: Tables) -> None:
    table = _one_of(draw, tables, "results targets indicators")
    order = draw(st.permutations(range(len(tables[table][0]))))
    tables[table] = [[row[place] for place in order] for row in tables[table]]


def _blank_row(draw: st.DrawFn, tables: Tables) -> None:
    rows = tables[_one_of(draw, tables, "results targets")]
    rows.insert(draw(st.integers(1, len(rows))), [""] * len(rows[0]))


NUMERALS = st.sampled_from(
    ["56.99999999999999", "57.00000000000001", "0.57", "1", "85%", "£85", "85,5", "(45)", "-3", "n/a", "#N/A", "..",
     "1,234", "1E+02", "85.0", "c", "٣", "=1+1", "1e999", "nan", "Infinity", "0", "00012", "85.", ".5", "+7", "5 0"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["Westshire", "Wets shire", "WESTSHIRE", "W\u0435stshire", "", "Nort", "a" * 300, "=A1", "<b>x</b>", "a\x1bb",
     "\u202eabc", "x|y", "A, B", 'a"b', "[a](b)", "Ünï"]
)  # fmt: skip

ODD_MONTHS = st.sampled_from(
    ["2116-03", "2025/26", "2025-13", "", "9", "45000", "2025-9", "2026-04", "April 2025", "2025-09-01"]
)
KEYS = st.sampled_from(["Visits", "visit s", "", "a" * 90, "con", "vísits"])
DATA_PERIODS = st.sampled_from(["year to date", "ytd", "", "Q", "quarter"])
STATUSES = st.sampled_from(["suppressed", "Provisional", "late", "carried_forward"])
TEXTS = (
    "## Commentary\n\n{{ numerator }} of {{ denominator }}: {{ value }}, {{ previous }} before.\n",
    "---\narea: Westshire\n---\n\n## Commentary\n\nIn {{ month }} it was {{ value }}; the target is {{ target }}.\n",
    "## Commentary\n\nIt is {{ valeu }}.\n",
    "## Commentary\n\n{% if previous %}Before, {{ previous }}.{% endif %}\n",
    "---\narea: Nowhere\n---\nWords.\n",
    "---\narea: [\n---\nWords.\n",
    "",
    '## Commentary\n\n{{ breakdown["0 to 9"] }} were young; {{ cohort.uasc.value }}, {{ excluding_uasc.rag }}.\n',
    "## Commentary\n\n{{ outturn }} {{ floor }} {{ change_from_previous }}\n",
)

FAULTS: dict[str, Fault] = {
    "something round an area": _round("area"),
    "something round an indicator": _round("indicator"),
    "something round a month": _round("period"),
    "a month spelled otherwise": _months,
    "an odd month": _put("results", "period", ODD_MONTHS),
    "an odd numerator": _put("results", "numerator", NUMERALS),
    "an odd denominator": _put("results", "denominator", NUMERALS),
    "an odd value": _put("results", "value", NUMERALS),
    "an odd target": _put("targets", "target", NUMERALS),
    "an odd floor": _put("targets", "floor", NUMERALS),
    "an odd area": _put("results", "area", NAMES),
    "an odd area of areas": _put("areas", "area", NAMES),
    "an odd parent": _put("areas", "parent", NAMES),
    "an odd indicator": _put("results", "indicator", NAMES),
    "an odd key": _put("indicators", "indicator", KEYS),
    "an odd name": _put("indicators", "name", NAMES),
    "an odd polarity": _put("indicators", "polarity", st.sampled_from(["High", "h", "lower is better", "", "X"])),
    "an odd data period": _put("indicators", "data_period", DATA_PERIODS),
    "an odd unit": _put("indicators", "unit", st.sampled_from(["%", "Percent", "number", "gbp", ""])),
    "an odd status": _put("results", "status", STATUSES),
    "an odd cohort": _put("results", "cohort", st.sampled_from(["uasc", "excluding_uasc", "excluding_usac", "All"])),
    "a late figure": _without(indicator="", period=PERIOD),
    "an area without a figure": _without(indicator="", area=""),
    "a month without figures": _without(period=PERIOD),
    "an area without any": _without(area="South"),
    "an indicator without any": _without(indicator=""),
    "rows prepared ahead": _blank_figures,
    "a row twice": _again,
    "a heading in capitals": _header(str.upper),
    "a heading with a space": _header(lambda name: f" {name} "),
    "a heading misspelled": _header(lambda name: name[:-1]),
    "a heading twice": _header(lambda _: "indicator"),
    "a column too many": _new_column,
    "a column lost": _lost_column,
    "a table lost": _no_table,
    "a total": _total,
    "an odd count": _put("breakdowns", "count", NUMERALS),
    "an odd category": _put("breakdowns", "category", NAMES),
    "an odd change": _put("changes", "from", ODD_MONTHS),
    "an odd comparable": _put("changes", "comparable", st.sampled_from(["Y", "true", "no", "", "perhaps", "1"])),
    "an odd note": _put("changes", "note", NAMES),
    "an odd role": _put("owners", "role", NAMES),
    "an odd term": _put("glossary", "term", NAMES),
    "an odd group": _put("indicators", "group", NAMES),
    "an odd band": _put("targets", "green_from", NUMERALS),
    "values as printed": _values,
    "small counts": _small,
    "a row of totals": _row_of_totals,
    "another order of columns": _other_order,
    "a blank row": _blank_row,
}  # fmt: skip


READ_ALL_THE_SAME = [
    "a heading in capitals", "a heading with a space", "a late figure", "a month spelled otherwise", "a table lost",
    "an area without a figure", "an area without any", "an indicator without any", "an odd data period",
    "an odd status", "an odd unit", "rows prepared ahead", "something round an area", "something round an indicator",
    "something round a month", "values as printed", "small counts", "another order of columns", "a blank row",
    "an odd comparable",
]  # fmt: skip
"""The faults that most often leave a pack that can be rendered."""
