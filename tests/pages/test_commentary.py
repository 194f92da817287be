"""Commentary: figures filled in as displayed, an unknown one is a finding, and no text can do harm on a page."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from scorecard_kit import load
from scorecard_kit.blocks.html import markdown_html
from scorecard_kit.findings import InputError
from scorecard_kit.pages import commentary

if TYPE_CHECKING:
    from scorecard_kit.data.dataset import Dataset

DEFAULT: Mapping[str, object] = {"below": 6}
PUBLISHED: Mapping[str, object] = {"below": 6, "already_published": True}
TABLES = {
    "indicators.csv": """indicator,name,polarity,data_period,unit
visits,Visits in time,H,YTD,percent
reviews,Reviews in time,H,YTD,percent
places,Three or more placements,L,SS,percent
""",
    "results.csv": """indicator,period,area,cohort,numerator,denominator,value,status
visits,2015-03,Kent,,,,88.4,
visits,2016-02,Kent,,,,78.1,
visits,2016-03,Kent,,1052,1368,,
visits,2016-03,Kent,excluding_uasc,1002,1300,,
visits,2016-03,North Kent,,40,50,,
reviews,2016-03,Kent,,90,100,,
places,2016-03,Kent,,290,2320,,
places,2016-03,Kent,excluding_uasc,288,2310,,
places,2016-02,Kent,,,,,suppressed
""",
    "targets.csv": """indicator,from,target,floor
visits,2015-04,85,77
""",
    "areas.csv": """area,kind,parent
Kent,county,
North Kent,area,Kent
""",
    "breakdowns.csv": """indicator,period,area,cohort,dimension,category,count
