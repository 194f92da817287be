"""tables.xlsx: the pack's CSV files as one accessible workbook, by gptables; one table a sheet, nothing merged."""

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

import gptables
import pandas as pd

from scorecard_kit.blocks.html import unguarded
from scorecard_kit.files.zips import unzipped, zipped
from scorecard_kit.judge.rows import WITHHELD, records
from scorecard_kit.pack.plan import Pack
from scorecard_kit.publish.notices import notices
from scorecard_kit.share._archive import attribution

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d{1,15}")  # whatever is longer loses digits in a workbook anyway
_LONGEST_NAME = 31  # Excel's own limit for a sheet
_LONGEST_HEADING, _LONGEST_CELL = 250, 32_000  # its limits for the heading of a table's column, and for any cell
_SIGNS = {"[": "\ue000", "$": "\ue001"}
_MARK = "\ue002x\ue002"
_HIDDEN = {ord(sign): hidden for sign, hidden in _SIGNS.items()} | dict.fromkeys(
    map(ord, "\ue000\ue001\ue002"), "\ufffd"
)
"""The signs in text that gptables acts upon, as private characters; those in the text itself are nobody's."""
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


def write_tables(
    pack: Pack, tables: Mapping[str, bytes], titles: Mapping[str, str], corrected: Sequence[str] = ()
) -> bytes:
    """A workbook with cover, contents, notes, and one sheet for each CSV file that holds rows.

    `titles` are those of the sections, by name; `corrected`, on the cover, says what was corrected. Whatever looks like
    a number is one; text stands as it is written, and is never a formula, a link or a note. The same tables give the
    same bytes.
    """
    frames = {name.removesuffix(".csv"): _frame(content) for name, content in tables.items()}
    frames = {name: frame for name, frame in frames.items() if frame.size}
    labels = dict(zip(frames, sheet_names(frames), strict=True))
    sheets = {labels[name]: _table(pack, name, frame, titles.get(name, name)) for name, frame in frames.items()}
    notes = pd.DataFrame(_NOTES.items(), columns=["Note reference", "Note text"])
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # gptables reminds of blank cells: every sheet says what one means
        book = gptables.produce_workbook(
            written, sheets, cover=_cover(pack, corrected), notes_table=notes,
            notesheet_options={"instructions": "This sheet holds one table: the notes that the other sheets name."},
            contentsheet_options={"additional_elements": ["scope"], "instructions": (
                "This sheet holds one table: a link to each of the other sheets. The name of a sheet holds "
                f"{_LONGEST_NAME} characters at most; the whole name of its section stands beside it."
            )},
            workbook_options={
                "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True,
            },
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
    return _in_english(written.getvalue())


def sheet_names(names: Iterable[str]) -> list[str]:
    """A name for each sheet, of 31 characters at most and no two the same, whatever their capitals."""
    short = (re.sub(r"[\[\]:*?/\\']", " ", name)[:_LONGEST_NAME].strip() for name in names)
    return _apart(short, ["cover", "contents", "notes", "history"], "-", _LONGEST_NAME)  # Excel keeps the last


def _apart(names: Iterable[str], taken: Iterable[str], sign: str, longest: int) -> list[str]:
    """The names, each with a number behind it where as a heading it would read like one before it."""
    headings, apart = {*taken}, list[str]()
    for name in names:
        unlike, number = name, 1
        while heading(unlike).casefold() in headings:
            number += 1
            unlike = f"{name[: longest - len(sign) - len(str(number))]}{sign}{number}"
        headings.add(heading(unlike).casefold())
        apart.append(unlike)
    return apart


def _plain(text: str) -> str:
    """Text that gptables takes for nothing else: it reads [words](address) as a link and $$word$$ as a note.

    Its signs are put back when the workbook is written.
    """
    return text.translate(_HIDDEN)


def _frame(content: bytes) -> pd.DataFrame:
    """The rows of a CSV file as text, without rows, and columns, that are blank throughout."""
    columns = list(zip_longest(*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")), fillvalue=""))
    names = (name.strip() or f"column {number}" for number, (name, *_) in enumerate(columns, start=1))
    headings = _apart(names, (), " ", _LONGEST_HEADING)
    cells = ([unguarded(cell).strip() for cell in column[1:]] for column in columns)
    frame = pd.DataFrame(dict(zip(headings, cells, strict=True)), dtype=object)
    is_stated = frame != ""
    return frame.loc[is_stated.any(axis=1), is_stated.any()].reset_index(drop=True)


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
        title=f"{_plain(title)} {note}",
        subtitles=_notices(pack),
        scope=f"The same figures as data/{name}.csv of the pack.",
        instructions=(
            "This sheet holds one table. A blank cell of text: there is nothing to say. "
            f"{'The unit of each row stands in the column Unit. ' if has_units else ''}"
            "The sheet Notes explains the rest."
        ),
        source=_plain(f"Source: {attribution(pack)}"),
        legend=list(_legend(frame)),
        units=pounds or None,
        index_columns={2: 0},
    )


def _notices(pack: Pack) -> list[str]:
    return [_plain(sentence) for sentence in notices(pack.head.status, pack.head.worked_example)]


def _legend(frame: pd.DataFrame) -> Iterator[str]:
    numeric = [name for name in frame.columns if _is_numeric(list(frame[name]))]
    if any("c" in set(frame[name]) for name in numeric):
        yield _NOTES["withheld"] + "$$withheld$$"
    if any("" in set(frame[name]) for name in numeric):
        yield _NOTES["absent"] + "$$absent$$"


def heading(column: str) -> str:
    """A column's name as words: direction_from_previous is Direction from previous."""
    words = " ".join(column.replace("_", " ").split())[:_LONGEST_HEADING]
    return "RAG" if column == "rag" else _plain(words[:1].upper() + words[1:])


def _is_numeric(cells: list[str]) -> bool:
    stated = [cell for cell in cells if cell not in ("", "c")]
    return bool(stated) and all(_NUMBER.fullmatch(cell) for cell in stated)


def _cells(cells: list[str]) -> list[object]:
    """The cells of a column: numbers where all that is stated is one; a sign alone as the words for it."""
    if not _is_numeric(cells):
        return [_text(cell) for cell in cells]
    signs = {"": "[z]", "c": "[c]"}
    return [signs.get(cell) or (int(cell) if _WHOLE.fullmatch(cell) else float(cell)) for cell in cells]


def _text(cell: str) -> str:
    """A cell of text: one without any letter that gptables knows is marked, since it takes it for a mistake."""
    text = _EDITED_BY_WORD.get(cell, cell[:_LONGEST_CELL])
    return f"{_MARK}{_plain(text)}" if text and not re.search("[A-Za-z0-9]", text) else _plain(text)


def _cover(pack: Pack, corrected: Sequence[str]) -> Any:  # noqa: ANN401 - as above
    head = pack.head
    published = [f"Published: {head.published}."] if head.published else []
    return gptables.Cover(
        width=120,
        title=_plain(f"{head.title}: tables"),
        intro=[_plain(f"{attribution(pack)}."), *_notices(pack), *map(_plain, corrected), *published],
        about=[
            "The sheet Contents links to every table, the sheet Notes explains signs and words.",
            "Each further sheet holds one table, which begins in column A beneath its title.",
            *_NOTES.values(),
        ],
        contact=[_plain(head.council)] if head.council else None,
    )


def _properties(pack: Pack) -> dict[str, object]:
    day = pack.head.published or f"{pack.head.period}-01"
    return {
        "title": f"{pack.head.title}: tables",
        "author": pack.head.council or pack.head.title,
        "subject": attribution(pack),
        "created": datetime.fromisoformat(day).replace(tzinfo=UTC),
    }


def _in_english(written: bytes) -> bytes:
    """The same workbook with its signs put back, its language among its properties, and no clock in the zip it is."""
    members = unzipped(written)
    for sign, hidden in {**_SIGNS, "": _MARK}.items():
        members = {name: content.replace(hidden.encode(), sign.encode()) for name, content in members.items()}
    core, end = "docProps/core.xml", b"</cp:coreProperties>"
    members[core] = members[core].replace(end, b"<dc:language>en-GB</dc:language>" + end)
    return zipped(members)
