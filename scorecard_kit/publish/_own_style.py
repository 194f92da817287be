"""Of the style sheet the rules that a page has something for: a page carries its own look, and no more."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

__all__ = ["with_own_style"]

_STYLE = re.compile(r"(?<=<style>)[^<]*(?=</style>)")
_IN_PAGE = re.compile(r'<([a-z][a-z0-9]*)|\bclass="([^"]*)"')
_NAME = re.compile(r"(?<![\w.#:-])[a-z][a-z0-9]*|\.[a-zA-Z][\w-]*")
_ATTRIBUTE = re.compile(r"\[[^\]]*\]|#[\w-]+")


class _Needs(NamedTuple):
    """What a selector asks of a page: tags and classes that it must have, and of each choice one that it must meet."""

    names: frozenset[str]
    choices: tuple[tuple["_Needs", ...], ...]

    def are_met(self, names: set[str]) -> bool:
        return self.names <= names and all(any(it.are_met(names) for it in choice) for choice in self.choices)


def with_own_style(html: str) -> str:
    """A page whose style sheet has only rules that may apply to it; a page without a style sheet as it is."""
    found = _STYLE.search(html)
    if found is None:
        return html
    rest = html[found.end() :]
    names = {"html", "head", "body"}
    for tag, classes in _IN_PAGE.findall(rest):
        names |= {tag} if tag else {f".{name}" for name in classes.split()}
    return html[: found.start()] + _kept(found[0], names) + rest


def _kept(css: str, names: set[str]) -> str:
    kept = []
    for head, body in _rules(css):
        if head.startswith("@media"):
            inner = _kept(body, names)
            kept += [f"{head}{{{inner}}}\n"] if inner else []
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}\n")
        elif selectors := [it for it in _parted(head) if _needs(it).are_met(names)]:
            kept.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(kept)


@cache
def _rules(css: str) -> tuple[tuple[str, str], ...]:
    """The rules of a style sheet, or of what stands within a rule of it: what is before the brace, and within it."""
    rules, depth, start, opened = [], 0, 0, 0
    for brace in re.finditer(r"[{}]", css):
        place = brace.start()
        depth += 1 if brace[0] == "{" else -1
        if brace[0] == "{" and depth == 1:
            opened = place
        elif depth == 0:
            rules.append((css[start:opened].strip(), css[opened + 1 : place].strip()))
            start = place + 1
    return tuple(rules)


@cache
def _parted(selectors: str) -> tuple[str, ...]:
    """A list of selectors, parted at the commas that stand in no brackets."""
    parts, depth, start = [], 0, 0
    for mark in re.finditer(r"[(),]", selectors):
        depth += {"(": 1, ")": -1, ",": 0}[mark[0]]
        if mark[0] == "," and depth == 0:
            parts.append(selectors[start : mark.start()].strip())
            start = mark.end()
    return (*parts, selectors[start:].strip())


@cache
def _needs(selector: str) -> _Needs:
    plain, choices = "", []
    for text, function, inner in _functions(selector):
        plain += text
        if function in (":is", ":has", ":where"):
            choices.append(tuple(map(_needs, _parted(inner))))
    return _Needs(frozenset(_NAME.findall(_ATTRIBUTE.sub("", plain))), tuple(choices))


def _functions(selector: str) -> Iterator[tuple[str, str, str]]:
    """What stands before each function of a selector, its name, and what is in its brackets; the rest at the end."""
    start = 0
    while found := re.compile(r":[a-z-]+(?=\()").search(selector, start):
        depth, end = 0, found.end()
        while True:
            depth += {"(": 1, ")": -1}.get(selector[end], 0)
            end += 1
            if depth == 0:
                break
        yield selector[start : found.start()], found[0], selector[found.end() + 1 : end - 1]
        start = end
    yield selector[start:], "", ""