visits,2016-03,Kent,,Age,0 to 4,1000
visits,2016-03,Kent,,Age,5 to 10,52
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay out a data folder with an empty commentary folder for March 2016."""
    (tmp_path / "data" / "commentary" / "2016-03").mkdir(parents=True)
    for name, text in TABLES.items():
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    return tmp_path / "data"


def write(folder: Path, text: str, name: str = "visits") -> None:
    """Write a commentary file."""
    (folder / "commentary" / "2016-03" / f"{name}.md").write_text(text, encoding="utf-8")


def html(folder: Path, indicator: str = "visits", area: str = "Kent", rule: Mapping[str, object] = PUBLISHED) -> str:
    """Give the commentary of an indicator as it stands on its page."""
    return str(commentary.commentary(load(folder, rule), indicator, "2016-03", area).html)


def said(folder: Path, text: str) -> str:
    """Give the first paragraph of a commentary."""
    write(folder, text)
    return BeautifulSoup(html(folder), "html.parser").select("p")[0].get_text()


def findings(folder: Path, *indicators: str) -> list[str]:
    """Give what check finds in the commentary."""
    dataset: Dataset = load(folder, PUBLISHED)
    found = [commentary.check(dataset, each, "2016-03", "Kent")[1] for each in indicators or ["visits"]]
    return [f"{finding.level}: {finding}" for of_one in found for finding in of_one]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("numerator", "1,052"),
        ("denominator", "1,368"),
        ("missed", "316"),
        ("value", "76.9%"),
        ("rag", "Red"),
        ("target", "85%"),
        ("floor", "77%"),
        ("month", "March 2016"),
        ("previous", "78.1%"),
        ("previous_period", "February 2016"),
        ("direction", "worsened"),
        ("outturn", "88.4%"),
        ("change_from_previous", "1.2 percentage points"),
        ("change_from_outturn", "11.5 percentage points"),
        ("excluding_uasc.value", "77.1%"),
        ("excluding_uasc.rag", "Amber"),
        ("cohort.uasc.numerator", "50"),
        ("cohort.uasc.denominator", "68"),
        ("cohort.uasc.value", "73.5%"),
        ("breakdown['0 to 4']", "1,000"),
        ("breakdown_share['0 to 4']", "95.1%"),
    ],
)
def test_figures_fill_in_as_they_are_displayed(folder: Path, name: str, expected: str) -> None:
    """Every name that docs/reference/commentary.md promises, as a reader sees the figure elsewhere on the page."""
    assert said(folder, f"It is {{{{ {name} }}}}.") == f"It is {expected}."


def test_figures_from_elsewhere(folder: Path) -> None:
    """A figure that is not in the data is named in the front matter with its source."""
    front = "---\nexternal:\n  - {name: moves, figure: 106, source: the report}\n---\n"
    assert said(folder, front + "There were {{ external.moves }} moves.") == "There were 106 moves."


def test_a_condition_on_a_figure(folder: Path) -> None:
    """A sentence may depend on whether there is an earlier figure."""
    write(folder, "{% if previous %}Then {{ previous }}.{% else %}No earlier figure.{% endif %}", "reviews")
    assert "No earlier figure." in html(folder, "reviews")


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("First.\n\nIt is {{ valeu }}.", 3, '"valeu" names nothing that is known. Did you mean "value"?'),
        ("---\narea: Kent\n---\nIt is {{ excluding_uasc.valeu }}.", 4, 'Did you mean "value"?'),
        ("{{ breakdown['0 to 5'] }}", 1, "cannot be filled in"),
        ("{{ value", 1, "cannot be filled in"),
        ("{{ 1 / 0 }}", 1, "cannot be filled in"),
        ("{{ value + 1 }}", 1, "cannot be filled in"),
        ("{% for i in range(10 ** 9) %}x{% endfor %}", 1, "cannot be filled in"),
        ("{{ ''.__class__.__mro__ }}", 1, "cannot be filled in"),
        ("{{ external.moves }}", 1, "cannot be filled in"),
        ("{% for i in 'ab' %}{% for j in 'ab' %}{{ i }}{% endfor %}{% endfor %}", 1, "it holds a for"),
        ("{{ 'x' * 10 ** 9 }}", 1, "it holds more than a figure's name"),
        ("{{ value | center(10 ** 9) }}", 1, "it holds more than a figure's name"),
        ("{{ value.replace('a', 'b') }}", 1, "it holds more than a figure's name"),
        ("{% if value %}{% if value %}a{% endif %}{% endif %}", 1, "a condition within a condition"),
        ("{% if value.upper() %}a{% endif %}", 1, "it holds more than a figure's name"),
        ("{% if value %}{% for i in value %}a{% endfor %}{% endif %}", 1, "a condition within a condition"),
        ("{% macro a() %}a{% endmacro %}", 1, "it holds a macro"),
        ("{% set a = 1 %}", 1, "it holds a assign"),
        ("{% include 'x' %}", 1, "it holds a include"),
        ("{{ '['*9 }}", 1, "it holds more than a figure's name"),
        ("{{ " + "(" * 5000 + "value" + ")" * 5000 + " }}", 1, "it is nested too deep"),
        ("{{ benchmark }}", 1, "a group of figures is named"),
        ("x" * 20_001, 1, "is longer than 20,000 characters"),
        ("\u00e9" * 80_000, 1, "is longer than 20,000 characters"),
    ],
)
def test_an_unknown_figure_is_a_finding(folder: Path, text: str, line: int, expected: str) -> None:
    """Whatever cannot be filled in is found by check and by the page, with its line where it has one; never a blank."""
    write(folder, text)
    [finding] = findings(folder)
    assert finding.startswith("error: commentary/2016-03/visits.md")
    assert expected in finding
    assert f"line {line}" in finding or "line" not in finding
    with pytest.raises(InputError):
        html(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{% if rag == 'Red' %}It is Red.{% elif rag == 'Amber' %}It is Amber.{% else %}Else.{% endif %}",
            "It is Red.",
        ),
        ("{% if previous and not outturn %}Begun.{% else %}Going on.{% endif %}", "Going on."),
        ("{# a remark for the next analyst #}{{ denominator }}", "1,368"),
        ("{{ breakdown['0 to 4'] }}{{ excluding_uasc['value'] }}", "1,00077.1%"),
    ],
)
def test_conditions_of_one_level(folder: Path, text: str, expected: str) -> None:
    """What commentary needs stays: conditions on a figure or rating, with other cases; remarks; names in brackets."""
    assert said(folder, text) == expected


@pytest.mark.parametrize("name", ["previous", "outturn", "change_from_previous", "target", "floor"])
def test_a_figure_that_is_missing_is_a_finding(folder: Path, name: str) -> None:
    """A known name without a figure leaves no gap in a sentence."""
    write(folder, f"Then it was {{{{ {name} }}}}.", "reviews")
    [finding] = findings(folder, "reviews")
    assert f"there is no figure for '{name}'" in finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\narea: [Kent\n---\nText.", "line 3: a bracket is opened and not closed"),
        ("---\n- Kent\n---\nText.", "line 2: it does not hold keys with values"),
        ("---\nexternal: &all [*all]\n---\nText.", "line 2: it refers to another place with *"),
        ("---\narea: Kent\narea: Kent\n---\nText.", "line 3, key area: it stands in line 2 already"),
        ("---\nauthor: 007\n---\nText.", '"007" begins with a nought'),
        ("---\nautor: A. Writer\n---\nText.", 'is not a name of the front matter. Did you mean "author"?'),
        ("---\nexternal: 106\n---\nText.", "key external: cannot be read"),
        ("---\nexternal:\n  - {name: moves, figure: 106}\n---\nText.", "key external: cannot be read"),
    ],
)
def test_a_front_matter_that_cannot_be_read(folder: Path, text: str, expected: str) -> None:
    """It is a finding that names the file and the mend."""
    write(folder, text)
    [finding] = findings(folder)
    assert expected in finding


def test_a_file_that_is_not_utf8(folder: Path) -> None:
    """The message says how to save it."""
    (folder / "commentary" / "2016-03" / "visits.md").write_bytes("Größe".encode("utf-16"))
    [finding] = findings(folder)
    assert finding.endswith("Save it as UTF-8 text, and close it in other programs.")


@pytest.mark.parametrize("start", ["\ufeff", "", "---\n---\n", "---\narea: Kent\n---\n"])
def test_how_a_file_may_begin(folder: Path, start: str) -> None:
    """A byte-order mark, an empty front matter and none at all are read alike."""
    assert said(folder, f"{start}Of {{{{ denominator }}}}.") == "Of 1,368."


def test_windows_line_ends(folder: Path) -> None:
    """A file from Notepad is read as any other."""
    (folder / "commentary" / "2016-03" / "visits.md").write_bytes(b"---\r\narea: Kent\r\n---\r\n## Actions\r\n\r\nOne.")
    assert [head.get_text() for head in BeautifulSoup(html(folder), "html.parser").select("h2")] == ["Actions"]


def test_each_heading_is_a_section(folder: Path) -> None:
    """Text before the first heading is the commentary; the headings follow in their order; the month and author end."""
    write(folder, "---\nauthor: A. Writer\n---\nFirst.\n\n## Actions\n\n- One\n\n## Risks\n\nnot reproduced here\n")
    page = BeautifulSoup(html(folder), "html.parser")
    assert [head.get_text() for head in page.select("h2")] == ["Commentary", "Actions", "Risks"]
    assert [item.get_text() for item in page.select("li")] == ["One"]
    assert page.select("p.quiet")[0].get_text() == "For March 2016, by A. Writer"


def test_commentary_that_is_awaited(folder: Path) -> None:
    """The page says that it is awaited, and check warns with the file to write."""
    assert "Commentary is awaited." in html(folder)
    assert findings(folder) == ["warning: commentary/2016-03/visits.md: commentary is awaited. Write the file."]


def test_commentary_of_another_month_or_area_is_not_used(folder: Path) -> None:
    """Only the period's own text is shown, and only that of the area it is for."""
    (folder / "commentary" / "2016-02").mkdir()
    (folder / "commentary" / "2016-02" / "visits.md").write_text("Old.", encoding="utf-8")
    write(folder, "---\narea: North Kent\n---\nNorth.")
    assert "Commentary is awaited." in html(folder)
    assert "North." in html(folder, area="North Kent")


