"""What the sections of a pack repeat of one another, told once where they all stand in one file."""

import re
from collections.abc import Iterator, Mapping

from markupsafe import Markup

from scorecard_kit.publish.body import Body

__all__ = ["told_once"]

_FOLDED = re.compile(r"<details><summary>([^<]*)</summary>((?:(?!<details|<figure).)*?)</details>", re.DOTALL)
_PIECE = re.compile(r"<(tr|li|p)\b[^<>]*>(.*?)</\1>", re.DOTALL)


def told_once(bodies: Mapping[str, Body]) -> Iterator[tuple[str, str]]:
    """The name and the HTML of each section, without what an earlier one has under the same words, folded away.

    So the definitions of an area's indicators, which are those of the county's: where every row and line stands in
    one earlier section, a sentence with a link to that one takes their place.
    """
    told: list[tuple[str, str, str, frozenset[str]]] = []

    def once(found: re.Match[str], name: str, title: str) -> str:
        summary, pieces = found[1], frozenset(inner for _, inner in _PIECE.findall(found[2]))
        for earlier, its_title, its_summary, its_pieces in told:
            if earlier != name and summary == its_summary and pieces <= its_pieces:
                same = Markup('<p class="quiet">{}: the same as under <a href="{}.html">{}</a>.</p>')
                return str(same.format(Markup(summary), earlier, its_title))  # noqa: S704  # is HTML already
        told.append((name, title, summary, pieces))
        return found[0]

    for name, body in bodies.items():
        yield name, _FOLDED.sub(lambda found, name=name, title=body.title: once(found, name, title), body.html)  # type: ignore[misc]
