"""What stands first in a pack: its state, what is Red and what is being done about it, and its contents in groups."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scorecard_kit.blocks.html import Column, Line, about, rating, table
from scorecard_kit.blocks.look import short_style
from scorecard_kit.data.editions import Correction
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.periods import month_name
from scorecard_kit.publish._own_style import with_own_style
from scorecard_kit.publish.body import TEMPLATES, Body
from scorecard_kit.publish.cover import Cover
from scorecard_kit.publish.groups import RED, grouped
from scorecard_kit.publish.links import led
from scorecard_kit.publish.notices import correction_words

__all__ = ["answer_of", "contents", "filled", "front"]

_CHANGES = tuple(map(Column, ("What", "As published", "As corrected")))
_A_MONTH = re.compile(r"\b[A-Z][a-z]+ (?:19|20)\d\d\b")


class _Red(NamedTuple):
    """An indicator that is Red: the way to what is told of it, where it lies, and what is being done."""

    link: Markup
    line: str
    doing: str


def front(cover: Cover, bodies: Mapping[str, Body]) -> str:
    """The inside of the pack's first page: the state, what is Red, what changed and what to ask, then the contents."""
    lead = _lead(bodies)
    repeated = led(bodies[lead].index, cover.leaves) if lead else ""
    repeated = re.sub(r'href="#', f'href="{lead}.html#', repeated)
    state, section, beside = repeated.partition("<section")
    reds, month = list(_reds(cover, bodies)), month_name(cover.head.period)
    own = {
        "title": cover.title, "answer": answer_of(bodies), "state": Markup(state),  # noqa: S704  # our own blocks, escaped where they were made
        "beside": Markup(section + beside),  # noqa: S704  # as above
        "reds": reds, "of_reds": _of_reds([red.line for red in reds], month), "has_doing": any(it.doing for it in reds),
        "lines": [(it, line) for it in cover.leaves if it.page and (line := _line(bodies, it.name))],
    }  # fmt: skip
    return filled("front.html.j2", **own, **_contents(cover, are_reds_above=bool(reds)))


def answer_of(bodies: Mapping[str, Body]) -> str:
    """The answer that the pack's first page repeats, of the first section that has something for it; else blank."""
    return bodies[lead].answer if (lead := _lead(bodies)) else ""


def contents(cover: Cover) -> str:
    """The contents of the pack in one file."""
    return filled("contents.html.j2", **_contents(cover, are_reds_above=False))


def _contents(cover: Cover, *, are_reds_above: bool) -> dict[str, Any]:
    """What the contents show: their groups, without the Reds where these stand above them."""
    corrections = [_correction(each, number) for number, each in enumerate(cover.corrections, 1)]
    groups = [group for group in grouped(cover.leaves) if not (are_reds_above and group.title == RED)]
    return {"cover": cover, "groups": groups, "corrections": corrections, "rating": _chip, "red": RED}


def _lead(bodies: Mapping[str, Body]) -> str:
    return next((name for name, body in bodies.items() if body.index), "")


def _line(bodies: Mapping[str, Body], name: str) -> str:
    return bodies[name].line if name in bodies else ""


def _doing(bodies: Mapping[str, Body], name: str) -> str:
    return bodies[name].doing if name in bodies else ""


def _reds(cover: Cover, bodies: Mapping[str, Body]) -> Iterator[_Red]:
    """The Reds of the leading section in its order, then the pages of any others: each once."""
    pages = {leaf.about or leaf.name: leaf for leaf in reversed(cover.leaves) if leaf.rag == Rag.RED and leaf.page}
    own = {title: key for key, leaf in pages.items() if (title := leaf.title)}
    for indicator, name, line in bodies[lead].reds if (lead := _lead(bodies)) else ():
        key = indicator if indicator in pages else own.get(name, "")
        if leaf := pages.pop(key, None):
            yield _Red(_to(leaf.page, leaf.title), line, _doing(bodies, leaf.name))
        else:
            link = led(str(about(indicator, name)), cover.leaves)
            yield _Red(Markup(link), line, "")  # noqa: S704  # escaped where it was made
    for leaf in reversed(pages.values()):
        yield _Red(_to(leaf.page, leaf.title), leaf.answer, _doing(bodies, leaf.name))


def _to(page: str, title: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(page, title)


def _of_reds(lines: Sequence[str], month: str) -> str:
    """What follows Red in the heading over the Reds: the month, unless one is Red at a newest result that is older."""
    named = [(line, _A_MONTH.findall(line)) for line in lines]
    is_older = any("is not in yet" in line or (months and month not in months) for line, months in named)
    return "at the newest result" if is_older else f"in {month}"


def _correction(correction: Correction, number: int) -> Markup:
    """What was corrected, as the index lists it: each change as it was published and as it is."""
    caption = f"Correction {number}, {correction_words(correction).removeprefix('Corrected on ')}"
    return table(caption, _CHANGES, [("", [Line(list(change)) for change in correction.changes])])


def _chip(rag: str) -> Markup:
    return rating(Rag(rag)) if rag else Markup("")


def filled(name: str, **values: Any) -> str:  # noqa: ANN401  # what the template reads
    """A template of the kit with its values, and of the style sheet what it needs."""
    return with_own_style(str(_template(name).render(**values)))


@cache
def _template(name: str) -> Any:  # noqa: ANN401  # a Jinja template
    loader = ChoiceLoader([FileSystemLoader([TEMPLATES]), DictLoader({"scorecard/style.css": short_style()})])
    environment = Environment(
        loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(f"scorecard/{name}")
