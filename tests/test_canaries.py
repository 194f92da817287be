"""Each name of another library that it does not promise to keep, and what returns if it goes.

A row fails when a new release has the name no more: before the release is taken, what the row says must be seen to.
"""

import ast
import inspect
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "scorecard_kit"
OF_NAMED_TUPLES = {"_asdict", "_fields", "_replace"}  # documented: the underscore keeps them apart from fields


class Canary(NamedTuple):
    """A name in a library; `of` is what a class's own text must hold where its instances alone have the name."""

    place: str
    returns: str
    of: str = ""


CANARIES = [
    Canary("docx.oxml.document:CT_Body._insert_tbl", "a table would stand behind the last section of a document"),
    Canary("docx.shape:InlineShape", "a picture in a document could be given no alternative text", "_inline"),
    Canary("docx.text.paragraph:Paragraph", "the foot of a document could hold no number of its page", "_p"),
    Canary("ipykernel.iostream:IOPubThread", "kernels would take what forked processes print at a port", "_pipe_in"),
    Canary("ipykernel.iostream:IOPubThread._setup_pipe_out", "forked processes would print to a port that is closed"),
    Canary("ipykernel.kernelapp:IPKernelApp.outstream_class", "a cell could print more than a page or a disk holds"),
    Canary("ipykernel.debugger", "each warm kernel would load the debugger's module itself, and start later"),
    Canary("jupyter_client.channels:AsyncZMQSocketChannel._recv", "outputs would be counted after the run alone"),
    Canary("jupyter_client.manager:KernelManager.cache_ports", "two kernels could be given one port"),
    Canary("jupyter_client.manager:KernelManager._async_cleanup_resources", "how a kernel ended would not be known"),
    Canary("jupyter_client.manager:KernelManager.cleanup_resources", "as the row before, where nbclient ends it"),
    Canary("matplotlib:RcParams._get_backend_or_none", "asking for the backend would load one into every kernel"),
    Canary("matplotlib_inline.backend_inline:_enable_matplotlib_integration", "pyplot's charts would be lost"),
    Canary("multiprocessing.forkserver:set_forkserver_preload", "kernels would start cold"),
    Canary("multiprocessing.process:BaseProcess.daemon", "a worker of a cluster could start no kernel"),
    Canary("nbconvert.exporters:HTMLExporter._init_resources", "no page could be made by the template"),
    Canary("nbformat.v4.rwbase:rejoin_lines", "the lines of a cell would be a list where a text is read"),
    Canary("openpyxl.packaging.relationship:get_dependents", "a workbook's sheets would not be found in its file"),
    Canary("openpyxl.xml.constants:ARC_CONTENT_TYPES", "a workbook would not be told from other files of Office"),
    Canary("openpyxl.xml.constants:REL_NS", "as the row before get_dependents: sheets would not be found"),
    Canary("openpyxl.xml.functions:fromstring", "a workbook with an XML entity would be parsed, and could grow"),
    Canary("os:_Environ.__getitem__", "what a section reads of the environment would not be noted"),
    Canary("pandas.core.methods.to_dict", "each warm kernel would load it itself, and the preload would fail"),
    Canary("papermill.engines:NBClientEngine.execute_managed_notebook", "no section could be run within its time"),
    Canary("papermill.engines:NotebookExecutionManager.cell_exception", "a cell that failed would be called completed"),
    Canary("pypdf:PdfWriter", "the same pack would give another PDF each time", "_ID"),
    Canary("pypdf:PdfWriter._add_object", "the mark of PDF/UA could not be set without a clock"),
    *(
        []
        if sys.platform == "win32"  # where it is an event
        else [Canary("_posixsubprocess:fork_exec", "a process that multiprocessing starts would not be noted")]
    ),
    Canary("sys:_getframe", "who asks for a file would not be known, and everything would count as read"),
]


@pytest.mark.parametrize("canary", CANARIES, ids=lambda canary: f"{canary.place} {canary.of}".strip())
def test_a_name_that_a_library_does_not_promise_is_there(canary: Canary) -> None:
    """The release that is installed still has it."""
    module, _, name = canary.place.partition(":")
    found: Any = import_module(module)
    for part in filter(None, name.split(".")):
        assert hasattr(found, part), f"{canary.place} is gone: {canary.returns}"
        found = getattr(found, part)
    assert canary.of in (inspect.getsource(found) if canary.of else ""), f"{canary.of} is gone: {canary.returns}"


def test_no_other_private_name_is_used() -> None:
    """Whatever the package takes from elsewhere by a name with an underscore has its row above."""
    listed = {part for canary in CANARIES for part in (canary.place.rpartition(".")[2], canary.of)}
    listed |= {canary.place.rpartition(":")[2].partition(".")[0] for canary in CANARIES}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)}
    own |= {node.id for node in nodes if isinstance(node, ast.Name)} | _of_self(nodes) | OF_NAMED_TUPLES
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute) and _is_private(node.attr)}
    assert sorted(used - own - {part.rpartition(":")[2] for part in listed}) == []


def _of_self(nodes: list[ast.AST]) -> set[str]:
    attributes = [node for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)]
    return {node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id == "self"}


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
