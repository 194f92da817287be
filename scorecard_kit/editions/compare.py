"""The sides of `scorecard compare`: an edition, or a rendered pack."""

from pathlib import Path

from scorecard_kit.blocks.changes import Side
from scorecard_kit.data.editions import COMMENTARY, DEFINITIONS, FIGURES
from scorecard_kit.data.printed import rows_of
from scorecard_kit.editions._printed import printed_tables
from scorecard_kit.editions.named import edition_named
from scorecard_kit.pack.plan import read_pack
from scorecard_kit.run.rendered import read_rendered

__all__ = ["side_named"]


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
