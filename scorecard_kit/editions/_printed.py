"""What a rendered pack says, as tables of an edition: its figures, their definitions, and the commentary."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from scorecard_kit.blocks.changes import BANDS, DEFINED, RESULTS, commentary_of, definition_row
from scorecard_kit.blocks.html import guarded_csv
from scorecard_kit.data.editions import COMMENTARY, DEFINITIONS, FIGURES
from scorecard_kit.data.printed import Place, Row
from scorecard_kit.judge.rows import definitions
from scorecard_kit.pack.plan import Pack
from scorecard_kit.publish.corrections import tables_of
from scorecard_kit.run.rendered import Rendered

_OTHERS = (
    "floor_basis", "previous", "previous_period", "direction_from_previous", "within_rounding", "outturn",
    "direction_from_outturn",
)  # fmt: skip
_WHICH = ("indicator", "name", "period", "area", "cohort", "category")
_FIGURES = (*_WHICH, *RESULTS, "rag", *BANDS, *_OTHERS, "unit", "decimals", "pages")


def printed_tables(pack: Pack, rendered: Rendered) -> dict[str, bytes]:
    """figures.csv, definitions.csv and commentary.csv by name, from the pages alone: what is withheld there is c.

    figures.csv has a row for each indicator, period, area and cohort that a page prints, with the pages that do; where
    several do, as the page has it that says most of it. Figures without an indicator are in the pages' own files only.
    """
    known = definitions(pack.dataset.indicators)
    figures = _figures(pack, rendered)
    units = {key: {"unit": str(item.unit), "decimals": str(item.decimals)} for key, item in known.items()}
    rows = [{**units.get(row["indicator"], {}), **row} for row in figures]
    used = [item for key, item in known.items() if key in {row["indicator"] for row in figures}]
    defined = [definition_row(item) for item in used]
    texts = [
        {"page": name, "title": title, "text": commentary_of(rendered.pages[f"{name}.html"].decode())}
        for name, title in rendered.titles.items()
    ]
    return {
        FIGURES: _csv(_FIGURES, rows),
        DEFINITIONS: _csv(("indicator", *DEFINED), defined),
        COMMENTARY: _csv(("page", "title", "text"), [text for text in texts if text["text"]]),
    }


def _figures(pack: Pack, rendered: Rendered) -> list[Row]:
    csv_of = {name.removesuffix(".csv"): content.decode() for name, content in rendered.tables.items()}
    parameters: dict[str, Mapping[str, Any]] = {section.name: section.parameters for section in pack.sections}
    most: dict[Place, Row] = {}
    pages: dict[Place, list[str]] = {}
    for page, figures in tables_of(csv_of, parameters).items():
        for place, row in figures.items():
            if not place.indicator:
                continue
            pages.setdefault(place, []).append(page)
            if place not in most or _said(row) > _said(most[place]):
                most[place] = row
    return [{**place._asdict(), **row, "pages": " ".join(pages[place])} for place, row in most.items()]


def _said(row: Row) -> int:
    return sum(bool(cell) for cell in row.values())


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return guarded_csv(out.getvalue()).encode()
