"""The pages of docs/reference that are written from the code: every table, the Table Schemas, the command line.

`python -m docs.from_code` writes them anew. tests/test_reference.py holds them to the code.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from scorecard_kit.cli import app
from scorecard_kit.data.schema import TABLES, Column, Kind, Table

FOLDER = Path(__file__).parent / "reference"
_KINDS: dict[Kind, tuple[str, dict[str, Any]]] = {
    "text": ("text", {"type": "string"}),
    "slug": ("a key", {"type": "string", "constraints": {"pattern": "[a-z0-9]+(-[a-z0-9]+)*"}}),
    "number": ("a number", {"type": "number"}),
    "count": ("a count", {"type": "number"}),
    "whole": ("a whole number", {"type": "integer", "constraints": {"minimum": 0}}),
    "period": ("a month", {"type": "yearmonth"}),
    "date": ("a date", {"type": "date"}),
    "yes_no": ("yes or no", {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}),
    "choice": ("a word", {"type": "string"}),
    "list": ("items with spaces between them", {"type": "string"}),
}
"""Each kind of column in words, and as a field of a Table Schema."""
_COMMANDS = """# The command line

Every command and option, as the program itself tells them: `scorecard --help`, and `--help` behind a command. \
`python -m scorecard_kit` is the same as `scorecard`.

Exit codes: 0 all is well; 1 a section failed, a difference is not explained, or a scan found something; 2 the input \
is not right, and nothing was written; 130 interrupted.
"""
_TABLES = """# Every table in one place

The tables of the data contract, as the kit checks them. [The data](data.md) tells what to write.

A column that is *required* stands in the file and is filled in every row; where it says "column alone", a row may \
leave it blank. No two rows of a table agree in all columns of its key. Under "one of" stand the words that may be \
written, or the column of another table in which the value must stand, such as `areas.area`.

## For machines

Each table is described as a [Table Schema](https://specs.frictionlessdata.io/table-schema/) too, for programs that \
write these files or check them before the kit does: `docs/reference/schema/` has a JSON file for each. They hold a \
file to the plain form. The kit itself reads more, such as `Mar-16` for a month, and checks more, such as a figure \
against its counts.
"""


def table_schema(table: Table) -> dict[str, Any]:
    """The table as a Table Schema: fields with types and constraints, the primary key, and foreign keys.

    A foreign key is given where a column refers to one column that is the whole key of its table, such as
    `indicators.indicator`; references to one of several columns, and those of lists, have no such form.
    """
    fields, foreign = [], []
    for column in table.columns:
        field: dict[str, Any] = {"name": column.name, "description": column.description, **_KINDS[column.kind][1]}
        constraints = dict(field.pop("constraints", {}))
        if _is_required(column):
            constraints["required"] = True
        if column.choices and not column.refers:
            constraints["enum"] = [str(choice) for choice in column.choices if choice]
        fields.append(field | ({"constraints": constraints} if constraints else {}))
        resource, _, name = column.refers.partition(".")
        if column.kind != "list" and not column.choices and resource in TABLES and TABLES[resource].key == (name,):
            reference = {"resource": "" if resource == table.name else resource, "fields": name}
            foreign.append({"fields": column.name, "reference": reference})
    schema: dict[str, Any] = {"name": table.name, "description": table.description, "fields": fields}
    keys = {"missingValues": [""], "primaryKey": [*table.key], "foreignKeys": foreign}
    return schema | {name: value for name, value in keys.items() if value}


def _is_required(column: Column) -> bool:
    return column.required and "" not in column.choices


def _tables() -> Iterator[str]:
    yield _TABLES
    for table in TABLES.values():
        must = "A data folder must have it" if table.required else "It may be left out"
        key = f"Its key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else "Rows may repeat."
        description = f"{table.description[0].upper()}{table.description[1:]}"
        yield f"## {table.file}\n\n{description} {must}. {key} [As a Table Schema](schema/{table.name}.json).\n"
        rows = ["| column | what to write | kind | required | one of |", "|---|---|---|---|---|"]
        for column in table.columns:
            of = [*(f"`{choice}`" for choice in column.choices if choice), *(f"`{it}`" for it in column.refers.split())]
            required = "yes" if _is_required(column) else "column alone" if column.required else ""
            kind = _KINDS[column.kind][0]
            rows.append(f"| `{column.name}` | {column.description} | {kind} | {required} | {', '.join(of)} |")
        yield "\n".join(rows) + "\n"


def _commands() -> Iterator[str]:
    yield _COMMANDS
    program: Any = get_command(app)
    for name, command in program.commands.items():
        yield f"## {name}\n\n{_unwrapped(command.help)}\n"
        rows = ["| argument or option | what it is | default |", "|---|---|---|"]
        for parameter in command.params:
            is_option = parameter.param_type_name == "option"
            argument = parameter.metavar or parameter.name.upper()
            names = [*parameter.opts, *parameter.secondary_opts] if is_option else [argument]
            default = parameter.default.as_posix() if isinstance(parameter.default, Path) else parameter.default
            shown = "" if isinstance(default, bool) or default in {None, ""} else f"`{default}`"
            rows.append(f"| {', '.join(f'`{one}`' for one in names)} | {parameter.help} | {shown} |")
        yield "\n".join(rows) + "\n"


def _unwrapped(text: str) -> str:
    """A docstring with each paragraph on one line, and what stands between < and > as it is."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.replace("<", "&lt;").split("\n\n"))


def pages() -> dict[str, str]:
    """What is written from the code: the text of each file by its name within docs/reference."""
    schemas = {f"schema/{name}.json": json.dumps(table_schema(table), indent=2) for name, table in TABLES.items()}
    written = {"tables.md": "\n".join(_tables()).strip(), "command-line.md": "\n".join(_commands()).strip(), **schemas}
    return {name: f"{text}\n" for name, text in written.items()}


def write() -> None:
    """Write every file anew, and remove the schema of a table that is no more."""
    written = pages()
    for path in (FOLDER / "schema").glob("*.json"):
        if f"schema/{path.name}" not in written:
            path.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
