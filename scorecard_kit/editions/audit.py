"""`scorecard audit`: whether a rendered pack, with the editions before it, gives away what it withholds."""

from collections.abc import Sequence
from pathlib import Path

from scorecard_kit.data.editions import editions_over
from scorecard_kit.editions._behind import about
from scorecard_kit.editions._evidence import of_edition, of_pages
from scorecard_kit.editions.named import edition_named
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.run.rendered import read_rendered
from scorecard_kit.safe.audit import Audit, audit, mend_words, named, small_flows, way_words
from scorecard_kit.safe.relations import system
from scorecard_kit.safe.system import About, Cell, protected
from scorecard_kit.text.counting import agreeing, count

__all__ = ["audited"]


def audited(parameters: Path, output: Path, against: Sequence[str]) -> tuple[list[Finding], str]:
    """Hold a rendered pack against every edition over its data, and those in `against`.

    Return the notes, and what was proved as a sentence. InputError with every withheld figure that a reader can work
    out, or that is not proved to be safe; and where the pack is not rendered from its inputs as they are now, or an
    edition was altered.
    """
    pack = read_pack(parameters)
    others = {each.label: each for each in editions_over(pack.root, str(pack.folder.resolve()))}
    others |= {each.label: each for each in map(edition_named, against)}
    editions = sorted(others.values(), key=lambda each: (each.record["period"], each.number))
    rendered, known_of = read_rendered(pack, output), about(pack)
    figures = [figure for edition in editions for figure in of_edition(edition)]
    known = system([*figures, *of_pages(pack, rendered)], known_of)
    found = audit(known, known_of.parents, pack.name)
    notes = _flows(pack, len(small_flows(known, {cell for cell in known.known if _is_protected(cell, known_of)})))
    wrong = [*_fallen(pack, found, known_of), *(_unproved(pack, found, known_of) if found.exact else ())]
    if wrong:
        raise InputError([*wrong, *notes])
    return notes, _proved(found, len(editions))


def _is_protected(cell: Cell, known_of: About) -> bool:
    return not cell.category and cell.side in protected(known_of.items[cell.indicator])


def _fallen(pack: Pack, found: Audit, known_of: About) -> list[Finding]:
    findings = [
        Finding(
            pack.path.name, where=named(fall.reached.cell, known_of.items), problem=way_words(fall),
            mend=mend_words(fall, known_of.items),
        )
        for fall in found.falls
    ]  # fmt: skip
    if more := len(found.fallen) - len(found.falls):
        words = f"{count(more, 'further withheld count')} {agreeing(more, 'fall')} too"
        findings.append(Finding(pack.path.name, problem=words, mend="Mend those above first, and audit it again."))
    return findings


def _unproved(pack: Pack, found: Audit, known_of: About) -> list[Finding]:
    mend = "What was printed of it does not agree with itself, or there is too much of it: look at it by hand."
    names = dict.fromkeys((known_of.items[cell.indicator].name, cell.period) for cell in found.unproved)
    return [
        Finding(pack.path.name, where=f"{name}, {period}", problem="is proved neither safe nor fallen", mend=mend)
        for name, period in names
    ]


def _flows(pack: Pack, number: int) -> list[Finding]:
    if not number:
        return []
    small = f"1 to {pack.head.small_counts.below - 1}"
    words = f"{count(number, 'count')} of {small} can be had by taking a printed year to date"
    return [
        Finding(
            pack.path.name, problem=f"{words} from a later one", level="note",
            mend="Nothing withholds what happened between two months; see docs/explanation/disclosure.md.",
        )
    ]  # fmt: skip


def _proved(found: Audit, editions: int) -> str:
    over = f"with {count(editions, 'edition')} over its data" if editions else "by itself"
    if not found.exact:
        bounds = f"{count(found.judged, 'withheld count')}: none falls by bounds alone, {over}. That is no proof."
        return f"{bounds} For one: pip install 'scorecard-kit[safe]'."
    return f"{count(found.judged, 'withheld count')}: none can be worked out, {over}."