def test_commentary_for_several_indicators(folder: Path) -> None:
    """One file can serve others too, with each indicator's own figures; a file of its own comes first."""
    write(folder, "---\nalso_for: [visits, places]\n---\nOf {{ denominator }}.", "reviews")
    assert "Of 1,368." in html(folder)
    write(folder, "Own.")
    assert "Own." in html(folder)
    assert "Of 2,320." in html(folder, "places")


def test_a_hidden_file_is_no_commentary(folder: Path) -> None:
    """What macOS or an editor puts beside the texts is neither shown nor in the way, also where it is no text."""
    (folder / "commentary" / "2016-03" / "._visits.md").write_bytes(b"\x00\x05\x16\xff")
    write(folder, "---\nalso_for: [visits]\n---\nNot yet.", ".draft")
    assert "Not yet." not in html(folder)


def test_a_small_cohort_is_withheld_in_commentary(folder: Path) -> None:
    """Two children are not told of, by count or by share, even where the rest is published."""
    write(folder, "{{ cohort.uasc.numerator }}; {{ cohort.uasc.value }}", "places")
    assert html(folder, "places").count("c, withheld to protect individuals") == 2


def test_what_would_reveal_a_small_cohort_is_withheld(folder: Path) -> None:
    """Under the default rule the side that excludes the cohort is withheld as well."""
    write(folder, "{{ numerator }}, {{ excluding_uasc.numerator }}, {{ excluding_uasc.value }}", "places")
    page = html(folder, "places", rule=DEFAULT)
    assert ("290" in page, "288" in page) == (True, False)
    assert page.count("withheld to protect individuals") == 2


