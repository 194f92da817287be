"""What several sections fold away in the same words stands once in the pack of one file."""

import pytest

from scorecard_kit.publish.body import Body
from scorecard_kit.publish.repeats import told_once

FIRST = ["<td>Visits</td><td>Below 76.5% Red</td>", "<td>Reviews</td><td>Below 90% Red</td>"]


def body(title: str, rows: list[str], summary: str = "Definitions", more: str = "") -> Body:
    """Give a section with a folded table of those rows."""
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    html = f"<h1>{title}</h1><details><summary>{summary}</summary>\n<table>{table}</table>{more}</details><p>End</p>"
    return Body(title=title, answer="", rag="", html=html, csv=None, index="", landscape=True)


def test_what_an_earlier_section_has_is_a_link_to_it() -> None:
    """An area's definitions, all of which the county's section has, become a sentence that names that section."""
    told = dict(told_once({"county": body("County & all", FIRST), "area": body("North", FIRST[:1])}))
    assert "76.5% Red" in told["county"]
    assert told["area"] == (
        '<h1>North</h1><p class="quiet">Definitions: the same as under <a href="county.html">County &amp; all</a>.</p>'
        "<p>End</p>"
    )


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (body("North", ["<td>Visits</td><td>Below 70% Red</td>"]), "another band"),
        (body("North", [*FIRST, "<td>Plans</td>"]), "a row more"),
        (body("North", FIRST, summary="Others"), "other words"),
        (body("North", FIRST, more="<p>Provisional.</p>"), "a note more"),
        (body("North", FIRST, more="<figure></figure>"), "a chart"),
    ],
)
def test_what_differs_at_all_stays(second: Body, why: str) -> None:
    """Nothing that a reader finds in one place alone goes, were it a single word."""
    assert dict(told_once({"county": body("County", FIRST), "area": second}))["area"] == second.html, why
