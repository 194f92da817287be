"""A section of one's own is made of public names alone."""

import pandas as pd
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from scorecard_kit import figure, opening, show
from scorecard_kit.blocks.html import Block
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.publish.html import Body, read_body
from scorecard_kit.publish.section import ExportError


def test_a_section_of_ones_own_needs_the_public_names_alone(invented: Dataset) -> None:
    """An opening, two tables and a chart make a section; of the tables one has the CSV file, and one must."""
    frame = pd.DataFrame({"Age": ["Under 5", "5 and over"], "Children": [12, 40]})
    axes = frame.plot.bar(x="Age")
    blocks = [
        opening(invented, "Placements by age", "Forty of 52 placements are of children of 5 and over."),
        show(frame, caption="Placements by age"),
        show(frame, caption="The same again", csv=False),
        figure(axes, alt="Twelve placements under 5, 40 of 5 and over", title="Most are of 5 and over"),
    ]
    assert section_of(blocks).title == "Placements by age"
    with pytest.raises(ExportError, match=r"one data file \(csv=False\)"):
        section_of([*blocks, show(frame, caption="A third")])
    with pytest.raises(ExportError, match="no cell displays an opening: opening"):
        section_of(blocks[1:])


def section_of(blocks: list[Block]) -> Body:
    """Read cells that each display one of the blocks, as the page is made from them."""
    cells = [new_code_cell(outputs=[_displayed(block)]) for block in blocks]  # type: ignore[no-untyped-call]
    return read_body(new_notebook(cells=cells))  # type: ignore[no-untyped-call]


def _displayed(block: Block) -> NotebookNode:
    data, metadata = block._repr_mimebundle_()
    output: NotebookNode = new_output("display_data", data, metadata=metadata)  # type: ignore[no-untyped-call]
    return output
