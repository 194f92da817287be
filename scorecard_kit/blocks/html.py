"""The blocks that a notebook displays and a page is made of: escaped HTML, with the same figures as CSV.

Everything that comes from data is escaped by markupsafe. A block's `meta` tells the page its title and answer.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

import nh3
import pandas as pd
from markdown_it import MarkdownIt
from markupsafe import Markup

from scorecard_kit.blocks.look import in_notebook
from scorecard_kit.blocks.palette import ARROW, RATING
from scorecard_kit.judge.indicators import Direction, Rag
from scorecard_kit.judge.numbers import plain
from scorecard_kit.judge.rows import FIGURES, records
from scorecard_kit.reads.recorder import is_noting

__all__ = [
    "LINK_ABOUT", "TOO_CLOSE", "Block", "Cell", "Column", "Line", "about", "bullets", "direction", "folded",
    "guarded_csv", "leaves", "markdown_html", "numbers", "opening", "paragraph", "rating", "section", "side_by_side",
    "slug", "table", "terms", "to_csv", "unbroken", "unguarded",
]  # fmt: skip

Cell = str | Markup
TOO_CLOSE = "too close to call"
"""What is said of a direction that lies within the rounding of a printed figure."""
LINK_ABOUT = "#about-"  # with an indicator: `publish.links` leads it to where the pack tells of it
_ROWS_OF_A_LONG_TABLE = 15  # which may run on to another sheet in print
_FORMULA = re.compile(r"\s*(?:[=@\uff1d\uff20]|[+\uff0b\uff0d-](?![\d.,]*(?:[eE][+-]?\d+)?%?\s*$))")
"""What a spreadsheet would run, in half or full width; +17.7%, -1e-05 and - are figures."""

_TAGS = {
    *("p", "br", "hr", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3", "h4", "a", "abbr"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "sup", "sub"),
}
_ATTRIBUTES = {"a": {"href"}, "th": {"scope"}, "ol": {"start"}, "abbr": {"title"}}


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """Something to show: HTML for the page, perhaps CSV of the same figures, and what the page should know of it."""

    html: Markup
    csv: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "Block of a page"

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        # A section that is being rendered notes what it reads, and its page has the style; elsewhere nothing has it.
        shown = self.html if is_noting() else in_notebook(self.html)
        data = {"text/html": str(shown), "text/plain": repr(self)}
        if self.csv is not None:
            data["text/csv"] = self.csv
        return data, {"scorecard": dict(self.meta)} if self.meta else {}


class Column(NamedTuple):
    """A table's column: its label, and its cell of a row; `number` aligns it right with tabular figures.

    `named` says the label before the cell where a row is a card, as it is on a phone in a table of css `cards`.
    """

    label: str
    cell: Callable[[Any], Cell] = str
    number: bool = False
    named: bool = False


class Line(NamedTuple):
    """A table's row; the first cell is its header, `anchor` its id for links."""

    cells: Sequence[Cell]
    anchor: str = ""


def numbers(*labels: str) -> list[Column]:
    """Columns of numbers, for lines whose cells are made."""
    return [Column(label, number=True) for label in labels]


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens: fit for an id or a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def opening(
    title: str,
    answer: str,
    *,
    glossary: pd.DataFrame,
    rag: str = "",
    wide: bool = False,
    about: str = "",
    doing: str = "",
) -> Block:
    """The head of a section: its title, and the answer in a sentence. `wide` prints the section on landscape paper.

    Where the section is the page of one indicator, `about` is that indicator and `doing` a sentence of plain text on
    what is being done about it, blank where nothing is recorded. Neither is shown here: links and the index use them.
    """
    words = {str(row["term"]): str(row["words"]) for row in records(glossary)}
    badge = Markup(" {}").format(rating(Rag(rag))) if rag else ""
    html = Markup("<h1>{}{}</h1>").format(title, badge) + (paragraph(answer, "answer") if answer else Markup(""))
    meta = {"title": title, "answer": answer, "rag": rag, "wide": wide, "glossary": words}
    return Block(html, meta={**meta, "about": about, "doing": doing})


def about(indicator: str, text: Cell) -> Markup:
    """Words that lead to what else the pack tells of an indicator; they stand alone where it tells nothing else."""
    return Markup('<a href="{}{}">{}</a>').format(LINK_ABOUT, indicator, text)


def rating(rag: Rag, reason: str = "") -> Markup:
    """A rating as symbol, word and colour; the reason follows it in words."""
    chip = Markup('<b class="rag {}"><i aria-hidden="true">{}</i> {}</b>')
    return chip.format(slug(rag), RATING[rag].symbol, rag) + _why(reason)


