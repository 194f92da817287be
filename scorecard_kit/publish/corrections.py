"""What a final pack prints otherwise than its newest edition: refused without a reason, else said on its face."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from scorecard_kit.blocks.changes import NOT_REPEATED, NOT_SHOWN, as_told, commentary_of, figure_words
from scorecard_kit.data.editions import Correction, Edition, newest, pages_of
from scorecard_kit.data.printed import Difference, Printed, differences, printed
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import definitions
from scorecard_kit.pack.plan import Pack
from scorecard_kit.publish.body import Body, as_on_page
from scorecard_kit.publish.manifest import digest

__all__ = ["Asked", "corrections", "tables_of"]

Asked = str | tuple[Correction, ...]
"""The reason that was given for what differs, blank for none; or the corrections that pages are to carry."""
_Change = tuple[str, str, str]
_MOST = 40
"""Changes that a refusal names."""


def corrections(
    pack: Pack, bodies: Mapping[str, Body], asked: Asked, earlier: Sequence[Correction], *, complete: bool
) -> tuple[Correction, ...]:
    """What the pages of a pack must say was corrected: as in its newest edition, and what differs from that now.

    InputError where something differs and no reason was given: neither now, nor with the very same figures and words at
    the render before, whose corrections are `earlier`. A draft and a pack that was never published say nothing.
    `complete`: whether every section has a body, so that one without was taken out.
    """
    if not isinstance(asked, str):
        return asked
    edition = newest(pack.root, pack.name) if pack.head.status == "final" else None
    if edition is None:
        return ()
    changes = dict(_changes(pack, edition, bodies, complete=complete))
    if not changes:
        return edition.corrections
    printed = _digest(bodies)
    if not asked:
        if kept := [it for it in earlier if (it.edition, it.printed) == (edition.label, printed)]:
            return (*_as_told_before(edition.corrections, changes), kept[-1])
        raise _refused(edition, list(changes))
    pages = tuple(dict.fromkeys(page for pages in changes.values() for page in pages))
    today, published = date.today().isoformat(), str(edition.record["published"])  # noqa: DTZ011 - the analyst's own day
    told = _as_told_before(edition.corrections, changes)
    return (*told, Correction(today, asked, edition.label, published, tuple(changes), pages, printed))


def _as_told_before(earlier: Sequence[Correction], changes: Collection[_Change]) -> tuple[Correction, ...]:
    """The corrections before, without the figures of which one is withheld since: they are not repeated."""
    silent = {what for what, *words in changes if any(NOT_REPEATED in said for said in words)}
    return tuple(
        it._replace(
            changes=tuple((row[0], NOT_REPEATED, NOT_REPEATED) if row[0] in silent else row for row in it.changes)
        )
        for it in earlier
    )


def _digest(bodies: Mapping[str, Body]) -> str:
    """The digest of what a pack says, unrounded: the figures of each section, and its commentary."""
    said = [(name, body.csv, commentary_of(as_on_page(body))) for name, body in sorted(bodies.items())]
    return digest(repr(said).encode())


def _refused(edition: Edition, changes: list[_Change]) -> InputError:
    findings = [
        Finding(edition.label, problem=f"{what}; published: {was}; now: {now}") for what, was, now in changes[:_MOST]
    ]
    further = f" ({len(changes) - _MOST:,} more differ.)" if len(changes) > _MOST else ""
    closing = (
        f"{edition.record['pack']} would differ from what was published as {edition.label}.{further} Nothing of it was "
        'replaced. Put the data back, or correct the edition: add --correct "why" to the command.'
    )
    return InputError(findings, closing)


def _changes(
    pack: Pack, edition: Edition, bodies: Mapping[str, Body], *, complete: bool
) -> Iterator[tuple[_Change, tuple[str, ...]]]:
    """Each change with the sections that it is on."""
    published = pages_of(edition)
    sections = {section.name: section.parameters for section in pack.sections}
    before = {section["name"]: section["parameters"] for section in edition.record["sections"]}
    csv = {name: body.csv for name, body in bodies.items() if body.csv is not None}
    then = {name.removeprefix("data/").removesuffix(".csv"): text.decode() for name, text in published.items()
            if name.endswith(".csv")}  # fmt: skip
    known = definitions(pack.dataset.indicators)
    for difference in differences(tables_of(then, before), tables_of(csv, sections)):
        yield _change(difference, known), difference.pages
    for name, body in bodies.items():
        if name not in before:
            yield (f"Page: {body.title}", NOT_SHOWN, "shown"), (name,)
        elif words := _reworded(commentary_of(published[f"{name}.html"].decode()), commentary_of(as_on_page(body))):
            yield (f"Commentary: {body.title}", *words), (name,)
    if complete:
        titles = edition.record["titles"]
        gone = (titles[name] for name in before if name not in sections)
        yield from (((f"Page: {title}", "shown", NOT_SHOWN), ()) for title in gone)


def tables_of(csv: Mapping[str, str], sections: Mapping[str, Mapping[str, Any]]) -> dict[str, Printed]:
    """The figures of each page from its CSV file; `sections` are the parameters of each."""
    return {
        name: printed(text, str(sections[name].get("period", "")), str(sections[name].get("cohort", "")))
        for name, text in csv.items()
        if name in sections
    }


def _reworded(was: str, now: str) -> tuple[str, str] | None:
    if was == now:
        return None
    return ("in other words" if was else "none"), ("reworded" if was and now else "added" if now else "taken out")


def _change(difference: Difference, known: Mapping[str, Indicator]) -> _Change:
    place = difference.place
    month = month_name(place.period) if place.period else ""
    cohort = place.cohort.replace("_", " ")
    indicator = known.get(place.indicator)
    shown = (indicator.unit, indicator.decimals) if indicator else None
    rows = as_told(difference.was, difference.now)
    columns = tuple(name for name in difference.columns if rows[0][name] != rows[1][name])
    was, now = (figure_words(row, columns, shown) for row in rows)
    name = (difference.was or difference.now)["name"]
    return ", ".join(filter(None, (name, month, place.area, cohort))), was, now
