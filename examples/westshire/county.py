"""The tables of the invented county, as they stood when a month was reported."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from random import Random

from examples.westshire.draws import MEASURES, MONTHS, Pair, counts, months_from
from examples.westshire.measures import Measure, Target
from examples.westshire.pack import parameters
from examples.westshire.places import AREAS, BENCHMARKS, COUNTY, TEAMS, Place, leaves
from examples.westshire.promises import actions
from examples.westshire.stories import CHANGES, CORRECTIONS, MISSED

__all__ = ["HISTORY", "LAST", "SEED", "tables", "write"]

SEED = 335
HISTORY = months_from("2023-04", "2026-03")
LAST = HISTORY[-1]
Row = Sequence[object]
Result = tuple[str, str, str, str, int | str, int | str, float | str]

OWNERS = (
    ("", "Director", "Director of Children's and Adults' Services", ""),
    *((group, "Cabinet Member", "Cabinet Member for Children", "") for group in ("Front door", "Child protection",
      "Children in care and care leavers", "Children's workforce")),
    *((group, "Cabinet Member", "Cabinet Member for Adults", "") for group in ("Adults: getting help",
      "Adults: safe and independent")),
    ("Front door", "Division", "Head of Assessment", ""),
    ("Child protection", "Division", "Head of Safeguarding", ""),
    ("Children in care and care leavers", "Division", "Head of Corporate Parenting", ""),
    ("Children's workforce", "Division", "Principal Social Worker", ""),
    ("Children's workforce", "Division", "Head of Workforce", "2025-09"),
    ("Adults: getting help", "Division", "Head of Adults' First Contact", ""),
    ("Adults: safe and independent", "Division", "Head of Long-term Support", ""),
)  # fmt: skip
TARGET_COLUMNS = (
    "indicator", "from", "area", "target", "floor", "green_from", "green_to", "amber_from", "amber_to", "lower",
    "upper", "basis", "floor_basis",
)  # fmt: skip
GLOSSARY = (("UASC", "unaccompanied asylum-seeking children"),)
AGES = {
    "cic-3-placements": (("0 to 4", 9), ("5 to 10", 17), ("11 to 13", 20), ("14 to 15", 24), ("16 to 17", 30)),
    "adults-waiting": (("18 to 64", 42), ("65 to 84", 36), ("85 and over", 22)),
}


def tables(as_of: str = LAST, seed: int = SEED, *, planted: bool = True) -> dict[str, str]:
    """Give the text of each CSV table by its file's name, as the county knew it when the month `as_of` was reported.

    That is: the results up to the month, with the mistakes that were mended later; the targets of its financial year
    and those before; changes, actions, owners and national figures as far as they were known.
    """
    if as_of not in HISTORY:
        raise ValueError(f"{as_of!r} is no month of this history: it goes from {HISTORY[0]} to {LAST}.")
    known = HISTORY[: HISTORY.index(as_of) + 1]
    results = list(_results(known, seed, planted=planted))
    return {
        "actions.csv": _text("indicator,area,action,owner,due,status,reason,from,to", actions(as_of)),
        "areas.csv": _text("area,kind,parent", _areas()),
        "breakdowns.csv": _text("indicator,period,area,dimension,category,count", _breakdowns(results, seed)),
        "changes.csv": _text(
            "indicator,from,kind,comparable,note", [row for row in CHANGES if planted and row[1] <= as_of]
        ),
        "glossary.csv": _text("term,words", GLOSSARY),
        "indicators.csv": _text(
            ",".join(_indicator(MEASURES[0])), [list(_indicator(one).values()) for one in MEASURES]
        ),
        "owners.csv": _text("group,role,name,from", [row for row in OWNERS if row[3] <= as_of]),
        "results.csv": _text("indicator,period,area,cohort,numerator,denominator,value", results),
        "targets.csv": _text(",".join(TARGET_COLUMNS), _targets(known)),
    }


def write(root: Path, as_of: str = LAST, seed: int = SEED, *, planted: bool = True) -> None:
    """Write the tables of a month into `root`/data/westshire, and its pack into `root`/parameters; other files stay."""
    texts = {f"data/westshire/{name}": text for name, text in tables(as_of, seed, planted=planted).items()}
    texts[f"parameters/westshire-{as_of}.yaml"] = parameters(as_of)
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _areas() -> Iterator[Row]:
    yield COUNTY, "county", ""
    yield from ((area.name, "area", area.parent) for area in AREAS)
    yield from ((team.name, "team", team.parent) for team in TEAMS)
    yield from ((name, "benchmark", "") for name in BENCHMARKS)


def _indicator(measure: Measure) -> dict[str, str]:
    """A row of indicators.csv by its columns."""
    return {
        "indicator": measure.key, "name": measure.name, "short_name": measure.short_name, "polarity": measure.polarity,
        "data_period": measure.data_period, "unit": measure.unit, "role": measure.role, "group": measure.group,
        "per": measure.per, "decimals": measure.decimals, "companions": measure.companions,
        "cases_sentence": measure.cases_sentence, "definition": measure.definition, "source": measure.source,
        "data_notes": measure.data_notes,
    }  # fmt: skip


def _results(known: Sequence[str], seed: int, *, planted: bool) -> Iterator[Result]:
    """The rows of results.csv: the county, its areas and teams, with and without a cohort, and the national figures."""
    drawn = {key: list(pairs) for key, pairs in counts(seed, planted=planted).items()}
    if planted:
        _mistake(drawn, known[-1])
    missed = MISSED if planted else ("", "")
    for measure in MEASURES:
        sides = list(dict.fromkeys(side for key, _, side in drawn if key == measure.key))
        cohorts = {"": sides, **({"excluding_uasc": ["excluding_uasc"]} if measure.cohort else {})}
        months = [month for month in known if _is_reported(measure, month) and (measure.key, month) != missed]
        for (place, parts), (cohort, of_cohort) in product(_places(measure), cohorts.items()):
            series = [drawn[measure.key, part.name, side] for part, side in product(parts, of_cohort)]
            people = sum(measure.population * part.share // 1000 for part in parts)
            for month in months:
                above, below = _added(measure.data_period, series, month)
                yield measure.key, month, place, cohort, above, below or people or "", ""
        yield from _national(measure, known[-1])


def _mistake(drawn: dict[tuple[str, str, str], list[Pair]], as_of: str) -> None:
    """Put in place of the counts what was reported at first, where it was not yet mended."""
    for one in CORRECTIONS:
        if as_of < one.mended:
            side = next(side for key, place, side in drawn if (key, place) == (one.indicator, one.place))
            pairs, number = drawn[one.indicator, one.place, side], MONTHS.index(one.period)
            pairs[number] = (pairs[number][0] + one.numerator, pairs[number][1])


def _places(measure: Measure) -> Iterator[tuple[str, list[Place]]]:
    """The places that an indicator is reported for, each with those that it is the sum of."""
    parts = leaves(measure.by)
    yield COUNTY, list(parts)
    for place in (*AREAS, *TEAMS):
        if own := [part for part in parts if place.name in {part.name, part.parent}]:
            yield place.name, own


def _is_reported(measure: Measure, month: str) -> bool:
    return measure.data_period != "quarter" or int(month[5:]) % 3 == 0


def _added(data_period: str, series: Sequence[Sequence[Pair]], month: str) -> Pair:
    """The numerator and denominator of a month, with the months before it that its data period covers."""
    last = MONTHS.index(month)
    covered = {"YTD": (int(month[5:]) - 4) % 12 + 1, "R12M": 12, "quarter": 3}.get(data_period, 1)
    pairs = [pair for one in series for pair in one[last - covered + 1 : last + 1]]
    return sum(above for above, _ in pairs), sum(below for _, below in pairs)


def _national(measure: Measure, as_of: str) -> Iterator[Result]:
    """The yearly figures of the neighbours and of England, which come out in the November after the year."""
    for name, values in zip(BENCHMARKS, measure.benchmarks, strict=False):
        for year, value in zip((2024, 2025), values, strict=True):
            if as_of >= f"{year}-11":
                yield measure.key, f"{year}-03", name, "", "", "", value


def _targets(known: Sequence[str]) -> Iterator[Row]:
    """The rows of targets.csv, of the financial years up to that of the last month."""
    years = [year for year in (2023, 2024, 2025) if f"{year}-04" <= known[-1]]
    for measure in MEASURES:
        for year, bands in zip(years, measure.years, strict=False):
            for month, target in _from(measure, year, bands):
                given = {"indicator": measure.key, "from": month, "basis": "council", **target}
                given["area"] = measure.target_area
                given["floor_basis"] = "" if "lower" in target else "printed"
                yield tuple(given.get(column, "") for column in TARGET_COLUMNS)


def _from(measure: Measure, year: int, bands: Target) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The months from which a year's target is in force, and what it is then: a count since April climbs to it."""
    if (measure.unit, measure.data_period) != ("count", "YTD"):
        yield from [(f"{year}-04", bands)] if bands else []
        return
    for number, month in enumerate(months_from(f"{year}-04", f"{year + 1}-03"), start=1):
        yield month, {name: f"{value * number / 12:g}" for name, value in bands.items()}


def _breakdowns(results: Iterable[Result], seed: int) -> Iterator[Row]:
    """The county's numerators by age, of the indicators that have ages."""
    for key, month, place, cohort, numerator, *_ in results:
        if key in AGES and place == COUNTY and not cohort:
            random = Random(f"{seed} ages {key} {month}")
            ages = random.choices(*zip(*AGES[key], strict=True), k=int(numerator))
            yield from ((key, month, place, "Age", name, ages.count(name)) for name, _ in AGES[key])


def _text(header: str, rows: Iterable[Row]) -> str:
    """A CSV file with line feeds, whatever the machine."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return file.getvalue()
