"""What a section reads, found without running it: so that it is run again when that has changed, and only then.

A notebook says so itself, where it loads the data: `load(data, small_counts, areas=area, indicators=indicator)` gives
it nothing else. One that loads everything, or in a way that cannot be told beforehand, is taken to read everything.
"""

import ast
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from scorecard_kit import commentary
from scorecard_kit.data import PARTED, limits_of, main_area, part, part_masks
from scorecard_kit.findings import InputError
from scorecard_kit.manifest import digest
from scorecard_kit.notebook import declared, is_parameters, read
from scorecard_kit.pack import Pack, Section
from scorecard_kit.schema import TABLES

_SLICES = ("areas", "indicators", "period", "months", "newest", "reporting", "role")
_OR = " or "
_QUOTE = '"'


class Reads(NamedTuple):
    """Digests of a pack's tables by row, and of its inputs by file; of all that it has, found when it is asked for."""

    rows: dict[str, "pd.Series[str]"]
    whole: Callable[[], str]
    others: str
    inputs: dict[str, str]


def reads_of(pack: Pack, inputs: dict[str, str]) -> Reads:
    """Digest the data of a pack once, for the keys of all its sections."""
    others = {name: _digests(getattr(pack.dataset, name)) for name in TABLES if name not in PARTED}
    rows = {name: _digests(getattr(pack.dataset, name)) for name in PARTED}
    files = json.dumps({name: sha for name, sha in inputs.items() if not name.endswith(".ipynb")}, sort_keys=True)
    small = digest(*_encoded(others.values()))
    return Reads(rows, cache(lambda: digest(files.encode(), *_beyond(pack, small))), small, inputs)


def _beyond(pack: Pack, small: str) -> Iterator[bytes]:
    """What the digests of files do not tell: every row of a database."""
    if not all(source.in_folder for source in pack.dataset.sources):
        whole = part(pack.dataset)
        yield small.encode()
        yield from _encoded(_digests(getattr(whole, name)) for name in PARTED)


def _digests(frame: pd.DataFrame) -> "pd.Series[str]":
    """A digest of each row, without its number in the spreadsheet: rows that move are the same rows."""
    lines = ("\x1f".join(map(str, row)) for row in frame.itertuples(index=False))
    return pd.Series([digest(line.encode()) for line in lines], index=frame.index, dtype=object)


def _encoded(series: Iterable["pd.Series[str]"]) -> Iterator[bytes]:
    for one in series:
        yield "".join(one).encode() + b"\n"


def key(section: Section, pack: Pack, reads: Reads, made_with: str) -> str:
    """The key of a section: with the same one its executed record would come out the same. `made_with`: the kit."""
    name = section.notebook.relative_to(pack.root).as_posix()
    parts = [
        made_with,
        reads.inputs[name],
        section.name,
        json.dumps(section.parameters, sort_keys=True),
        json.dumps(pack.head.data, sort_keys=True),
    ]
    found = slices(section.notebook)
    own_rule = section.parameters.get("small_counts", pack.shared["small_counts"]) != pack.shared["small_counts"]
    if not found or own_rule or not _is_local(section, pack):
        return digest("\n".join([*parts, reads.whole()]).encode())
    given = {**declared(section.notebook), **section.parameters}
    parts += [reads.others, _commentary(section, pack, given)]
    kept = _kept(pack, reads, {option: _first(words, given) for option, words in found.items()})
    return digest("\n".join(parts).encode(), *_encoded(kept))


def _first(words: str, given: dict[str, Any]) -> Any:  # noqa: ANN401 - a parameter is of any plain kind
    """What `months`, `periods or months`, or a text in quotation marks comes to."""
    values = [json.loads(name) if name.startswith(_QUOTE) else given.get(name) for name in words.split(_OR)]
    return next(filter(None, values), values[-1])


def _kept(pack: Pack, reads: Reads, options: dict[str, Any]) -> list["pd.Series[str]"]:
    """The digests of the rows that a section keeps with these options of `load`."""
    if pack.dataset.stored:
        read = part(pack.dataset, **options)
        return [_digests(getattr(read, name)) for name in PARTED]
    masks = part_masks(pack.dataset, limits_of(pack.dataset, **options))
    return [reads.rows[name][masks[name]] for name in PARTED]


def _is_local(section: Section, pack: Pack) -> bool:
    """Whether the section reads the pack's own data folder, whose rows are known."""
    return bool(section.parameters.get("data") == pack.shared["data"])


