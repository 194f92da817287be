"""The tables of the data contract: their columns, kinds and keys. A new table is a few lines here.

docs/reference/data.md tells analysts what to write; tables.md and the Table Schemas beside it are made from here.
"""

from dataclasses import dataclass, replace
from typing import Literal

from scorecard_kit.judge.actions import STATES
from scorecard_kit.judge.indicators import DataPeriod, Polarity, Unit

__all__ = ["LONGEST_SHORT_NAME", "NUMBERS", "TABLES", "Column", "Table"]

Kind = Literal["text", "slug", "number", "count", "whole", "period", "date", "yes_no", "choice", "list"]
NUMBERS: frozenset[Kind] = frozenset({"number", "count", "whole"})
_BY_KIND: dict[Kind, str] = {
    "text": "Text.",
    "slug": "A key: small letters, digits and single hyphens, such as cic-reviews.",
    "number": "A number.",
    "count": "A number that was counted.",
    "whole": "A whole number: 0, 1, 2 and so on.",
    "period": "A month, such as 2016-03.",
    "date": "A date, such as 2016-03-31.",
    "yes_no": "yes or no.",
    "choice": "One of the list.",
    "list": "Words with spaces between them.",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `kind`: `number` is in the indicator's own unit (in a finance table units or pounds), `count` was counted, `whole`
    is 0, 1, 2 and so on; `slug` is a key in small letters, digits and hyphens; a `list` has its items parted by spaces.
    A `required` column must stand in the file and be filled in every row (blank only where "" is one of its choices).
    `refers` names the columns, as `table.column` with spaces between, in one of which the value (every item of a list)
    must stand; `choices` are the values of kind choice, and those allowed beside the ones referred to. `words` say what
    an analyst writes in the column; blank where its kind says enough.
    """

    name: str
    kind: Kind = "text"
    words: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""

    @property
    def description(self) -> str:
        """What an analyst writes in the column, in one or two sentences."""
        return self.words or _BY_KIND[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """One table, in `<name>.csv`. A `required` one may not be missing. `description` says what its rows are.

    No two rows agree in all columns of `key`; where the key is empty, rows may repeat.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.csv"

    @property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}


def _optional(kind: Kind, names: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind) for name in names.split())


LONGEST_SHORT_NAME = 32
_INDICATOR = "The key of an indicator in the sheet indicators."
_AREA = "The name of an area."
_COHORT = "Blank for everyone; excluding_uasc for everyone but unaccompanied asylum-seeking children."
_FROM = "The first month it applies to, such as 2016-04."

INDICATOR = Column("indicator", required=True, refers="indicators.indicator", words=_INDICATOR)
PERIOD = Column("period", "period", required=True)
FROM = Column("from", "period", required=True, words=_FROM)
AREA = Column("area", required=True, refers="areas.area", words=_AREA)
SOME_AREA = replace(AREA, required=False)
COHORT = Column("cohort", refers="results.cohort", words=_COHORT)
MONEY = (
    Column("gross", "number", words="Pounds."),
    Column("income", "number", words="Pounds, as a negative amount."),
    Column("net", "number", words="Pounds: gross and income together."),
)
PRINTED_ITEMS = (
    "indicators.indicator budget.line movements.line variances.description capital.section unit_costs.service"
)

