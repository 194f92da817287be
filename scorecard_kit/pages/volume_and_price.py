"""The blocks of volume and price: how much of a variance comes from more units, and how much from what one costs."""

from collections.abc import Sequence
from fractions import Fraction
from operator import itemgetter

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html
from scorecard_kit.blocks.cells import amount
from scorecard_kit.blocks.html import Block, Column, bullets, paragraph, section, table, to_csv
from scorecard_kit.charts.waterfall import STEPS, Step, waterfall
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.numbers import (
    added,
    difference,
    display,
    exact,
    pounds,
    pounds_in_sentence,
    pounds_over_or_under,
    rounding_sentence,
)
from scorecard_kit.judge.periods import financial_year, month_name
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import Row, records, records_by
from scorecard_kit.judge.unit_costs import SPLIT_COLUMNS, unit_cost_differences, volume_and_price
from scorecard_kit.text.counting import agreeing, capitalised, count, counted, joined

__all__ = [
    "PARTS", "answer", "beside_print", "chart", "chosen", "financial_year", "opening", "split", "split_table",
    "units_table",
]  # fmt: skip

PARTS = ("wholes", "parts")
"""What may be added up: whole services, or the parts they are made of where they have any; never both."""

_SERVICE = Column("Service", itemgetter("service"))
_BASES = {"computed": "computed from units and unit costs", "entered": "as printed"}
_RULE = (
    "Volume is the difference in units at the budgeted cost of one; price is the difference in cost for all units "
    "that are forecast. Together they are the whole gross variance, exactly."
)


def split(book: Dataset) -> pd.DataFrame:
    """Each service's variance as volume and price, see `volume_and_price`."""
    return volume_and_price(book.unit_costs)


def opening(book: Dataset, period: str, shown: str, unit: str, units: str) -> Block:
    """The title and the answer; `units` says what the units are."""
    title = f"Volume and price, {month_name(period)}"
    return html.opening(title, answer(split(book), shown, unit, units), glossary=book.glossary)


def chosen(split: pd.DataFrame, shown: str) -> list[Row]:
    """The services whose variances may be added: those that are part of no other, or those that have no parts.

    Only services whose volume and price are known. Anything but "wholes" or "parts" raises ValueError.
    """
    return [row for row in _of_one_kind(split, shown) if row["gross_variance"] != ""]


def _of_one_kind(split: pd.DataFrame, shown: str) -> list[Row]:
    if shown not in PARTS:
        raise ValueError(f"shown is {shown!r}; write one of {', '.join(PARTS)}")
    rows = records(split)
    wholes = {row["part_of"] for row in rows}
    return [row for row in rows if (not row["part_of"] if shown == "wholes" else row["service"] not in wholes)]


def _left_out(split: pd.DataFrame, shown: str) -> str:
    """The services that no total holds, since their volume or price cannot be told; blank where there are none."""
    names = [row["service"] for row in _of_one_kind(split, shown) if row["gross_variance"] == ""]
    if not names:
        return ""
    return (
        f"{counted(len(names), 'service', 'have')} no split into volume and price, for want of units or costs, and "
        f"{agreeing(len(names), 'are')} not in the total: {joined(names)}."
    )


def _sum(rows: Sequence[Row], column: str) -> Fraction:
    return sum((row[column] for row in rows), Fraction(0))


def answer(split: pd.DataFrame, shown: str, unit: str, units: str) -> str:
    """How far more or fewer units and their cost move spending, and what both come to. `units` says what they are."""
    rows = chosen(split, shown)
    if not rows:
        return f"No service has both its volume and its price in the data. {_left_out(split, shown)}".rstrip()
    volume, price = _sum(rows, "volume_variance"), _sum(rows, "price_variance")
    more = f"{'More' if volume > 0 else 'Fewer'} {units} than budgeted {_moves(volume, unit, 'add', 'take off')}"
    dearer = f"a {'higher' if price > 0 else 'lower'} unit cost {_moves(price, unit, 'adds', 'takes off')}"
    return (
        f"{more if volume else f'The number of {units} adds nothing'}, and "
        f"{dearer if price else 'the unit cost adds nothing'}: in all "
        f"{pounds_over_or_under(volume + price, unit)} the gross budget of {count(len(rows), 'service')}. "
        f"{_left_out(split, shown)}".rstrip()
    )


def _moves(pounds: Fraction, unit: str, more: str, less: str) -> str:
    if not pounds:
        return f"{more} nothing"
    return f"{more if pounds > 0 else less} {pounds_in_sentence(pounds, unit)}"


def chart(split: pd.DataFrame, shown: str, unit: str, year: str) -> Block:
    """The waterfall: for each service its volume and its price, to the gross variance of all of them."""
    rows = chosen(split, shown)
    steps = [Step(f"{row['service']}: {name}", row[f"{name}_variance"]) for row in rows for name in ("volume", "price")]
    volume, price = _sum(rows, "volume_variance"), _sum(rows, "price_variance")
    sides = zip(("Volume", "price"), (volume, price), strict=True)
    title = ", ".join(f"{name} {_moves(pounds, unit, 'adds', 'takes off')}" for name, pounds in sides)
    measured = f"Gross variance by service, {year}, {unit}. {STEPS}"
    total = "The services above" if _left_out(split, shown) else "All services"
    block = waterfall(steps, total, unit, title, measured)
    note = rounding_sentence([step.amount for step in steps], unit)
    return Block(block.html + (paragraph(note, "quiet") if note else Markup("")))


