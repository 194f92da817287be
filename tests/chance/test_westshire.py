"""The stories planted in the invented county (examples/README.md): told where there is one, and nowhere else."""

import pytest

from scorecard_kit import history, load, monthly, rate, variation
from scorecard_kit.chance.certainty import Verdict, certainty
from scorecard_kit.chance.comparison import FEW_CASES
from scorecard_kit.chance.limits import Rule, Xmr, segments
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.periods import window
from scorecard_kit.judge.rows import definitions, target_in_force
from tests.conftest import ROOT

MONTHS = window("2026-03", 36)


@pytest.fixture(scope="module")
def book() -> Dataset:
    """Give the county's figures under the default rule for small counts."""
    return load(ROOT / "data" / "westshire", {"below": 6})


def charts(book: Dataset, indicator: str) -> tuple[Xmr, ...]:
    """Give an indicator of the county month by month, a stretch for each that its changes begin."""
    item = definitions(book.indicators)[indicator]
    months = monthly(history(book, indicator, "Westshire", MONTHS), item.data_period).months
    assert [month.period for month in months] == MONTHS
    breaks = book.changes[(book.changes["indicator"] == indicator) & (book.changes["comparable"] == "no")]
    return segments([rate(month.numerator, month.denominator) for month in months], map(MONTHS.index, breaks["from"]))


def test_the_improvement_is_found_in_its_first_month(book: Dataset) -> None:
    """From January 2025 ten points more are in time: the month lies outside, though the year to date hardly moves."""
    [chart] = charts(book, "assessments-in-time")
    outside = [
        MONTHS[place] for place, signals in enumerate(chart.signals) if Rule.OUTSIDE in {one.rule for one in signals}
    ]
    assert outside[0] == "2025-01"
    assert variation(chart, "H").startswith("improving: ")


def test_the_noise_is_called_noise(book: Dataset) -> None:
    """Red, Amber, Green in three months, and the chance was 77% throughout: in 36 months nothing is unusual."""
    [chart] = charts(book, "adults-assessed")
    assert not any(chart.signals)
    assert variation(chart, "H") == "nothing unusual"


def test_the_change_of_definition_breaks_the_series(book: Dataset) -> None:
    """Nine points fewer count from April 2025: a stretch of its own, and no month in it is unusual for that."""
    before, after = charts(book, "cic-health")
    assert (len(before.values), len(after.values)) == (24, 12)
    assert (before.lower or 0) > (after.upper or 100)
    assert variation(after, "H") == "nothing unusual"


def test_the_red_that_is_chance_is_a_close_call(book: Dataset) -> None:
    """The chance was below the line to Red in all 36 months: the interval of March 2026 holds that line."""
    item = definitions(book.indicators)["cp-plans-2-years"]
    [row] = history(book, "cp-plans-2-years", "Westshire", ["2026-03"]).reset_index().to_dict("records")
    target = target_in_force(book.targets, item.indicator, "2026-03", "Westshire")
    sure = certainty(item, target, row["numerator"], row["denominator"])
    assert sure is not None
    assert (row["rag"], sure.verdict) == ("Red", Verdict.CLOSE_CALL)
    assert sure.lower < 5.8 < sure.upper


def test_the_small_team_is_told_nothing_of(book: Dataset) -> None:
    """Skerry Island: what is withheld has no interval and leaves no month by itself; under 30 cases are too few."""
    items, verdicts = definitions(book.indicators), []
    for indicator in ("cp-visits", "assessments-in-time", "cic-health"):
        found = history(book, indicator, "Skerry Island", MONTHS).reset_index()
        for row in found.to_dict("records"):
            target = target_in_force(book.targets, indicator, str(row["period"]), "Skerry Island")
            sure = certainty(items[indicator], target, row["numerator"], row["denominator"])
            verdicts.append((row["standing"], row["denominator"], sure.verdict if sure else None))
        assert monthly(found, items[indicator].data_period).months == ()
    assert {verdict for standing, _, verdict in verdicts if standing == "withheld"} == {None}
    few = [verdict for standing, cases, verdict in verdicts if standing == "result" and 0 < cases < FEW_CASES]
    assert set(few) == {Verdict.TOO_FEW}