def direction(way: Direction, *, within_rounding: bool = False, why: str = "") -> Markup:
    """A direction of travel as arrow and word, and `why` there is none: an arrow says better or worse, not larger."""
    arrow = Markup('<i aria-hidden="true">{}</i>\N{NO-BREAK SPACE}').format(ARROW[way]) if ARROW[way] else ""
    return Markup("{}{}{}").format(arrow, way, _why(TOO_CLOSE if within_rounding else why))


def _why(reason: str) -> Markup:
    return Markup(' <span class="why">{}</span>').format(reason) if reason else Markup("")


def table(
    caption: str,
    columns: Sequence[Column],
    groups: Iterable[tuple[str, Iterable[Any]]],
    *,
    css: str = "",
    key: str = "",
    scrolls: bool = True,
) -> Markup:
    """A table with caption, scoped headers and row groups, in a named region that scrolls when it must.

    A group holds rows, of which each column makes its cell, or lines whose cells are made. `key` names the field of a
    row that its id for links is made of. One that fits any screen needs no such region, and `scrolls` is false.
    """
    name = f"table-{slug(caption)}"
    kept = [(label, [_line(row, columns, key) for row in rows]) for label, rows in groups]
    if sum(len(lines) for _, lines in kept) > _ROWS_OF_A_LONG_TABLE:
        css = f"{css} long".strip()
    numbers = " ".join(f"n{place}" for place, column in enumerate(columns, start=1) if column.number)
    is_card = "cards" in css.split()
    names = [Markup(' data-label="{}"').format(it.label) if is_card and it.named else Markup("") for it in columns]
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(_cell(column.label)) for column in columns)
    bodies = Markup("\n").join(_group(label, lines, names) for label, lines in kept)
    inner = Markup(
        '<table class="{}">\n<caption id="{}"><span>{}</span></caption>\n<thead><tr>{}</tr></thead>\n{}\n</table>'
    ).format(numbers, name, caption, heads, bodies)
    if not scrolls:
        return inner
    region = Markup('<div class="scroll {}" role="region" aria-labelledby="{}" tabindex="0">{}</div>')
    return region.format(css, name, inner)


def _line(row: Any, columns: Sequence[Column], key: str) -> Line:  # noqa: ANN401 - what its columns read
    if isinstance(row, Line):
        return row
    return Line([column.cell(row) for column in columns], f"row-{row[key]}" if key else "")


def _group(label: str, lines: Sequence[Line], names: Sequence[Markup]) -> Markup:
    head = Markup('<tr class="group"><th scope="rowgroup" colspan="{}"><span>{}</span></th></tr>\n')
    rows = Markup("\n").join(_row(line, names) for line in lines)
    return Markup("<tbody>{}{}</tbody>").format(head.format(len(names), label) if label else "", rows)


def _row(line: Line, names: Sequence[Markup]) -> Markup:
    if len(line.cells) != len(names):
        raise ValueError(f"a row has {len(line.cells)} cells under {len(names)} headings")
    anchor = Markup(' id="{}"').format(line.anchor) if line.anchor else ""
    named = zip(names[1:], line.cells[1:], strict=True)
    cells = Markup("").join(Markup("<td{}>{}</td>").format(name, _cell(cell)) for name, cell in named)
    return Markup('<tr{}><th scope="row">{}</th>{}</tr>').format(anchor, _cell(line.cells[0]), cells)


def _cell(cell: Cell) -> Markup:
    return cell if isinstance(cell, Markup) else unbroken(cell)


