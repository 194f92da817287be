"""The reference that is written from the code: it says what the code says, and its schemas hold the worked examples."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

import scorecard_kit
from docs import from_code
from scorecard_kit.data.schema import TABLES

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
SCHEMAS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((REFERENCE / "schema").glob("*.json"))
}
FOLDERS = sorted(path.parent for path in (ROOT / "data").glob("*/indicators.csv"))
YEARMONTH, DATE = r"\d{4}-(0[1-9]|1[0-2])", r"\d{4}-\d\d-\d\d"
FORMS = {"number": r"-?\d+(\.\d+)?", "integer": r"-?\d+", "yearmonth": YEARMONTH, "date": DATE, "boolean": "yes|no"}
"""How a value of each type is written, as the specification of Table Schema has it."""


@pytest.mark.parametrize("name", from_code.pages())
def test_what_is_written_from_the_code_is_of_today(name: str) -> None:
    """Each file is what the code would write now. Where it is not: `python -m docs.from_code`, and look at it."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == from_code.pages()[name]


def test_every_table_has_its_schema_and_no_other_is_there() -> None:
    """A schema a table, with its columns in order and the columns of its key."""
    assert {name: [field["name"] for field in schema["fields"]] for name, schema in SCHEMAS.items()} == {
        table.name: [column.name for column in table.columns] for table in TABLES.values()
    }
    assert SCHEMAS["targets"]["primaryKey"] == ["indicator", "from", "area"]
    assert "primaryKey" not in SCHEMAS["movements"]


def test_a_schema_says_what_the_contract_demands() -> None:
    """Types, constraints and references of some columns, as docs/reference/data.md tells them."""
    indicators, results = (
        {field["name"]: field for field in SCHEMAS[it]["fields"]} for it in ("indicators", "results")
    )
    assert indicators["indicator"]["constraints"] == {"pattern": "[a-z0-9]+(-[a-z0-9]+)*", "required": True}
    assert indicators["polarity"]["constraints"] == {"enum": ["H", "L", "T"]}
    assert indicators["cases_sentence"]["trueValues"] == ["yes"]
    assert (results["period"]["type"], results["as_at"]["type"], results["rank"]["type"]) == (
        "yearmonth", "date", "integer",
    )  # fmt: skip
    assert SCHEMAS["results"]["foreignKeys"] == [
        {"fields": "indicator", "reference": {"resource": "indicators", "fields": "indicator"}},
        {"fields": "area", "reference": {"resource": "areas", "fields": "area"}},
    ]
    assert SCHEMAS["areas"]["foreignKeys"] == [{"fields": "parent", "reference": {"resource": "", "fields": "area"}}]


def problems(schema: dict[str, Any], rows: list[dict[str, str]], tables: dict[str, list[dict[str, str]]]) -> list[str]:
    """What a reader of Table Schema finds wrong in the rows of a table: forms, constraints, keys and references."""
    found = []
    for field in schema["fields"]:
        name, limits = field["name"], field.get("constraints", {})
        values = [row.get(name) or "" for row in rows]
        form = re.compile(limits.get("pattern", FORMS.get(field["type"], ".*")), re.DOTALL)
        found += [f"{name}: {it}" for it in values if it and not form.fullmatch(it)]
        found += [f"{name}: {it}" for it in values if it and it not in limits.get("enum", [it])]
        found += [f"{name} is missing" for it in values if not it and limits.get("required")]
    if key := schema.get("primaryKey"):
        keys = [tuple(row.get(name) or "" for name in key) for row in rows]
        found += [f"twice: {it}" for it in set(keys) if keys.count(it) > 1]
    for foreign in schema.get("foreignKeys", []):
        resource, column = foreign["reference"]["resource"] or schema["name"], foreign["reference"]["fields"]
        there = {row[column] for row in tables[resource]} | {""}
        found += [
            f"nowhere: {row[foreign['fields']]}" for row in rows if (row.get(foreign["fields"]) or "") not in there
        ]
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_schemas_hold_the_tables_of_the_worked_examples(folder: Path) -> None:
    """Read by its Table Schema alone, no table of a worked example has a fault."""
    tables = {
        name: list(csv.DictReader((folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
        for name in SCHEMAS
        if (folder / f"{name}.csv").exists()
    }
    assert {name: problems(SCHEMAS[name], rows, tables) for name, rows in tables.items()} == {
        name: [] for name in tables
    }


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("period", "Mar-16", "period: Mar-16"),
        ("status", "final", "status: final"),
        ("area", "Kend", "nowhere: Kend"),
        ("indicator", "", "indicator is missing"),
        ("numerator", "85%", "numerator: 85%"),
    ],
)
def test_a_schema_finds_what_is_wrong(column: str, value: str, fault: str) -> None:
    """A month, a word, a name or a number that the contract does not allow is found by the schema alone."""
    row = {"indicator": "visits", "period": "2016-03", "area": "Kent", "numerator": "52", "denominator": "68"}
    tables = {"indicators": [{"indicator": "visits"}], "areas": [{"area": "Kent"}]}
    assert problems(SCHEMAS["results"], [row], tables) == []
    assert fault in problems(SCHEMAS["results"], [row | {column: value}], tables)


def test_every_module_of_a_notebook_stands_in_the_reference_of_python() -> None:
    """The page on Python takes up each page module that a notebook of the kit imports, and no other module."""
    text = (REFERENCE / "python.md").read_text(encoding="utf-8")
    imported = {
        ".".join(found)
        for path in (ROOT / "notebooks").glob("*.ipynb")
        for found in re.findall(r"from scorecard_kit\.(\w+) import (\w+)", path.read_text(encoding="utf-8"))
    }
    assert len(imported) == 20
    assert set(re.findall(r"^::: scorecard_kit\.(\w+\.\w+)$", text, re.MULTILINE)) == imported
    [example] = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    exec(example, {})  # noqa: S102 - the imports that the page shows are there


def test_every_public_name_stands_in_the_reference_of_python() -> None:
    """The page on Python takes up each name of `scorecard_kit`, and no other of it."""
    named = re.findall(
        r"^::: scorecard_kit\.(\w+)$", (REFERENCE / "python.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(named) == sorted(scorecard_kit.__all__)
