"""What a pack changes of what was published: figures of earlier months, and how indicators are defined and rated."""

from collections.abc import Iterator, Mapping

from scorecard_kit.blocks.changes import BANDS, definition_row
from scorecard_kit.data.editions import DEFINITIONS, FIGURES, Edition, published_before, table_of
from scorecard_kit.data.printed import rows_of
from scorecard_kit.data.restated import Figure, restated, was_value
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import Indicator, Rag
from scorecard_kit.judge.numbers import plain
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import definitions, records, target_in_force
from scorecard_kit.pack.models import Pack
from scorecard_kit.text.counting import agreeing, count

RESTATED_FROM = 0.1
"""As the notebook `restated` has it, unless a section of the pack says otherwise."""
_MONTHS = 24
_MOST = 20
"""Figures that are told one by one."""
_SAID = {"bands": "target or band"}
_KINDS = {"definition": ("data_period", "unit", "per", "excludes", "definition"), "source": ("source",)}


def restated_findings(pack: Pack) -> Iterator[Finding]:
    """Warnings of published figures that are otherwise now; and notes with a line to paste into changes.csv.

    InputError where an edition was altered.
    """
    sections = [section.parameters for section in pack.sections if section.notebook.stem == "restated"]
    least = next((float(given["restated_from"]) for given in sections if "restated_from" in given), RESTATED_FROM)
    found = restated(pack.dataset, pack.head.period, pack.head.reporting, least, _MONTHS, pack.root)
    mend = "The section restated lists it." if sections else "Say so: add `- notebook: restated` to the sections."
    for figure in found.figures[:_MOST]:
        yield _restated(figure, mend)
    if (more := len(found.figures) - _MOST) > 0:
        problem = f"{count(more, 'further published figure')} {agreeing(more, 'are')} otherwise now"
        yield Finding("editions", problem=problem, mend=mend, level="warning")
    for edition in published_before(pack.root, pack.folder, pack.head.period)[:1]:
        yield from _proposed(pack, edition)


def _restated(figure: Figure, mend: str) -> Finding:
    indicator, period, area, cohort = figure.key
    where = ", ".join(filter(None, (indicator, month_name(period), area, cohort.replace("_", " "))))
    if figure.is_withheld:
        problem = "it is withheld now or was when it was published, and not both"
    else:
        published, now = figure.published.row, figure.now
        was = _words(display_result(was_value(figure.published, figure.item), *_shown(figure.item)), published)
        is_now = display_result(now["value"], *_shown(figure.item)) if now and now["value"] != "" else ""
        problem = f"it was published as {was} and is {_words(is_now, now) if is_now else 'no longer given'}"
    return Finding(figure.published.edition.label, None, None, "", problem, mend, "warning", where)


def _shown(item: Indicator) -> tuple[str, int]:
    return item.unit, item.decimals


def _words(result: str, row: Mapping[str, str]) -> str:
    rag = row.get("rag", "")
    return f"{result} ({rag})" if rag and rag != Rag.NOT_RATED else result


def _proposed(pack: Pack, edition: Edition) -> Iterator[Finding]:
    """A line for each indicator that is defined or rated otherwise than in the newest edition, where no row says so."""
    items, since = definitions(pack.dataset.indicators), str(edition.record["period"])
    told = {(row["indicator"], row["kind"]) for row in records(pack.dataset.changes) if str(row["from"]) >= since}
    changed = [*_defined_otherwise(edition, items), *_rated_otherwise(pack, edition, items)]
    for indicator, kind, month in dict.fromkeys(changed):
        if (indicator, kind) not in told:
            comparable = "no" if kind == "definition" else "yes"
            line = f"{indicator},{month or pack.head.period},{kind},{comparable},What has changed."
            what = f"{items[indicator].name}: its {_SAID.get(kind, kind)}"
            problem = f"{what} is otherwise than in {edition.label}, and no row says so"
            yield Finding("changes.csv", problem=problem, mend=f"Where readers should know, add: {line}", level="note")


def _defined_otherwise(edition: Edition, items: Mapping[str, Indicator]) -> Iterator[tuple[str, str, str]]:
    for row in rows_of(table_of(edition, DEFINITIONS)):
        if item := items.get(row["indicator"]):
            now = definition_row(item)
            for kind, names in _KINDS.items():
                if any(row[name] != now[name] for name in names):
                    yield item.indicator, kind, ""


def _rated_otherwise(pack: Pack, edition: Edition, items: Mapping[str, Indicator]) -> Iterator[tuple[str, str, str]]:
    """The indicators whose target or bands of the published month are others now, in the words of that month."""
    period = str(edition.record["period"])
    for row in rows_of(table_of(edition, FIGURES)):
        if row["indicator"] in items and row["period"] == period and any(row[name] for name in BANDS):
            target = target_in_force(pack.dataset.targets, row["indicator"], period, row["area"])
            if any(row[name] and row[name] != plain(getattr(target, name, None)) for name in BANDS):
                yield row["indicator"], "bands", period
