"""`scorecard compare`: what changed between two editions, two packs, or a pack and an edition."""

from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from scorecard_kit.data.editions import DEFINITIONS, FIGURES
from scorecard_kit.data.printed import Row, rows_of
from scorecard_kit.editions._printed import BANDS, COMMENTARY, DEFINED, RESULTS, printed_tables
from scorecard_kit.editions.named import edition_named
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.periods import month_name
from scorecard_kit.pack.plan import read_pack
from scorecard_kit.publish.corrections import figure_words
from scorecard_kit.run.rendered import read_rendered

__all__ = ["Change", "Side", "changes", "side_named"]

_Key = tuple[str, ...]
_AT = ("indicator", "area", "cohort", "category")


class Side(NamedTuple):
    """One of the two that are compared: how it is called, its month, and the rows of its three tables."""

    label: str
    period: str
    figures: list[Row]
    definitions: list[Row]
    commentary: list[Row]


class Change(NamedTuple):
    """What changed: rating, result, target, definition or commentary; of which figure; on the two sides."""

    kind: str
    what: str
    was: str
    now: str


def side_named(words: str, output: Path) -> Side:
    """An edition by its name or folder, or a rendered pack by its parameters file.

    InputError where it is neither, where the edition was altered, and where the pack is not rendered as its inputs are.
    """
    if Path(words).suffix in {".yaml", ".yml"}:
        pack = read_pack(words)
        return _side(pack.name, pack.head.period, printed_tables(pack, read_rendered(pack, output)))
    edition = edition_named(words)
    names = (FIGURES, DEFINITIONS, COMMENTARY)
    tables = {name: (edition.folder / name).read_bytes() for name in names}
    return _side(edition.label, edition.record["period"], tables)


def _side(label: str, period: str, tables: dict[str, bytes]) -> Side:
    return Side(label, period, *(rows_of(tables[name].decode()) for name in (FIGURES, DEFINITIONS, COMMENTARY)))


def changes(before: Side, after: Side) -> list[Change]:
    """What changed from one side to the other, by kind, in the order of the earlier.

    Two of one month are compared figure by figure. Of two months each indicator has its newest on either side, for the
    same area and cohort. What only one side prints is a change as well. Commentary is told from its first new word.
    """
    figures = list(_figure_changes(before, after))
    kinds = ("rating", "result", "target")
    found = [change for kind in kinds for change in figures if change.kind == kind]
    return [*found, *_definition_changes(before, after), *_commentary_changes(before, after)]


def _figure_changes(before: Side, after: Side) -> Iterator[Change]:
    is_one_month = before.period == after.period
    was, now = (_by_place(side.figures, apart=is_one_month) for side in (before, after))
    for place in dict.fromkeys([*was, *now]):
        old, new = was.get(place, {}), now.get(place, {})
        what = _what(old or new, dated=is_one_month)
        for kind, columns in (("rating", ("rag",)), ("result", RESULTS), ("target", BANDS)):
            if not (old and new):
                if kind == "result":
                    yield Change(kind, what, _words(old, kind, ()), _words(new, kind, ()))
            elif differing := tuple(name for name in columns if old[name] != new[name]):
                yield Change(kind, what, _words(old, kind, differing), _words(new, kind, differing))


def _by_place(rows: Iterable[Row], *, apart: bool) -> dict[_Key, Row]:
    """The rows by what they are of; unless months are kept `apart`, the newest of each."""
    found: dict[_Key, Row] = {}
    for row in sorted(rows, key=lambda each: each["period"]) if not apart else rows:
        found[(*(row[name] for name in _AT), row["period"] if apart else "")] = row
    return found


def _what(row: Row, *, dated: bool) -> str:
    parts = [row["name"], month_name(row["period"]) if dated and row["period"] else "", row["area"]]
    return ", ".join(filter(None, [*parts, row["cohort"].replace("_", " ")]))


def _words(row: Row, kind: str, columns: tuple[str, ...]) -> str:
    if not row:
        return "not shown"
    if kind == "rating":
        return row["rag"] or "none"
    if kind == "target":
        return ", ".join(f"{name.replace('_', ' ')} {row[name] or 'none'}" for name in columns)
    own = {name: cell for name, cell in row.items() if name != "rag"}
    return figure_words(own, columns, (Unit(row["unit"]), int(row["decimals"])) if row["unit"] else None)


def _definition_changes(before: Side, after: Side) -> Iterator[Change]:
    was, now = ({row["indicator"]: row for row in side.definitions} for side in (before, after))
    for indicator in (key for key in was if key in now):
        for name in (name for name in DEFINED if was[indicator][name] != now[indicator][name]):
            what = f"{was[indicator]['name']}: {name.replace('_', ' ')}"
            yield Change("definition", what, was[indicator][name] or "none", now[indicator][name] or "none")


def _commentary_changes(before: Side, after: Side) -> Iterator[Change]:
    was, now = ({row["page"]: row for row in side.commentary} for side in (before, after))
    for page in dict.fromkeys([*was, *now]):
        old, new = was.get(page, {}).get("text", ""), now.get(page, {}).get("text", "")
        if old != new:
            pairs = zip(old.split(), new.split(), strict=False)
            alike = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
            words = (" ".join(["…"] * (alike > 0) + text.split()[alike:]) or "none" for text in (old, new))
            yield Change("commentary", (now.get(page) or was[page])["title"], *words)