_TABLES = (
    Table(
        "indicators",
        "one row for each indicator, in the order of the scorecard.",
        (
            Column("indicator", "slug", "Its key, used in every other sheet: small letters, digits and single hyphens.",
                   required=True),
            Column("name", required=True, words="The name that readers see."),
            Column("short_name", words=f"A name of at most {LONGEST_SHORT_NAME} characters, for where all indicators "
                   "are seen at once. Blank: the name."),
            Column("polarity", "choice",
                   "H higher is better, L lower is better, T close to target is better. Blank: neither.", required=True,
                   choices=tuple(Polarity)),
            Column("data_period", "choice",
                   "SS snapshot, YTD year to date from April, R12M rolling twelve months, month, quarter, cumulative.",
                   required=True, choices=tuple(DataPeriod)),
            Column("unit", "choice", "What the result is counted in.", required=True, choices=tuple(Unit)),
            Column("role", "choice", "Blank for an indicator that is rated; activity, companion and lead are shown by "
                   "pages of their own.", choices=("indicator", "activity", "companion", "lead")),
            Column("group", words="The heading it stands under."),
            Column("per", "whole", "What a rate is out of. Blank: 100 for percent, 10000 for rate."),
            Column("decimals", "whole", "Digits shown after the point. Blank: 0 for a count, else 1."),
            Column("computed", "choice", "How its results are added up from the months of from_series: ytd from "
                   "April, r12m over twelve months, quarter, year from April to March. Blank: they are entered.",
                   choices=("ytd", "r12m", "quarter", "year")),
            Column("from_series", words="The key of the monthly indicator that it is computed from.",
                   refers="indicators.indicator"),
            Column("excludes", "list", "Cohorts that the definition itself leaves out."),
            Column("companions", "list", "Keys of indicators shown beneath this one.", refers="indicators.indicator"),
            Column("may_exceed_100", "yes_no", "yes where a percentage over 100 is no mistake."),
            Column("may_be_negative", "yes_no",
                   "yes where a figure under nought is no mistake: a change, a gap, a score."),
            Column("cases_sentence", "yes_no",
                   "yes for what has a deadline: the page then says how many more in time would change the rating."),
            Column("definition", words="What is counted, in a sentence. Shown on the indicator's page."),
            *_optional("text", "source data_notes"),
            Column("flags", "list"),
            Column("from", "period", _FROM),
            Column("to", "period", "The last month it is reported."),
            Column("replaces", refers="indicators.indicator"),
        ),
        key=("indicator",),
        required=True,
    ),
    Table(
        "results",
        "one row for each indicator, month, area and cohort.",
        (
            INDICATOR,
            PERIOD,
            AREA,
            replace(COHORT, refers=""),
            Column("numerator", "count", "What was counted. Not worked back from a percentage."),
            Column("denominator", "count", "Out of how many. Blank for a count."),
            Column("value", "number", "The result where only it is known: 76.5 for 76.5%. Otherwise leave it blank."),
            Column("status", "choice", "Blank for a final figure.",
                   choices=("provisional", "carried_forward", "suppressed")),
            Column("as_at", "date"),
            Column("note"),
            Column("rank", "whole", "Where this result stands among others."),
            Column("of", "whole", "Among how many it is ranked."),
        ),
        key=("indicator", "period", "area", "cohort"),
        required=True,
    ),
    Table(
        "targets",
        "one row for each target, from the month it applies to.",
        (
            INDICATOR,
            FROM,
            SOME_AREA,
            Column("target", "number", "The target, in the indicator's own unit: 85 for 85%."),
            Column("floor", "number", "The minimum: the worst value that is still Amber (polarity H or L)."),
            Column("green_from", "number", "The lowest value that is Green (polarity T)."),
            Column("green_to", "number", "The highest value that is Green (polarity T)."),
            Column("amber_from", "number", "The worst value on the low side that is still Amber (polarity T)."),
            Column("amber_to", "number", "The worst value on the high side that is still Amber (polarity T)."),
            Column("lower", "number", "The lower end of an expected range, which is never rated."),
            Column("upper", "number", "The upper end of an expected range, which is never rated."),
            Column("basis", "choice", "Who set the target. One that is indicative or from the budget is never rated.",
                   choices=("council", "national", "indicative", "budget")),
            Column("floor_basis", "choice", "Whether the minimum is printed somewhere, or inferred.",
                   choices=("printed", "inferred")),
            Column("floor_range"),
            Column("not_rated", words="A reason why no rating is given."),
            Column("note"),
        ),
        key=("indicator", "from", "area"),
    ),
    Table(
        "owners",
        "who answers for an indicator.",
        (
            Column("indicator", refers="indicators.indicator",
                   words="The indicator this person answers for. Blank: all."),
            Column("group", refers="indicators.group",
                   words="The group of indicators this person answers for. Blank: all."),
            Column("role", required=True, words="Cabinet Member, Director and the like."),
            Column("name", required=True, words="The person."),
            Column("from", "period", _FROM),
        ),
        key=("indicator", "group", "role", "name", "from"),
    ),
    Table(
        "areas",
        "the areas, teams and benchmarks, in the order of the pages.",
        (
            Column("area", required=True, words="The name of the area, as readers see it."),
            Column("kind", "choice", required=True, choices=("county", "area", "service", "team", "benchmark")),
            Column("parent", refers="areas.area", words="The area that this one is a part of."),
        ),
        key=("area",),
    ),
    Table(
        "breakdowns",
        "what a numerator is made up of, such as ages.",
        (
            INDICATOR,
            PERIOD,
            AREA,
            COHORT,
            Column("dimension", required=True, words="What the breakdown is by, such as Age."),
            Column("category", required=True, words="The part that is counted, such as 0 to 4."),
            Column("count", "count", required=True),
        ),
        key=("indicator", "period", "area", "cohort", "dimension", "category"),
    ),
    Table(
        "changes",
        "breaks in an indicator's history, each with a note for readers.",
        (
            INDICATOR,
            FROM,
            Column("kind", "choice", required=True,
                   choices=("definition", "bands", "source", "restated", "retired", "replaced")),
            Column("comparable", "yes_no", "no where the figures before and after cannot be compared.", required=True),
            Column("note", required=True),
            Column("rebase", "yes_no",
                   "yes where the usual level and its limits begin anew, though the figures compare. "
                   "Where comparable is no they always do."),
        ),
        key=("indicator", "from", "kind"),
    ),
    Table(
        "actions",
        "what was agreed to be done about an indicator, by whom and by when.",
        (
            INDICATOR,
            replace(SOME_AREA, words="The area it is for. Blank: the county."),
            Column("action", required=True, words="What is to be done, in a sentence."),
            Column("owner", required=True, words="Who does it: a role, such as Head of Service."),
            Column("due", "date", "The day by which it is done. An open action is overdue after it."),
            Column("status", "choice", "What has become of it. Blank: open.", choices=STATES),
            Column("reason", words="Why it was dropped."),
            Column("from", "period", "The first month that shows it: that in which it was agreed."),
            Column("to", "period",
                   "The last month that shows it: that in which it was done or dropped. Blank while it is open."),
        ),
        key=("indicator", "area", "action", "from"),
    ),
    Table(
        "glossary",
        "the words behind each abbreviation.",
        (
            Column("term", required=True, words="The abbreviation."),
            Column("words", required=True, words="What the abbreviation stands for."),
        ),
        key=("term",),
    ),
    Table(
        "budget",
        "the budget and its variances, in pounds.",
        (
            Column("line", required=True),
            Column("group"),
            Column("level", "choice", required=True, choices=("line", "subtotal", "total")),
            Column("measure", "choice", required=True, choices=("cash_limit", "variance", "savings_not_achieved")),
            *MONEY,
            Column("comment"),
        ),
        key=("line", "group", "level", "measure"),
    ),
    Table(
        "movements",
        "how the cash limit came about.",
        (
            Column("line", required=True),
            Column("kind", "choice", required=True, choices=("balance", "grant", "corporate", "technical")),
            *MONEY,
            Column("description"),
        ),
        key=(),
    ),
    Table(
        "variances",
        "the reasons behind the variances.",
        (
            *(Column(name, required=True) for name in ("portfolio", "description")),
            Column("amount", "number", required=True),
            Column("offsets", refers="variances.description"),
        ),
        key=("portfolio", "description"),
    ),
    Table(
        "capital",
        "capital spending by year.",
        (
            *(Column(name, required=True) for name in ("section", "line", "year")),
            Column("amount", "number", required=True),
            Column("kind", "choice", choices=("real", "rephasing")),
            Column("level", "choice", choices=("line", "total")),
        ),
        key=("section", "line", "year"),
    ),
    Table(
        "unit_costs",
        "units and what they cost.",
        (
            Column("service", required=True),
            *_optional("number", "affordable_units forecast_units budget_cost forecast_cost"),
            *_optional("number", "units_variance cost_difference volume_variance price_variance income_variance"),
            Column("part_of", refers="unit_costs.service"),
        ),
        key=("service",),
    ),
    Table(
        "published",
        "what a printed report says, cell by cell.",
        (
            Column("report", "slug", required=True),
            Column("item", required=True, refers=PRINTED_ITEMS, choices=("summary",)),
            Column("period", "period"),
            SOME_AREA,
            COHORT,
            Column("field", required=True),
            Column("printed", required=True, words="The cell exactly as it is printed."),
            Column("computed", words="What the figures give, in the printed form, for a field of your own."),
            Column("where", required=True),
            Column("explanation", words="Why the figures do not bear the printed cell out."),
        ),
        # A report may print one figure in two places, and not the same in both.
        key=("report", "item", "period", "area", "cohort", "field", "where"),
    ),
)  # fmt: skip
TABLES = {table.name: table for table in _TABLES}
"""Every table by its name, in the order in which findings are listed."""
