"""The sections of a pack as its navigation shows them, each with the day that its figures are of."""

from typing import Any

from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.data.part import part
from scorecard_kit.findings import InputError
from scorecard_kit.judge.periods import last_day, long_date
from scorecard_kit.pack.plan import Pack, Section
from scorecard_kit.publish.body import Body
from scorecard_kit.publish.cover import Leaf
from scorecard_kit.publish.links import rows_of

__all__ = ["leaf_of", "position"]

_NOT_YET = "This section has not been rendered yet."


def leaf_of(section: Section, body: Body | None, entry: dict[str, Any], pack: Pack, *, is_on_disk: bool) -> Leaf:
    """A section as the navigation shows it; without a body it has its name for a title.

    `entry` is what the manifest says of it, empty where it has never been rendered.
    """
    period = str(section.parameters.get("period") or pack.head.period)
    area = str(section.parameters.get("area") or "")
    failed = _failure(str(entry.get("rendered", ""))) if entry.get("status") == "failed" else ""
    return Leaf(
        name=section.name,
        title=body.title if body else section.name.replace("-", " ").capitalize(),
        answer=body.answer if body else "",
        rag=body.rag if body else "",
        page=f"{section.name}.html" if is_on_disk else "",
        note=failed or ("" if is_on_disk else _NOT_YET),
        position=position(pack.dataset, period, pack.head.reporting) if period != pack.head.period else "",
        notebook=section.notebook.stem,
        area=area if area != main_area(pack.dataset) else "",
        about=body.about if body else "",
        rows=rows_of(body.html) if body else frozenset(),
    )


def _failure(rendered: str) -> str:
    """What is said of a section that failed, by when its page was made; blank for one that has none."""
    if not rendered:
        return "This section could not be rendered."
    return f"This page is from {long_date(rendered[:10])}; it could not be rendered since."


def position(book: Dataset, period: str, reporting: str = "month") -> str:
    """The day that the main area's figures of a month are as at: the one that the data name, else the month's last.

    Where only some rows name a day, or not all the same, each of them says its own beside its figure. Blank where the
    figures cannot be read, which a section has said then.
    """
    try:
        results = part(book, main_area(book), period=period, reporting=reporting).results
    except (InputError, ValueError):
        return ""
    days = set(results.loc[(results["period"] == period) & (results["area"] == main_area(book)), "as_at"])
    if len(days) == 1 and (day := days.pop()):
        return long_date(day)
    return long_date(last_day(period)) + (" unless a row says otherwise" if days - {""} else "")
