"""tables.xlsx: the pack's CSV files as one accessible workbook, by gptables; one table a sheet, nothing merged."""

import csv
import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gptables
import pandas as pd

from scorecard_kit.contract import WITHHELD, records
from scorecard_kit.desk.archive import attribution, said_of_pack, zipped
from scorecard_kit.packfile import Pack

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LONGEST_NAME = 31  # Excel's own limit for a sheet
_WIDEST = 60  # characters of a column, before its words wrap
_EDITED_BY_WORD = {"↑": "up arrow", "↓": "down arrow", "-": "dash", "–": "dash", "…": "dots"}  # noqa: RUF001 - as printed
_UNITS = {
    "percent": "percent", "count": "number", "rate": "rate", "days": "days", "ratio": "ratio", "gbp": "pounds",
}  # fmt: skip
_POUNDS = (
    "amount budget_cost forecast_cost cost_difference volume_variance price_variance gross_variance "
    "income_variance net_variance entered_volume entered_price implied_budget_cost implied_cost_difference".split()
)
_NOTES = {
    "unrounded": "Numbers are unrounded, as the pack's CSV files hold them. The pages of the pack show them rounded.",
    "withheld": f"[c]: {WITHHELD}.",
    "absent": "[z]: not applicable, or nothing was stated.",
    "codes": "Data period: SS snapshot, YTD year to date, R12M rolling twelve months. Polarity: H higher is better, "
    "L lower is better, T as close to the target as possible.",
    "rated": "Green: the target is met. Amber: it is missed, and the minimum is met. Red: worse than the minimum.",
}


