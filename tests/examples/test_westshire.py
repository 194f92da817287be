"""The invented county: it is what its generator writes, it adds up, and what is planted in it is there."""

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from examples.westshire import tables, write
from examples.westshire.stories import CORRECTIONS, Correction
from scorecard_kit import Polarity, Rag, Target, rag_rating
from scorecard_kit.pack.plan import check
from tests.conftest import ROOT
from tests.test_docs import part, rows, spans

COUNTY, LAST = "Westshire", "2026-03"
PACK = ROOT / "parameters" / f"westshire-{LAST}.yaml"
Figures = dict[tuple[str, str, str, str], tuple[str, str, str]]


def lines(text: str) -> Iterator[dict[str, str]]:
    """Read a CSV table."""
    return csv.DictReader(io.StringIO(text))


@cache
def figures(as_of: str = LAST, *, planted: bool = True) -> Figures:
    """Give numerator, denominator and value by indicator, month, area and cohort."""
    found = lines(tables(as_of, planted=planted)["results.csv"])
    return {
        (row["indicator"], row["period"], row["area"], row["cohort"]): (
            row["numerator"],
            row["denominator"],
            row["value"],
        )
        for row in found
    }


def counted(indicator: str, month: str, area: str = COUNTY, cohort: str = "", as_of: str = LAST) -> tuple[int, int]:
    """Give a numerator and a denominator."""
    above, below, _ = figures(as_of)[indicator, month, area, cohort]
    return int(above), int(below or 1)


def share(indicator: str, month: str, cohort: str = "") -> float:
    """Give the county's percentage."""
    above, below = counted(indicator, month, cohort=cohort)
    return 100 * above / below


def test_the_county_is_what_its_generator_writes(tmp_path: Path) -> None:
    """Run again, the generator gives the tables and the parameters file of the repository, byte for byte."""
    write(tmp_path)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(written) == 10
    assert {name for name, content in written.items() if (ROOT / name).read_bytes() != content} == set()
    of_data = {path.name for path in (ROOT / "data" / "westshire").iterdir()} - {"commentary"}
    assert of_data == {name.name for name in written if name.suffix == ".csv"}


def test_the_missed_month_is_all_that_is_told() -> None:
    """The pack is checked, and the one thing told is the month that was planted as missed."""
    [finding] = check(PACK)
    assert (finding.level, finding.value) == ("warning", "2025-11")
    assert finding.problem.startswith('is missing in 6 series (first: "annual-reviews, Westshire")')


def test_the_places_add_up() -> None:
    """Teams add to their area and areas to the county, in every figure that more than one level has."""
    parents = {row["area"]: row["parent"] for row in lines(tables()["areas.csv"])}
    added: dict[tuple[str, str, str, str], list[int]] = {}
    for (key, month, area, cohort), pair in figures().items():
        if parents[area]:
            whole = added.setdefault((key, month, parents[area], cohort), [0, 0])
            whole[0] += int(pair[0])
            whole[1] += int(pair[1] or 0)
    assert len(added) > 2300
    assert {key: tuple(both) for key, both in added.items()} == {
        key: tuple(int(cell or 0) for cell in figures()[key][:2]) for key in added
    }


def test_the_months_add_up() -> None:
    """A stock moves by who came and who left; a year to date begins again in April, and never falls in between."""
    months = sorted({month for _, month, _, _ in figures()})
    assert (months[0], months[-1], len(months)) == ("2023-04", LAST, 36)
    for before, month in pairwise(months):
        moved = {key: counted(key, month)[0] for key in ("cp-starts", "cp-ends", "cic-starts", "cic-ends")}
        assert counted("cp-plans", month)[0] - counted("cp-plans", before)[0] == moved["cp-starts"] - moved["cp-ends"]
        now, then = counted("children-in-care", month)[0], counted("children-in-care", before)[0]
        assert now - then == moved["cic-starts"] - moved["cic-ends"]
        fell = counted("carers-assessed", month)[0] < counted("carers-assessed", before)[0]
        assert fell is month.endswith("-04")
        if not fell:
            assert counted("assessments-in-time", month)[1] > counted("assessments-in-time", before)[1]


def test_twelve_months_are_the_sum_of_the_months() -> None:
    """The base of the re-referrals is the referrals of twelve months."""
    year = [f"{2024 + (number > 12)}-{(number - 1) % 12 + 1:02}" for number in range(4, 16)]
    assert counted("re-referrals", "2025-03")[1] == sum(counted("referrals", month)[0] for month in year)


def test_no_share_is_more_than_all_of_them() -> None:
    """A numerator of a percentage is at most its denominator, with and without the cohort."""
    percentages = {row["indicator"] for row in lines(tables()["indicators.csv"]) if row["unit"] == "percent"}
    pairs = [pair for (key, *_), pair in figures().items() if key in percentages and not pair[2]]
    assert len(pairs) > 5000
    assert [pair for pair in pairs if not 0 <= int(pair[0]) <= int(pair[1])] == []


def one_month(indicator: str, month: str) -> float:
    """Give the percentage of one month alone, of an indicator since April."""
    (above, below), before = counted(indicator, month), f"{month[:5]}{int(month[5:]) - 1:02}"
    then = (0, 0) if month.endswith("-04") else counted(indicator, before)
    return 100 * (above - then[0]) / (below - then[1])


def test_the_improvement_is_there_from_january_2025() -> None:
    """Month for month, every one of 2025 since February is better than every one of the year before."""
    earlier = [one_month("assessments-in-time", f"2024-{month:02}") for month in range(4, 13)]
    later = [one_month("assessments-in-time", f"2025-{month:02}") for month in range(4, 13)]
    assert max(earlier) < min(later)
    assert 8 < sum(later) / 9 - sum(earlier) / 9 < 12