def _commentary(section: Section, pack: Pack, given: dict[str, Any]) -> str:
    """The digest of the commentary that a section may show: none, its indicator's own, or all where it names none."""
    if not _reaches_commentary(section.notebook):
        return ""
    files: Iterable[Path] = sorted((pack.folder / "commentary").rglob("*.md"))
    if "indicator" in section.parameters:
        period, area = str(given.get("period") or ""), str(given.get("area") or main_area(pack.dataset))
        try:
            found = commentary.find(pack.folder, period, str(given["indicator"]), area)
        except InputError:
            found = None
        else:
            files = [found.path] if found else []
    return digest(*(path.read_bytes() for path in files))


@cache
def _reaches_commentary(notebook: Path) -> bool:
    """Whether cells name commentary, or hand the loaded data on as a whole, with the folder that they are from."""
    nodes = [node for tree in _trees(notebook) for node in ast.walk(tree)]
    of_table = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    calls = [node for node in nodes if isinstance(node, ast.Call) and _name(node.func) == "main_area"]
    of_table |= {id(given) for call in calls for given in call.args}  # it only looks at tables
    loaded = {_name(name) for node in nodes if isinstance(node, ast.Assign) and _loads(node) for name in _targets(node)}
    handed_on = {
        node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in of_table and _is_read(node)
    }
    return bool(loaded & handed_on) or not loaded or "commentary" in {_name(node) for node in nodes}


def _loads(node: ast.Assign) -> bool:
    return any(isinstance(part, ast.Call) and _name(part.func) == "load" for part in ast.walk(node.value))


def _targets(node: ast.Assign) -> Iterator[ast.AST]:
    return (part for target in node.targets for part in ast.walk(target))


def _is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


@cache
def slices(notebook: Path) -> dict[str, str]:
    """Which parameters say what the notebook loads, by the option of `load`: `months`, `periods or months`, `"text"`.

    Nothing where it may load everything.
    """
    try:
        trees = _trees(notebook)
    except SyntaxError:  # a magic
        return {}
    nodes = [node for tree in trees for node in ast.walk(tree)]
    loads = [node for node in nodes if isinstance(node, ast.Call) and _name(node.func) == "load"]
    if len(loads) != 1 or _reads_besides(nodes, loads[0]):
        return {}
    known, named = declared(notebook), [word for word in loads[0].keywords if word.arg in {*_SLICES, None}]
    said = {word.arg: _names(word.value) for word in named if word.arg}
    found = {
        option: _OR.join(names)
        for option, names in said.items()
        if all(name in known or name.startswith(_QUOTE) for name in names)
    }
    wanted = {name for words in found.values() for name in words.split(_OR)}
    return {} if len(found) < len(named) or _set_before(loads[0], trees, wanted) else found


def _names(value: ast.expr) -> list[str]:
    """The names of which the first with a value is taken, or a text in quotation marks; blank for anything else."""
    match value:
        case ast.BoolOp(op=ast.Or(), values=parts):
            return [part.id if isinstance(part, ast.Name) else "" for part in parts]
        case ast.Name(id=name):
            return [name]
        case ast.Constant(value=str(text)):
            return [json.dumps(text)]
    return [""]


def _name(node: ast.AST) -> str:
    """The last word of a name, such as load of data.load; blank for anything else."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _reads_besides(nodes: list[ast.AST], load: ast.Call) -> bool:
    """Whether a notebook uses its data folder, or any file, otherwise than by loading the data once."""
    own = {id(load.func), *(id(given) for given in load.args)}
    names = {_name(node) for node in nodes if id(node) not in own}
    return bool(names & {"load", "data", "folder", "open", "Path"}) or any(name.startswith("read_") for name in names)


def _set_before(load: ast.Call, trees: list[ast.Module], names: Iterable[str]) -> bool:
    """Whether a cell gives one of the names another value before the data are loaded."""
    wanted = set(names)
    for tree in trees:
        for statement in tree.body:
            if any(node is load for node in ast.walk(statement)):
                return False
            names_in = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
            if any(node.id in wanted and isinstance(node.ctx, ast.Store) for node in names_in):
                return True
    return True


def _trees(notebook: Path) -> list[ast.Module]:
    """The cells of a notebook, without its parameters."""
    code = [cell for cell in read(notebook)["cells"] if cell["cell_type"] == "code" and not is_parameters(cell)]
    return [ast.parse(cell["source"]) for cell in code]