def test_every_figure_of_a_suppressed_result_is_withheld(folder: Path) -> None:
    """A commentary on a withheld result still reads: each figure says so, and none is told."""
    small = TABLES["results.csv"].replace("reviews,2016-03,Kent,,90,100", "reviews,2016-03,Kent,,3,100")
    (folder / "results.csv").write_text(small, encoding="utf-8")
    write(
        folder, "{{ numerator }} of {{ denominator }}, {{ value }}, {{ missed }}, {{ change_from_previous }}", "reviews"
    )
    page = html(folder, "reviews", rule=DEFAULT)
    assert page.count("c, withheld to protect individuals") == 5
    assert "3" not in BeautifulSoup(page, "html.parser").select("p")[0].get_text()


HOSTILE = [
    "<script>window.XSS_1 = 1</script>",
    "<img src=x onerror='window.XSS_1 = 1'>",
    "<svg onload='window.XSS_1 = 1'></svg>",
    "![a picture](https://example.com/beacon.png)",
    "<iframe srcdoc='<script>parent.XSS_1 = 1</script>'></iframe>",
    "[a link](javascript:window.XSS_1=1)",
    "<a href='javascript:window.XSS_1=1'>a link</a>",
    "<a href='data:text/html,<script>1</script>'>a link</a>",
    "<p style='background: url(https://example.com/x)'>text</p>",
    "<style>p { background: url(https://example.com/x) }</style>",
    "<form action='https://example.com'><button>go</button></form>",
    "<object data='x'></object><embed src='x'><base href='https://example.com'><meta http-equiv=refresh content='0'>",
    "<b onclick='window.XSS_1 = 1'>text</b>",
    "<details open ontoggle='window.XSS_1 = 1'>x</details>",
    "<math><mtext><table><mglyph><style><img src=x onerror=XSS_1=1></style></mglyph></table></mtext></math>",
    "<scr<script>ipt>window.XSS_1 = 1</script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_does_no_harm(folder: Path, text: str) -> None:
    """No script, handler, style, remote picture, frame, form or link that runs is left of a commentary."""
    write(folder, f"Before.\n\n{text}\n\nAfter.")
    page = BeautifulSoup(html(folder), "html.parser")
    tags = {tag.name for tag in page.find_all()}
    attributes = {f"{name}={value}" for tag in page.find_all() for name, value in tag.attrs.items()}
    assert (
        tags & {"script", "img", "svg", "iframe", "style", "form", "object", "embed", "base", "meta", "math"} == set()
    )
    assert [
        word for word in attributes if word.startswith(("on", "style", "src", "href=javascript", "href=data"))
    ] == []
    assert ("Before." in page.get_text(), "After." in page.get_text()) == (True, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# First\n\n## Second\n\n### Third", "<h2>First</h2>\n<h2>Second</h2>\n<h3>Third</h3>\n"),
        ("**a** & *b* < c", "<p><strong>a</strong> &amp; <em>b</em> &lt; c</p>\n"),
        ("[mail](mailto:a@b.example)", '<p><a href="mailto:a@b.example" rel="noopener noreferrer">mail</a></p>\n'),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
    ],
)
def test_what_markdown_may_say(text: str, expected: str) -> None:
    """Emphasis, lists, links and lower headings are left as they are; the page keeps its one first heading."""
    assert str(markdown_html(text)) == expected