def split_table(split: pd.DataFrame, unit: str, year: str) -> Block:
    """The split of every service, those that are part of another under it; and as CSV with units and unit costs."""
    columns = [
        _SERVICE,
        *(amount(f"{name}, {unit}", f"{name.lower()}_variance", unit, signed=True, absent="not given")
          for name in ("Volume", "Price", "Gross", "Income", "Net")),
        Column("Where volume and price come from", lambda row: _BASES[row["basis"]]),
    ]  # fmt: skip
    body = table(f"Volume and price by service, {year}, {unit}", columns, _by_service(split), css="dense named said")
    never = "The parts of a service are in its whole already: never add the two." if any(split["part_of"]) else ""
    return Block(
        body + bullets([_RULE, "+ is adverse, - is favourable.", never], "quiet"), to_csv(split, SPLIT_COLUMNS)
    )


def units_table(split: pd.DataFrame, units: str, year: str) -> Block:
    """What the split rests on: units and the cost of one, budgeted and forecast."""
    columns = [
        _SERVICE,
        _units("Affordable", "affordable_units"),
        _units("Forecast", "forecast_units"),
        Column("More (+) or fewer (-)", lambda row: difference(row["units_variance"], 0) or "not given", number=True),
        _unit_cost("Budgeted unit cost", "budget_cost"),
        _unit_cost("Forecast unit cost", "forecast_cost"),
        _unit_cost("Dearer (+) or cheaper (-)", "cost_difference", signed=True),
    ]
    caption = f"{capitalised(units)} and unit costs by service, {year}"
    return Block(section("Units and unit costs", table(caption, columns, _by_service(split), css="dense named")))


def _units(label: str, field: str) -> Column:
    return Column(label, lambda row: display(row[field], 0) or "not given", number=True)


def _unit_cost(label: str, field: str, *, signed: bool = False) -> Column:
    return Column(label, lambda row: _cost(row[field], signed=signed) or "not given", number=True)


def _by_service(split: pd.DataFrame) -> list[tuple[str, list[Row]]]:
    """The rows as groups: a whole with its parts beneath it, then the services that have none."""
    rows = records(split)
    wholes = list(dict.fromkeys(row["part_of"] for row in rows if row["part_of"]))
    groups = [(f"{whole}: the whole and its parts", [row for row in rows if whole in (row["service"], row["part_of"])])
              for whole in wholes]  # fmt: skip
    rest = [row for row in rows if row["service"] not in wholes and not row["part_of"]]
    groups += [("Other services" if wholes else "", rest)] if rest else []
    return [(label, sorted(services, key=lambda row: bool(row["part_of"]))) for label, services in groups]


def _cost(pounds: Fraction | str, *, signed: bool = False) -> str:
    """A unit cost to the pound, or to the penny where it has pence."""
    if isinstance(pounds, str):
        return ""
    return display_result(Fraction(pounds), "gbp", 0 if pounds.denominator == 1 else 2, signed=signed)


def beside_print(split: pd.DataFrame, unit_costs: pd.DataFrame, unit: str) -> Block:
    """The printed split beside the computed one, and where a printed whole is not the sum of its printed parts."""
    rows = [row for row in records(split) if row["basis"] == "computed" and row["entered_volume"] != ""]
    if not rows:
        return Block(section("Printed and computed", "No service has units and unit costs on both sides."))
    for row in rows:
        row["entered_gross"] = added(exact(row[f"entered_{name}"]) for name in ("volume", "price"))
    columns = [_SERVICE]
    for name in ("volume", "price", "gross"):
        columns.append(amount(f"Printed {name}, {unit}", f"entered_{name}", unit, signed=True, absent=""))
        columns.append(amount(f"Computed {name}, {unit}", f"{name}_variance", unit, signed=True, absent=""))
    body = table(f"The printed split and the computed one, {unit}", columns, [("", rows)], css="named pairs")
    return Block(section("Printed and computed", body, bullets([*_apart(rows), *_wholes(unit_costs, unit)], "quiet")))


def _apart(rows: Sequence[Row]) -> list[str]:
    """Why a printed price is not the computed one: a printed difference of unit costs other than that of the costs."""
    sentences = []
    for row in rows:
        printed = row["entered_price"]
        if printed == "" or printed == row["price_variance"] or row["implied_cost_difference"] == "":
            continue
        sentences.append(
            f"{row['service']}: the two unit costs are {_cost(abs(row['cost_difference']))} apart. The printed price "
            f"comes from about {display_result(abs(row['implied_cost_difference']), 'gbp', 2)} a unit, which differs "
            "because one of the costs was printed rounded."
        )
    return sentences


def _wholes(unit_costs: pd.DataFrame, unit: str) -> list[str]:
    """Printed wholes that are not the sum of their printed parts."""
    differences = unit_cost_differences(unit_costs)
    of_parts = differences[differences["field"].str.endswith(" of its parts").astype(bool)]
    return [f"{item}: {joined([_apart_from_parts(row, unit) for row in rows])}; the parts were worked out at unit "
            "costs of their own." for item, rows in records_by(of_parts, "item").items()]  # fmt: skip


def _apart_from_parts(row: Row, unit: str) -> str:
    entered, computed = (pounds(row[name], unit, signed=True) for name in ("entered", "computed"))
    return f"{row['field'].partition('_')[0]} {entered} is printed and its parts add to {computed}"
