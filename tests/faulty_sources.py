"""Drawn tables in every source: CSV as it is exported, and the same cells in a workbook, in Parquet or in SQLite."""

import csv
import io
import sqlite3
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from scorecard_kit.data.schema import NUMBERS, TABLES
from scorecard_kit.judge.numbers import text_of_number
from tests.faulty import Drawn, Kept, Rows

TITLE, REMARK = "Children in Westshire", "Source: case system, 1 October 2025"


def write(drawn: Drawn, folder: Path, source: str) -> str:
    """Keep the tables and texts in a data folder; what the parameters file then says of the data."""
    for name, text in drawn.commentary.items():
        place = folder / "commentary" / "2025-09"
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    if source == "sqlite":
        _sqlite(drawn, folder.parent / "h.db")
        return "{database: env:FAULTY, folder: data/h}"
    {"csv": _csv, "workbook": _workbook, "parquet": _parquet}[source](drawn, folder)
    return "data/h"


def _csv(drawn: Drawn, folder: Path) -> None:
    kept = drawn.kept
    for name, rows in drawn.tables.items():
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=kept.separator, lineterminator=kept.line_end)
        writer.writerows(_titled(kept, name, rows))
        (folder / f"{name}.csv").write_bytes(text.getvalue().encode(kept.encoding))


def _titled(kept: Kept, name: str, rows: Rows) -> Rows:
    return [[TITLE], *rows, [], [REMARK]] if kept.is_titled and name == "results" else rows


def _workbook(drawn: Drawn, folder: Path) -> None:
    """Each table a sheet: as text, or with numbers, percentages, months and truth values as Excel keeps them."""
    percents = {row[0] for row in drawn.tables["indicators"][1:] if "percent" in row}
    with xlsxwriter.Workbook(folder / "figures.xlsx") as book:
        formats = {code: book.add_format({"num_format": code}) for code in ("@", "General", "0%", "mmm-yy")}
        for name, rows in drawn.tables.items():
            sheet = book.add_worksheet(name)
            kinds = _kinds(name, rows[0])
            for number, row in enumerate(_titled(drawn.kept, name, rows)):
                for place, text in enumerate(row):
                    kind = kinds[place] if drawn.kept.is_typed and row is not rows[0] else "text"
                    value, code = _in_excel(text, kind, is_percent=row[0] in percents and number % 2 == 1)
                    if value != "":
                        sheet.write(number, place, value, formats[code]) if not isinstance(value, str) else (
                            sheet.write_string(number, place, value, formats[code])
                        )


def _in_excel(text: str, kind: str, *, is_percent: bool) -> tuple[Any, str]:
    """The value of a cell, and its number format."""
    if (day := _day(text)) and kind == "period":
        return day, "mmm-yy"
    if kind == "yes_no" and text in {"yes", "no"}:
        return text == "yes", "General"
    if kind in NUMBERS and (number := _number(text)) is not None:
        if kind == "number" and is_percent and number == number.to_integral_value():
            return float(number) / 100, "0%"
        return float(number), "General"
    return text, "@"


def _parquet(drawn: Drawn, folder: Path) -> None:
    """Each table a file: as text, or in columns of the type that all of their cells allow."""
    for name, (header, *rows) in drawn.tables.items():
        kinds = _kinds(name, header)
        columns = [
            _column([row[place] for row in rows], kinds[place] if drawn.kept.is_typed else "text", drawn.kept.blank)
            for place in range(len(header))
        ]
        pq.write_table(pa.Table.from_arrays(columns, names=header), folder / f"{name}.parquet")


def _column(texts: Sequence[str], kind: str, blank: str | None) -> Any:  # noqa: ANN401 - pyarrow carries no types
    numbers, days = [_number(text) for text in texts], [_day(text) for text in texts]
    filled = [text for text in texts if text]
    if kind in NUMBERS and all((number is None) == (not text) for number, text in zip(numbers, texts, strict=True)):
        if all("." not in text for text in filled) and len(texts) % 2:
            return pa.array([None if one is None else int(one) for one in numbers], pa.int64())
        if all("." not in text for text in filled) and len(texts) % 3:
            return pa.array(numbers, pa.decimal128(18, 0))
        return pa.array([None if one is None else float(one) for one in numbers], pa.float64())
    if kind == "period" and filled and all((day is None) == (not text) for day, text in zip(days, texts, strict=True)):
        return pa.array(days, pa.date32()).cast(pa.timestamp("us") if len(texts) % 2 else pa.date32())
    plain = pa.array([text or blank for text in texts], pa.string())
    return plain.dictionary_encode() if kind != "text" or len(texts) % 2 else plain


def _sqlite(drawn: Drawn, file: Path) -> None:
    """Each table in one database, with the order of its rows: as text, or each cell as what it may be taken for."""
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as connection:
        for name, (header, *rows) in drawn.tables.items():
            kinds = _kinds(name, header)
            types = [_TYPES.get(kind, "text") if drawn.kept.is_typed else "text" for kind in kinds]
            names = ", ".join(f'"{title}" {kind}' for title, kind in zip(header, types, strict=True))
            connection.execute(f"create table {name} ({names}, position integer)")
            marks = ", ".join("?" * (len(header) + 1))
            values = [
                [_stored(text, kind, drawn.kept) for text, kind in zip(row, kinds, strict=True)] + [at]
                for at, row in enumerate(rows)
            ]
            connection.executemany(f"insert into {name} values ({marks})", values)  # noqa: S608 - the test's own names
    connection.close()


_TYPES = {"number": "", "count": "", "whole": "", "period": "date", "slug": "varchar(40)"}
"""How the columns of a database are declared; a number that may be text has no type, or SQLite would turn 007 to 7."""


def _stored(text: str, kind: str, kept: Kept) -> object:
    if not text:
        return kept.blank
    if kept.is_typed and kind in NUMBERS and (number := _number(text)) is not None:
        return float(number) if "." in text or len(text) % 2 else int(number)
    return text


def _kinds(table: str, header: Sequence[str]) -> list[str]:
    """The kinds of a table's columns; of what is no column of the contract, text."""
    known = {column.name: column.kind for column in TABLES[table].columns}
    return [str(known.get(name, "text")) for name in header]


def _number(text: str) -> Decimal | None:
    """The number, where a double gives the very text again; None of any other."""
    if not text.replace(".", "", 1).removeprefix("-").isdecimal() or not text.isascii():
        return None
    return Decimal(text) if text_of_number(float(text)) == text else None


def _day(text: str) -> date | None:
    """The first day of a month that is written as the contract has it."""
    year, _, month = text.partition("-")
    is_month = len(text) == len("2025-09") and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12
    return date(int(year), int(month), 1) if is_month and 1990 <= int(year) <= 2099 else None