def write_tables(pack: Pack, tables: Mapping[str, bytes], titles: Mapping[str, str]) -> bytes:
    """A workbook with cover, contents, notes, and one sheet for each CSV file that holds rows.

    `titles` are those of the sections, by name. Whatever looks like a number is one; text is never a formula nor a
    link. The same tables give the same bytes.
    """
    frames = {name.removesuffix(".csv"): _frame(content) for name, content in tables.items()}
    frames = {name: frame for name, frame in frames.items() if len(frame)}
    labels = dict(zip(frames, sheet_names(frames), strict=True))
    sheets = {labels[name]: _table(pack, name, frame, titles.get(name, name)) for name, frame in frames.items()}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # gptables reminds of blank cells: every sheet says what one means
        path = Path(folder) / "tables.xlsx"
        book = gptables.produce_workbook(
            str(path), sheets, cover=_cover(pack), notes_table=_notes(),
            notesheet_options={"instructions": "This sheet holds one table: the notes that the other sheets name."},
            contentsheet_options={"instructions": "This sheet holds one table: a link to each of the other sheets."},
            workbook_options={"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )  # fmt: skip
        book.set_properties(_properties(pack))
        for sheet in book.worksheets():
            sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # printed figures stay as they were printed
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
            if sheet.name in sheets:
                sheet.repeat_rows(sheets[sheet.name].data_range[0])
        book.close()
        return _in_english(path)


def sheet_names(names: Iterable[str]) -> list[str]:
    """A name for each sheet, of 31 characters at most and no two the same, whatever their capitals."""
    given: list[str] = []
    taken = {"cover", "contents", "notes", "history"}  # Excel keeps the last for itself
    for name in names:
        plain, number = re.sub(r"[\[\]:*?/\\']", " ", name)[:_LONGEST_NAME].strip(), 1
        short = plain
        while short.casefold() in taken:
            number += 1
            short = f"{plain[: _LONGEST_NAME - len(str(number)) - 1]}-{number}"
        taken.add(short.casefold())
        given.append(short)
    return given


def _frame(content: bytes) -> pd.DataFrame:
    """The rows of a CSV file as text, without the columns that are blank in all of them."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    frame = pd.DataFrame(rows, dtype=object)
    return frame[[name for name in frame.columns if any(frame[name])]]


def _table(pack: Pack, name: str, frame: pd.DataFrame, title: str) -> Any:  # noqa: ANN401 - gptables carries no types
    has_units = "unit" not in frame.columns and "indicator" in frame.columns
    if has_units:
        units = {row["indicator"]: _UNITS[str(row["unit"])] for row in records(pack.dataset.indicators)}
        frame.insert(
            list(frame.columns).index("indicator") + 1, "unit", [units.get(key, "") for key in frame["indicator"]]
        )
    columns = {heading(column): _cells(list(frame[column])) for column in frame.columns}
    table = pd.DataFrame(columns, dtype=object)
    pounds = {heading(column): "pounds" for column in _POUNDS if column in frame.columns}
    named = {"rated": "rag", "codes": "data_period"}
    note = "".join(f"$${key}$$" for key in ("unrounded", *(key for key, at in named.items() if at in frame.columns)))
    return gptables.GPTable(
        table=table,
        table_name=f"table_{re.sub(r'[^A-Za-z0-9_]', '_', name)}",
        title=f"{title} {note}",
        subtitles=[f"The same figures as data/{name}.csv of the pack. {' '.join(said_of_pack(pack))}".strip()],
        instructions=(
            "This sheet holds one table. A blank cell of text: there is nothing to say. "
            f"{'The unit of each row stands in the column Unit. ' if has_units else ''}"
            "The sheet Notes explains the rest."
        ),
        source=f"Source: {attribution(pack)}",
        legend=list(_legend(frame)),
        units=pounds or None,
        index_columns={2: 0},
    )


def _legend(frame: pd.DataFrame) -> Iterator[str]:
    numeric = [name for name in frame.columns if _is_numeric(list(frame[name]))]
    if any("c" in set(frame[name]) for name in numeric):
        yield _NOTES["withheld"] + "$$withheld$$"
    if any("" in set(frame[name]) for name in numeric):
        yield _NOTES["absent"] + "$$absent$$"


def heading(column: str) -> str:
    """A column's name as words: direction_from_previous is Direction from previous."""
    words = column.replace("_", " ")
    return "RAG" if column == "rag" else words[:1].upper() + words[1:]


def _is_numeric(cells: list[str]) -> bool:
    stated = [cell for cell in cells if cell not in ("", "c")]
    return bool(stated) and all(_NUMBER.fullmatch(cell) for cell in stated)


def _cells(cells: list[str]) -> list[object]:
    """The cells of a column: numbers where all that is stated is one; a sign alone as the words for it."""
    if not _is_numeric(cells):
        return [_EDITED_BY_WORD.get(cell, cell) if re.search(r"\w", cell) is None else cell for cell in cells]
    signs = {"": "[z]", "c": "[c]"}
    return [signs[cell] if cell in signs else _number(cell) for cell in cells]


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch(r"[+-]?\d{1,15}", text) else float(text)


def _cover(pack: Pack) -> Any:  # noqa: ANN401 - as above
    head = pack.head
    published = [f"Published: {head.published}."] if head.published else []
    return gptables.Cover(
        width=120,
        title=f"{head.title}: tables",
        intro=[f"{attribution(pack)}.", *said_of_pack(pack), *published],
        about=[
            "The sheet Contents links to every table, the sheet Notes explains signs and words.",
            "Each further sheet holds one table, which begins in column A beneath its title.",
            *_NOTES.values(),
        ],
        contact=[head.council] if head.council else None,
    )


def _notes() -> pd.DataFrame:
    return pd.DataFrame({"Note reference": list(_NOTES), "Note text": list(_NOTES.values())})


def _properties(pack: Pack) -> dict[str, object]:
    day = pack.head.published or f"{pack.head.period}-01"
    return {
        "title": f"{pack.head.title}: tables",
        "author": pack.head.council or pack.head.title,
        "subject": attribution(pack),
        "created": datetime.fromisoformat(day).replace(tzinfo=UTC),
    }


def _in_english(path: Path) -> bytes:
    """The same workbook with its language among its properties, and no clock in the zip that it is."""
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    core = "docProps/core.xml"
    end = b"</cp:coreProperties>"
    members[core] = members[core].replace(end, b"<dc:language>en-GB</dc:language>" + end)
    return zipped(members)
