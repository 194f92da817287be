"""How blocks look: the style sheet of the pages, and the same kept to one block, for where notebooks are worked in."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

__all__ = ["in_notebook", "notebook_style", "out_of_notebook", "page_style", "short_style"]

_DARK_THEME = (
    "body:is([data-jp-theme-light=false], .vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light))"
)
"""Of JupyterLab, of what nbconvert makes of it, and of VS Code."""
_NO_THEME = "body:not([data-jp-theme-light], [class*=vscode-])"
_PLACE = """& { container-type: inline-size; padding: .5rem 1rem; text-align: start; overflow-wrap: break-word; }
& :where(:not(svg, svg *)) { all: revert; }
&:not(:has(> :not(style, :empty))) { display: none; }
& > style + *, & > style + :is(section, .abreast) > :first-child { margin-top: 0 !important; }
.rated-frame td .why { min-width: 9rem; } .rated-frame th[scope=row] { position: sticky; left: 0; }
.rated-frame > .scroll { margin-top: 0; }
a[href^="#about-"] { color: inherit; text-decoration: none; pointer-events: none; }
"""
"""Widths are those of the block's own place; what the place says of tables, lists and headings is taken back.

A block that has nothing to say takes no room. A frame has more columns than a page: it scrolls before its words stand
one beneath the other. A link into the rest of the pack leads nowhere from here.
"""
_WHOLE_PAGE = re.compile(r"^(?:body|header|main|footer|nav|\.skip|\.turn)\b.*\n", re.MULTILINE)
_CHART_TEXT = re.compile(r"^ +\.chart:not.* svg text .*\n", re.MULTILINE)
_FOR_PAGES = re.compile(r"^@media (?:print|screen and [^{]*) \{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}\n?", re.MULTILINE)
"""What is for paper, and for the width of a page; what a notebook's place should have as well says no `screen`."""
_WRAPPED = re.compile(r'<div class="scorecard-kit"><style>[^<]*</style>(.*)</div>', re.DOTALL)


def page_style() -> str:
    """The style sheet of a page, for screen, phone and paper, light and dark."""
    return Path(__file__).with_name("style.css").read_text(encoding="utf-8")


def short_style() -> str:
    """The style sheet of a page without its comments and the spaces that only a reader of it needs."""
    style = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", page_style()))
    return re.sub(r" ?([{};]) ?|(:) ", r"\1\2", style)


@cache
def notebook_style() -> str:
    """The page's style for the screen, kept to what is within `.scorecard-kit`, in the theme of what stands around it.

    Where nothing around it says which theme there is, the reader's own wish counts, as on a page. An id that no element
    has makes each rule outdo those that JupyterLab and VS Code have for every table.
    """
    screen = _FOR_PAGES.sub("", re.sub(r"/\*.*?\*/\n?", "", page_style()))
    light, dark, rest = re.split(r"@media \(prefers-color-scheme: dark\) \{ :root \{([^}]*)\} \}\n", screen)
    shades = f"color-scheme: dark; {dark}"
    larger = "".join(_CHART_TEXT.findall(rest))  # for a phone: a notebook's place is seldom as narrow
    rest = _CHART_TEXT.sub("", _WHOLE_PAGE.sub("", rest)).replace("font: 100%/", "font: 1rem/")
    rest = re.sub(r"(\d)vw\b", r"\1cqw", rest.replace("@media (m", "@container (m"))
    rest = re.sub(r"(?<=border-bottom: )[^;}]+(?=;| \})", r"\g<0> !important", rest)  # as VS Code's `border: none` is
    own = (
        f"{light.replace('light dark', 'light')}{_DARK_THEME} & {{ {shades} }}"
        f"@media (prefers-color-scheme: dark) {{ {_NO_THEME} & {{ {shades} }} }}"
        f"\n{_PLACE}{rest}@container (max-width: 26rem) {{ {larger} }}"
    )
    own = re.sub(r"^(?::root|html) \{", "& {", own, flags=re.MULTILINE)
    spaced = re.sub(r"\s+", " ", f".scorecard-kit:not(#_) {{ {own} }}")
    return spaced.replace("; ", ";").replace(" }", "}").replace(": ", ":")


def in_notebook(html: Markup) -> Markup:
    """A block with its style about it, for a place that has none of its own."""
    style = Markup(notebook_style())  # noqa: S704  # the kit's own
    return Markup('<div class="scorecard-kit"><style>{}</style>{}</div>').format(style, html)


def out_of_notebook(html: str) -> str:
    """The block within that wrapping, whichever version of the kit has put it on; other HTML as it is."""
    wrapped = _WRAPPED.fullmatch(html)
    return wrapped[1] if wrapped else html