def unbroken(text: str) -> Markup:
    """Text whose hyphenated words, and negative pounds, stay on one line."""
    parts = re.split(r"(\w+(?:-\w+)+|-£[\d.,]+)", text)
    kept = [Markup('<span class="nb">{}</span>').format(part) for part in parts[1::2]]
    words = [kept[place // 2] if place % 2 else part for place, part in enumerate(parts)]
    return Markup("").join(words)


def section(heading: str, *parts: Markup | str, css: str = "") -> Markup:
    """A part of a page under its own heading; a part that is only text becomes a paragraph."""
    inner = Markup("\n").join(part if isinstance(part, Markup) else paragraph(part) for part in parts if part)
    return Markup('<section class="{}">\n<h2>{}</h2>\n{}\n</section>').format(css, heading, inner)


def side_by_side(*blocks: Block) -> Block:
    """Blocks beside one another where the page is wide enough, the first one wider; beneath one another elsewhere."""
    return Block(Markup('<div class="abreast">\n{}\n</div>').format(Markup("\n").join(block.html for block in blocks)))


def paragraph(text: Cell, css: str = "") -> Markup:
    """A paragraph."""
    return Markup('<p class="{}">{}</p>').format(css, text) if css else Markup("<p>{}</p>").format(text)


def bullets(items: Iterable[Cell], css: str = "") -> Markup:
    """A list; blank items are left out, and nothing comes of none."""
    rows = Markup("\n").join(Markup("<li>{}</li>").format(item) for item in items if item)
    return Markup('<ul class="{}">{}</ul>').format(css, rows) if rows else Markup("")


def terms(pairs: Iterable[tuple[str, Cell]], css: str = "") -> Markup:
    """Names and what they stand for, as a description list; a pair without the second is left out."""
    rows = Markup("\n").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, words) for name, words in pairs if words
    )
    return Markup('<dl class="{}">{}</dl>').format(css, rows) if rows else Markup("")


def folded(summary: str, inner: Markup, *, opened: bool = False) -> Markup:
    """Something that can be folded away, without a script."""
    state = Markup(" open") if opened else ""
    return Markup("<details{}><summary>{}</summary>\n{}</details>").format(state, summary, inner)


def markdown_html(text: str) -> Markup:
    """Turn Markdown into HTML of an allow-list: no script, handler, style, image, frame or form survives.

    A page has one first heading, its title, so that a first heading in the text becomes a second. The first cell of a
    table's row is its header.
    """
    html = MarkdownIt("commonmark").enable("table").render(text)
    html = re.sub(r"<(/?)h1\b", r"<\1h2", html)
    html = re.sub(r"<th\b[^>]*>", '<th scope="col">', html)
    html = re.sub(r"<tr>\n<td\b[^>]*>(.*?)</td>", r'<tr>\n<th scope="row">\1</th>', html)
    html = html.replace("<table>\n<thead>", "<table>\n<caption>Figures in the text</caption>\n<thead>")
    cleaned = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, attribute_filter=_kept
    )
    return Markup(cleaned)  # noqa: S704  # cleaned here


def _kept(tag: str, name: str, value: str) -> str | None:
    """An attribute's value; a link to a folder of another machine, written //host or with backslashes, loses it."""
    return None if name == "href" and leaves(tag, name, value) else value


def leaves(tag: str, name: str, address: str) -> bool:
    """Whether an address is fetched or run: a link may lead to the web, to mail or into the pack, all else is here.

    A link to another machine's folder, written //host or with backslashes, is none of these.
    """
    plain = re.sub(r"[\x00-\x20]+", "", address)  # as a browser reads it
    if tag == "a" and name == "href":
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", plain, re.IGNORECASE)
        if scheme is not None:
            return scheme[1].lower() not in {"http", "https", "mailto"}
        return plain.startswith(("/", "\\"))
    return not re.match(r"#|data:image/(?:png|jpeg);", plain)


def to_csv(frame: pd.DataFrame, columns: Sequence[str], withheld: str = "status") -> str:
    """Write the columns for machines: numbers unrounded, missing ones blank, withheld ones c, one header row.

    A row whose `withheld` column says suppressed, or names the side (the first word of a column's name), is withheld.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in records(frame):
        mark = str(row.get(withheld, ""))
        writer.writerow([_machine(row[name], hidden=_is_hidden(mark, name)) for name in columns])
    return out.getvalue()


def _is_hidden(mark: str, column: str) -> bool:
    side, marks = column.split("_", maxsplit=1)[0], mark.split()
    is_figure = "suppressed" in marks and column in {*FIGURES, "this_month"}
    return is_figure or (side in marks and column != f"{side}_rag")


def _machine(value: object, *, hidden: bool) -> str:
    if hidden:
        return "c"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, Fraction)):
        return plain(Fraction(value))
    return _guarded(" ".join(str(value).splitlines()).strip())


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def guarded_csv(text: str) -> str:
    """CSV of a notebook's own making, with every cell that a spreadsheet would run marked as text; else as it is.

    Raises csv.Error where it cannot be read.
    """
    rows = list(csv.reader(io.StringIO(text, newline="")))
    guarded = [[_guarded(cell) for cell in row] for row in rows]
    if guarded == rows:
        return text
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(guarded)
    return out.getvalue()


def unguarded(cell: str) -> str:
    """The text of a CSV file's cell without the mark, for where nothing is run."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
