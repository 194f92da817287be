"""What an analyst must still do for a new month: figures, targets, indicators, owners, lines of the parameters file."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.data.part import part
from scorecard_kit.findings import grouped
from scorecard_kit.judge.actions import CLOSED, actions_of
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.periods import financial_year, long_date, month_name
from scorecard_kit.judge.rows import Row, definitions, records
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.judge.standings import has_results_of
from scorecard_kit.months._parameters import named_times
from scorecard_kit.pack.plan import Pack
from scorecard_kit.text.counting import agreeing, count

_FEW = 12  # indicators, actions or warnings that are named


class _Months(NamedTuple):
    """The data of a pack's main area, with the month before and the new one."""

    book: Dataset
    old: str
    new: str
    scored: Any

    @property
    def indicators(self) -> list[Indicator]:
        """The rated indicators, in the order of the file."""
        return [item for item in definitions(self.book.indicators).values() if item.role == "indicator"]


def to_do(pack: Pack, old: str) -> list[str]:
    """What is left to do for the pack of a new month, `old` being the month before: sentences, the weightiest first."""
    months = _months(pack, old)
    return [
        *_figures(months),
        *(_warnings(pack) if has_results_of(months.scored, months.new) else ()),
        *_targets(months),
        *_indicators(months),
        *_owners(months),
        *_actions(months),
        *_lines(pack),
    ]


def _lines(pack: Pack) -> Iterator[str]:
    """The lines of the parameters file that may be another month's."""
    if lines := named_times(pack.file.content):
        named = "".join(f"\n   line {number}: {line}" for number, line in lines)
        yield f"Look whether these lines of {pack.path.name} still hold:{named}"


def has_figures(pack: Pack) -> bool:
    """Whether the data have any figure of the pack's month for the main area."""
    return has_results_of(_months(pack, "").scored, pack.head.period)


def _months(pack: Pack, old: str) -> _Months:
    area, new, reporting = main_area(pack.dataset), pack.head.period, pack.head.reporting
    book = part(pack.dataset, area, period=new, reporting=reporting)
    return _Months(book, old, new, score_latest(book, new, area, reporting=reporting))


def _figures(months: _Months) -> Iterator[str]:
    rows = records(months.scored)
    if not has_results_of(months.scored, months.new):
        yield f"No figures of {month_name(months.new)} are in yet: enter them."
        rows = [row for row in rows if row["period"] < months.old]
    late = [row for row in rows if row["late"]]
    for month in sorted({row["period"] for row in late}, reverse=True):
        named = _named(row["name"] for row in late if row["period"] == month)
        yield f"Nothing newer than {month_name(month)} is in, and a newer figure is due: {named}."
    never = [row["name"] for row in rows if row["standing"] == "no result"]
    if never:
        yield f"No figure is in at all: {_named(never)}."


def _warnings(pack: Pack) -> Iterator[str]:
    """What a check asks about the data; of commentary and the parameters file the list speaks itself."""
    of_data = [it for it in pack.findings if it.file != pack.path.name and not it.file.startswith("commentary/")]
    yield from map(str, grouped((it for it in of_data if it.level == "warning"), most=_FEW))


def _actions(months: _Months) -> Iterator[str]:
    """The actions that are not done by the last day of the month, overdue ones by name."""
    left = [row for row in actions_of(months.book.actions, months.new) if row["status"] not in CLOSED]
    late = [f"{row['action'].rstrip('.')} ({_owner(row)})" for row in left if row["status"] == "overdue"]
    if late:
        yield f"Overdue by the end of {month_name(months.new)}: {_few(late, 'action')}."
    if left:
        mend = f"Where one is done or dropped, say so in the table actions, with {months.new} under to"
        yield f"{count(len(left), 'action')} {agreeing(len(left), 'are')} not done yet. {mend}."


def _owner(row: Row) -> str:
    return ", ".join(filter(None, (row["owner"], row["due"] and f"due {long_date(row['due'])}")))


def _targets(months: _Months) -> Iterator[str]:
    """Where a financial year begins: the indicators whose target is still that of a year before."""
    year = financial_year(months.new)
    if year == financial_year(months.old):
        return
    begin = f"{year[:4]}-04"
    new = {row["indicator"] for row in records(months.book.targets) if row["from"] >= begin}
    left = {row["indicator"] for row in records(months.book.targets)} - new
    old = [item.name for item in months.indicators if item.in_use(months.new) and item.indicator in left]
    if old:
        yield f"The financial year {year} begins, and no target is from {month_name(begin)} on: {_named(old)}."


def _indicators(months: _Months) -> Iterator[str]:
    """Indicators that are no longer reported, or for the first time; and changes from the new month on."""
    ended = [item.name for item in months.indicators if item.in_use(months.old) and not item.in_use(months.new)]
    begun = [item.name for item in months.indicators if not item.in_use(months.old) and item.in_use(months.new)]
    if ended:
        yield f"No longer reported in {month_name(months.new)}: {_named(ended)}."
    if begun:
        yield f"Reported for the first time in {month_name(months.new)}: {_named(begun)}."
    names = {item.indicator: item.name for item in months.indicators}
    for row in _begun(months, months.book.changes):
        name = names.get(row["indicator"], row["indicator"])
        yield f"{name} changes from {month_name(row['from'])} ({row['kind']}): {row['note'].rstrip('.')}."


def _owners(months: _Months) -> Iterator[str]:
    """Owners who begin. The table does not say who left."""
    for row in _begun(months, months.book.owners):
        of_what = row["indicator"] or row["group"] or "every indicator"
        yield (
            f"{row['name']} is {row['role']} for {of_what} from {month_name(row['from'])}. "
            f"Delete the row of whoever has left: the table owners has no end."
        )


def _begun(months: _Months, frame: Any) -> list[Row]:  # noqa: ANN401 - pandas
    return [row for row in records(frame) if months.old < row["from"] <= months.new]


def _named(names: Iterable[str]) -> str:
    return _few(list(names), "indicator")


def _few(listed: Sequence[str], what: str) -> str:
    further = len(listed) - _FEW
    return "; ".join(listed[:_FEW]) + (f"; and {count(further, f'further {what}')}" if further > 0 else "")
