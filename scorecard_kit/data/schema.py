"""The tables of the data contract (docs/data.md): their columns, kinds and keys. A new table is a few lines here."""

from dataclasses import dataclass
from typing import Literal

from scorecard_kit.judge.indicators import DataPeriod, Polarity, Unit

Kind = Literal["text", "slug", "number", "count", "whole", "period", "date", "yes_no", "choice", "list"]
NUMBERS: frozenset[Kind] = frozenset({"number", "count", "whole"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `kind`: `number` is in the indicator's own unit (in a finance table units or pounds), `count` was counted, `whole`
    is 0, 1, 2 and so on; `slug` is a key in small letters, digits and hyphens; a `list` has its items parted by spaces.
    A `required` column must stand in the file and be filled in every row (blank only where "" is one of its choices).
    `refers` names the columns, as `table.column` with spaces between, in one of which the value (every item of a list)
    must stand; `choices` are the values of kind choice, and those allowed beside the ones referred to.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table, in `<name>.csv`. A `required` one may not be missing.

    No two rows agree in all columns of `key`; where the key is empty, rows may repeat.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.csv"


def _optional(kind: Kind, names: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind) for name in names.split())


INDICATOR = Column("indicator", required=True, refers="indicators.indicator")
PERIOD = Column("period", "period", required=True)
FROM = Column("from", "period", required=True)
AREA = Column("area", required=True, refers="areas.area")
COHORT = Column("cohort", refers="results.cohort")
MONEY = _optional("number", "gross income net")
PRINTED_ITEMS = (
    "indicators.indicator budget.line movements.line variances.description capital.section unit_costs.service"
)

_TABLES = (
    Table(
        "indicators",
        (
            Column("indicator", "slug", required=True),
            Column("name", required=True),
            Column("polarity", "choice", required=True, choices=tuple(Polarity)),
            Column("data_period", "choice", required=True, choices=tuple(DataPeriod)),
            Column("unit", "choice", required=True, choices=tuple(Unit)),
            Column("role", "choice", choices=("indicator", "activity", "companion", "lead")),
            Column("group"),
            *_optional("whole", "per decimals"),
            Column("excludes", "list"),
            Column("companions", "list", refers="indicators.indicator"),
            *_optional("yes_no", "may_exceed_100 may_be_negative cases_sentence"),
            *_optional("text", "definition source data_notes"),
            Column("flags", "list"),
            *_optional("period", "from to"),
            Column("replaces", refers="indicators.indicator"),
        ),
        key=("indicator",),
        required=True,
    ),
    Table(
        "results",
        (
            INDICATOR,
            PERIOD,
            AREA,
            Column("cohort"),
            *_optional("count", "numerator denominator"),
            Column("value", "number"),
            Column("status", "choice", choices=("provisional", "carried_forward", "suppressed")),
            Column("as_at", "date"),
            Column("note"),
            *_optional("whole", "rank of"),
        ),
        key=("indicator", "period", "area", "cohort"),
        required=True,
    ),
    Table(
        "targets",
        (
            INDICATOR,
            FROM,
            Column("area", refers="areas.area"),
            *_optional("number", "target floor green_from green_to amber_from amber_to lower upper"),
            Column("basis", "choice", choices=("council", "national", "indicative", "budget")),
            Column("floor_basis", "choice", choices=("printed", "inferred")),
            *_optional("text", "floor_range not_rated note"),
        ),
        key=("indicator", "from", "area"),
    ),
    Table(
        "owners",
        (
            Column("indicator", refers="indicators.indicator"),
            Column("group", refers="indicators.group"),
            *(Column(name, required=True) for name in ("role", "name")),
            Column("from", "period"),
        ),
        key=("indicator", "group", "role", "name", "from"),
    ),
    Table(
        "areas",
        (
            Column("area", required=True),
            Column("kind", "choice", required=True, choices=("county", "area", "service", "team", "benchmark")),
            Column("parent", refers="areas.area"),
        ),
        key=("area",),
    ),
    Table(
        "breakdowns",
        (
            INDICATOR,
            PERIOD,
            AREA,
            COHORT,
            *(Column(name, required=True) for name in ("dimension", "category")),
            Column("count", "count", required=True),
        ),
        key=("indicator", "period", "area", "cohort", "dimension", "category"),
    ),
    Table(
        "changes",
        (
            INDICATOR,
            FROM,
            Column(
                "kind",
                "choice",
                required=True,
                choices=("definition", "bands", "source", "restated", "retired", "replaced"),
            ),
            Column("comparable", "yes_no", required=True),
            Column("note", required=True),
        ),
        key=("indicator", "from", "kind"),
    ),
    Table("glossary", tuple(Column(name, required=True) for name in ("term", "words")), key=("term",)),
    Table(
        "budget",
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
        (
            *(Column(name, required=True) for name in ("portfolio", "description")),
            Column("amount", "number", required=True),
            Column("offsets", refers="variances.description"),
        ),
        key=("portfolio", "description"),
    ),
    Table(
        "capital",
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
        (
            Column("report", "slug", required=True),
            Column("item", required=True, refers=PRINTED_ITEMS, choices=("summary",)),
            Column("period", "period"),
            Column("area", refers="areas.area"),
            COHORT,
            *(Column(name, required=True) for name in ("field", "printed", "where")),
            *(Column(name) for name in ("computed", "explanation")),
        ),
        # A report may print one figure in two places, and not the same in both.
        key=("report", "item", "period", "area", "cohort", "field", "where"),
    ),
)
TABLES = {table.name: table for table in _TABLES}
"""Every table by its name, in the order in which findings are listed."""
