"""The month of a pack beside the months before it, and beside the month that was entered."""

from collections.abc import Iterator

from scorecard_kit.data.checks.history import findings_of_month, history_of
from scorecard_kit.data.dataset import Dataset, values
from scorecard_kit.data.part import part
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import in_own_names
from scorecard_kit.findings import Finding
from scorecard_kit.pack.models import Pack

_MONTHS = 37


def history_findings(pack: Pack, *, whole: bool) -> Iterator[Finding]:
    """Warnings of what the month of a pack leaves out, repeats or shows for the first time.

    A large stored table is looked through an indicator at a time where `whole` is asked for, else not at all.
    """
    dataset, period = pack.dataset, pack.head.period
    yield from _entered(pack)
    for portion in _portions(dataset, period) if whole else [] if "results" in dataset.stored else [dataset]:
        tables = {name: getattr(portion, name) for name in TABLES}
        yield from in_own_names(findings_of_month(history_of(tables, period)), dataset.sources, tables)


def _portions(dataset: Dataset, period: str) -> Iterator[Dataset]:
    if "results" not in dataset.stored:
        yield dataset
        return
    areas = values(dataset, "results", "area")
    for indicator in values(dataset, "results", "indicator"):
        yield part(dataset, areas, indicator, period=period, months=_MONTHS)


def _entered(pack: Pack) -> Iterator[Finding]:
    """A warning where a workbook's sheet for one month is for another than the pack's."""
    results, period = pack.dataset.results, pack.head.period
    for row, month in zip(results.index.tolist(), results["period"], strict=True):
        if month != period and any(source.is_entry(row) for source in pack.dataset.sources):
            problem = f"is the month of this sheet, and the pack is for {period}"
            mend = f"Write {period} if its figures are for the pack; else move them to the sheet results."
            found = Finding("results.csv", row, "period", month, problem, mend, "warning")
            yield from in_own_names([found], pack.dataset.sources, {})
            return