def test_the_noise_looks_like_an_improvement() -> None:
    """Red in January, Amber in February, Green in March 2026, of a chance that never changed."""
    [target] = [row for row in lines(tables()["targets.csv"]) if row["indicator"] == "adults-assessed"]
    bands = Target(target=Fraction(target["target"]), floor=Fraction(target["floor"]))
    seen = [counted("adults-assessed", f"2026-0{month}") for month in (1, 2, 3)]
    assert [rag_rating(Fraction(100 * above, below), bands, Polarity("H")) for above, below in seen] == [
        Rag.RED, Rag.AMBER, Rag.GREEN,
    ]  # fmt: skip


def test_the_other_stories_are_told() -> None:
    """The definition, the cohort, the month that was missed, the small team and the new owner are as the page says."""
    assert share("cic-health", "2025-03") - share("cic-health", "2025-04") > 7
    assert "cic-health,2025-04,definition,no," in tables()["changes.csv"]
    assert share("cic-3-placements", LAST) > 11.5 > share("cic-3-placements", LAST, "excluding_uasc") > 9.5
    assert {month for key, month, *_ in figures() if key == "referrals"} - {
        month for key, month, *_ in figures() if key == "annual-reviews"
    } == {"2025-11"}
    plans = [
        int(pair[0]) for (key, _, area, _), pair in figures().items() if (key, area) == ("cp-plans", "Skerry Island")
    ]
    assert sum(1 <= number <= 5 for number in plans) >= 30
    assert ["Head of Workforce" in tables(month)["owners.csv"] for month in ("2025-08", "2025-09")] == [False, True]


def test_without_stories_there_is_none() -> None:
    """No improvement, no other definition, no month that is missing: each only as far as chance goes."""
    plain = {key: pair for key, pair in figures(planted=False).items() if key[2] == COUNTY}
    assert ("annual-reviews", "2025-11", COUNTY, "") in plain
    for key, month, before in (("assessments-in-time", LAST, "2024-03"), ("cic-health", "2025-04", "2025-03")):
        (above, below), (earlier, of) = (map(int, plain[key, one, COUNTY, ""][:2]) for one in (month, before))
        assert abs(above / below - earlier / of) < 0.03


def apart(as_of: str) -> dict[tuple[str, str, str, str], int]:
    """By how much the numerators known in a month differ from those known in the end."""
    then, now = figures(as_of), figures()
    return {key: int(then[key][0]) - int(now[key][0]) for key in then if then[key] != now[key]}


def months_until_mended(one: Correction) -> list[str]:
    """The months from that of a mistake to the one before it was mended."""
    return sorted({month for _, month, *_ in figures() if one.period <= month < one.mended})


@pytest.mark.parametrize("one", CORRECTIONS, ids=lambda one: one.indicator)
def test_a_mistake_stands_until_it_is_mended(one: Correction) -> None:
    """It is in its own place and those above, from its month on; the month before and once it is mended it is not."""
    parents = {row["area"]: row["parent"] for row in lines(tables()["areas.csv"])}
    places = {one.place, parents[one.place], COUNTY}
    for as_of in months_until_mended(one):
        mine = {key: off for key, off in apart(as_of).items() if key[0] == one.indicator}
        assert {area for _, _, area, _ in mine} == places
        assert set(mine.values()) == {one.numerator}
        assert min(month for _, month, *_ in mine) == one.period
    assert [key for key in apart(one.mended) if key[0] == one.indicator] == []


def test_nothing_else_was_known_otherwise() -> None:
    """In each month up to the last correction, only the indicators differ of which a mistake was still to be mended."""
    for as_of in sorted({month for one in CORRECTIONS for month in (*months_until_mended(one), one.mended)}):
        still = {one.indicator for one in CORRECTIONS if one.period <= as_of < one.mended}
        assert {key for key, *_ in apart(as_of)} == still
        assert max(month for _, month, *_ in figures(as_of)) == as_of
        rest = figures().keys() - figures(as_of).keys()
        assert {month > as_of or area in {"England", "Statistical neighbours"} for _, month, area, _ in rest} == {True}


def test_the_page_tells_the_corrections() -> None:
    """The table of corrections has each of them, and the ratings that it names are those that the figures gave."""
    page = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    told = [row for row in rows(part(page, "### The late corrections")) if row[0] != "indicator"]
    assert [(spans(row[0])[0], row[1], row[2], row[3], row[4]) for row in told] == [
        (one.indicator, one.period, one.place, f"{-one.numerator} too few", one.mended) for one in CORRECTIONS
    ]
    polarity = {row["indicator"]: row["polarity"] for row in lines(tables()["indicators.csv"])}
    per = {"percent": 100, "count": 1, "rate": 100_000}
    unit = {row["indicator"]: row["unit"] for row in lines(tables()["indicators.csv"])}
    for one, row in zip(CORRECTIONS, told, strict=True):
        [target] = [
            Target(target=Fraction(line["target"]), floor=Fraction(line["floor"]))
            for line in lines(tables(one.period)["targets.csv"])
            if line["indicator"] == one.indicator
        ][-1:]
        area = row[5].partition(",")[0]
        pairs = [counted(one.indicator, one.period, area, as_of=as_of) for as_of in (one.period, LAST)]
        ratings = [
            rag_rating(Fraction(above * per[unit[one.indicator]], below), target, Polarity(polarity[one.indicator]))
            for above, below in pairs
        ]
        assert row[5].endswith(f": {ratings[0].value}, in truth {ratings[1].value}")
