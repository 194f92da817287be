"""What is typed into commentary where a name belongs: figures that do not follow the data, ratings that have moved.

A number is let stand where it is no figure: a date or year, an ordinal, a time, an age from 10, the number of a list,
of a section and the like, a part of a word such as COVID-19, or of a name that is known.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.periods import month_name

_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?)"
)
_NUMBERED = (
    "[Ss]ections?|[Pp]aragraphs?|[Pp]ages?|[Cc]hapters?|[Aa]ppendix|[Aa]nnex|[Tt]ables?|[Aa]rticles?|[Rr]egulations?"
    "|Phases?|Stages?|Levels?|Tiers?|Bands?|Grades?|Steps?|Priority|Teams?|Years?|Quarters?|Weeks?|Part|Recommendations?"
)
"""Words before a number that is none of anything counted. "In the year 3 children" is no year 3, and "Year 3" is."""
_NO_FIGURE = re.compile(
    rf"""
    \{{\{{.*?\}}\}} | \{{%.*?%\}}                                       # bound
    | <!--.*?--> | \]\([^)\n]*\) | https?://\S+                         # comments and addresses
    | ^[ ]*[0-9]+[.)](?=[ ])                                            # the number of a list
    | \b[0-9]{{4}}-[0-9]{{2}}(?:-[0-9]{{2}})?\b | \b[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{2,4}}\b
    | \b[0-9]{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:to|and|-|\u2013)\s*[0-9]{{1,2}}(?:st|nd|rd|th)?)?\s+(?:of\s+)?{_MONTH}\b
    | \b{_MONTH}\s+[0-9]{{1,2}}(?:,\s*(?=(?:19|20)[0-9]{{2}}\b)|(?=st|nd|rd|th))
    | (?<![£.,0-9])(?:19|20)[0-9]{{2}}(?:\s?[/\u2013-]\s?[0-9]{{2,4}})?\b(?![.,]?[0-9%])     # years
    | \b[0-9]{{1,2}}:[0-9]{{2}}\b | \b[0-9]{{1,2}}(?:\.[0-9]{{2}})?\s?[ap]m\b         # times
    | \b[0-9]+(?:st|nd|rd|th)\b                                         # ordinals
    | \b(?:{_NUMBERED})\s+[0-9][0-9.]*(?:\s*(?:,|and|to|-|\u2013)\s*[0-9][0-9.]*)*
    | \b(?i:aged?|under|over|age\ of)[\s-](?:at\s)?[1-9][0-9]\b(?:\s*(?:to|-|\u2013|and)\s*[1-9][0-9]\b)?     # ages
    | \b[1-9][0-9]\s*(?:to|-|\u2013)\s*[1-9][0-9]\s*year
    | \b[1-9][0-9](?=\s(?:and|or)\s(?:over|under|older|younger)\b|\+|-year)
    | \b[A-Za-z][A-Za-z&-]*[0-9][\w-]*                                  # parts of words
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_FIGURE = re.compile(r"£?[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?[ ]?%?")
_PHRASE = re.compile(r"\b[0-9]+\s+\w+")
_RATING = re.compile(
    r"\b(?:rating|indicator|result|it|this)\s+(?:is|remains|stays)\s+(?:still\s+|now\s+)?(?:rated\s+)?"
    rf"({Rag.RED}|{Rag.AMBER}|{Rag.GREEN})\b(?!\s+(?:in|until|before)\s)",
    re.IGNORECASE,
)
WITHHELD = "is typed, and is a figure that is withheld to protect individuals"


def typed_figures(
    body: tuple[str, int],
    place: str,
    named: Mapping[str, Any],
    names: Iterable[str],
    withheld: Callable[[], Collection[str]],
) -> Iterator[Finding]:
    """Each number that is typed, and is no name, bound or declared: a warning, and an error where it is withheld.

    `body` is the text with the line that it starts on, `place` its file. `named` are the figures that it may name, with
    those declared under `external`; `names` are words known to hold numbers, such as those of the glossary. `withheld`
    gives the figures that no page shows, as plain numbers; it is asked only where a number is typed.
    """
    text, first_line = body
    figures = dict(_words(named))
    declared = {_plain(word) for path, word in figures.items() if path.startswith("external.")}
    rest = _NO_FIGURE.sub(_blank, _known(names).sub(_blank, text))
    for match in _FIGURE.finditer(rest):
        figure, line = match[0].strip(), first_line + rest.count("\n", 0, match.start())
        if _plain(figure) in declared:
            continue
        if _plain(figure) in withheld():
            mend = "Take it out. A name such as {{ numerator }} says by itself that it is withheld."
            yield Finding(place, line, None, figure, WITHHELD, mend)
            continue
        path = next((path for path, word in figures.items() if _plain(word) == _plain(figure)), "")
        mend = f"Write {{{{ {path} }}}}." if path else "Write its name, or declare it under external with its source."
        yield Finding(place, line, None, figure, "is typed, and stays as it is when the data change", mend, "warning")


def phrases(definition: str) -> list[str]:
    """The numbers of a definition, each with the word behind it: 45 working."""
    return _PHRASE.findall(definition)


def _known(names: Iterable[str]) -> re.Pattern[str]:
    """What matches any of the names that hold a number; the longest first."""
    numbered = sorted({name for name in names if re.search("[0-9]", name)}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![0-9]){re.escape(name)}(?![0-9])" for name in numbered) or r"(?!)")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _words(named: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every name with its word, the names within a name in the form in which a text writes them."""
    for key, value in named.items():
        path = key if not prefix else f"{prefix}.{key}" if str(key).isidentifier() else f'{prefix}["{key}"]'
        if isinstance(value, Mapping):
            yield from _words(value, path)
        else:
            yield path, str(value)


def _plain(figure: str) -> str:
    """A figure without its unit, its commas and its spaces."""
    return re.sub(r"[£%,\s]", "", figure)


def outdated(place: str, front: Mapping[str, Any], words: str, rag: str, period: str) -> Iterator[Finding]:
    """Warnings of a text that says another rating than the page in its head or its words, or another month in its head.

    `words` is the text as it is shown, its figures filled in, so that a rating that is bound is always today's.
    """
    if (written := str(front.get("rating") or "")) and written.casefold() != rag.casefold():
        mend = f"Read the text again, and write {rag} there."
        yield Finding(
            place, 1, "rating", written, f"was the rating when it was written, and now it is {rag}", mend, "warning"
        )
    if (written := str(front.get("period") or "")) and written != period:
        mend = f"Read the text again, and write {period} there."
        problem = f"is the month that it was written for, and it stands on a page of {month_name(period)}"
        yield Finding(place, 1, "period", written, problem, mend, "warning")
    ratings = [match[1].capitalize() for match in _RATING.finditer(words)]
    if said := next((rating for rating in ratings if rating != rag), ""):
        mend = "Read the text again, or write {{ rag }}."
        yield Finding(place, None, None, said, f"is what it calls the rating, and now it is {rag}", mend, "warning")