def test_a_table_in_markdown_has_caption_and_headers() -> None:
    """Whatever its alignment, a table has a caption, column headers with their scope, and a header a row."""
    page = BeautifulSoup(markdown_html("| a | b |\n|:--|--:|\n| one | 1 |\n| two | 2 |"), "html.parser")
    assert [(head["scope"], head.get_text()) for head in page.select("th")] == [
        ("col", "a"), ("col", "b"), ("row", "one"), ("row", "two"),
    ]  # fmt: skip
    assert [cell.get_text() for cell in page.select("td, caption")] == ["Figures in the text", "1", "2"]


def test_the_commentary_of_the_pack_is_complete() -> None:
    """Each of the seven Reds of March 2016 has its commentary, and every figure in it can be filled in."""
    dataset = load("data/scs", PUBLISHED)
    reds = sorted(path.stem for path in (dataset.folder / "commentary" / "2016-03").glob("*.md"))
    assert len(reds) == 7
    for red in reds:
        path, found = commentary.check(dataset, red, "2016-03", "Kent")
        assert (path and path.stem, found) == (red, [])


def test_a_text_that_is_another_months_is_told_until_its_head_says_otherwise(folder: Path) -> None:
    """Copied from February, or from the February before, word for word: it is read again, or said to be still so."""
    text = "In time: {{ value }}.\n"
    for month in ("2015-02", "2016-02", "2016-04"):
        (folder / "commentary" / month).mkdir()
        (folder / "commentary" / month / "visits.md").write_text(text, encoding="utf-8")
    write(folder, text)
    mend = "Read it again; if all of it is still so, write period: 2016-03 at its head."
    assert findings(folder) == [f"warning: commentary/2016-03/visits.md: it is word for word that of 2016-02. {mend}"]
    write(folder, f"---\nperiod: 2016-03\n---\n{text}")
    assert findings(folder) == []
    write(folder, f"{text}\nMore were late.\n")
    assert findings(folder) == []


def test_the_rating_in_its_words_is_that_of_the_page(folder: Path) -> None:
    """Visits are Red: a text that binds the rating is right in any month, and one of their time as Amber is not."""
    write(folder, "---\nrating: Amber\n---\nThe rating is {{ rag }}. It is Amber.\n")
    assert [one.partition("visits.md")[2].partition(" Read")[0] for one in findings(folder)] == [
        ', line 1, key rating: "Amber" was the rating when it was written, and now it is Red.',
        ': "Amber" is what it calls the rating, and now it is Red.',
    ]
