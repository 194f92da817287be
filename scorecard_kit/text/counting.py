"""Counts in plain English: noun and verb agree with the number, whichever it is."""

from collections.abc import Mapping

__all__ = ["agreeing", "capitalised", "count", "counted", "in_words", "joined", "out_of", "shares"]

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_BOTH = 2
_OF_ONE = {"are": "is", "were": "was", "have": "has", "do": "does"}


def in_words(number: int) -> str:
    """Numbers up to nine as words."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def joined(words: list[str]) -> str:
    """A, B and C."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def capitalised(text: str) -> str:
    """The text as a sentence begins: only its first letter is touched."""
    return text[:1].upper() + text[1:]


def count(number: int, noun: str, plural: str = "") -> str:
    """0 indicators, 1 indicator, 44 indicators."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def agreeing(number: int, verb: str) -> str:
    """The verb, given as it is of many (are, have, differ), as it is of this number; none and no take that of one."""
    if number > 1:
        return verb
    return _OF_ONE.get(verb) or verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")


def counted(number: int, noun: str, verb: str, plural: str = "") -> str:
    """No indicator is, 1 indicator is, 44 indicators are; the verb is given as it is of many."""
    return f"{count(number, noun, plural) if number else f'no {noun}'} {agreeing(number, verb)}"


def out_of(number: int, total: int, noun: str, verb: str, plural: str = "") -> str:
    """All 44 indicators are, both are, 17 of 44 are, 1 of 44 is, none of 44 is; the one that is all there is, is 1."""
    many = plural or noun + "s"
    if number == total or total <= 1:
        words = {0: f"no {noun}", 1: f"1 {noun}", _BOTH: f"both {many}"}.get(number, f"all {number:,} {many}")
    elif number == 0:
        words = f"neither {noun}" if total == _BOTH else f"none of {total:,} {many}"
    else:
        words = f"{number:,} of {total:,} {many}"
    return f"{words} {agreeing(number, verb)}"


def shares(numbers: Mapping[str, int], verb: str) -> str:
    """17 are Green, 20 Amber and 7 Red: the verb is said once, of the first (1 is Green, none Amber and 2 Red)."""
    words = [f"{number:,}" if number else "none" for number in numbers.values()]
    words[:1] = [f"{words[0]} {agreeing(next(iter(numbers.values())), verb)}"]
    return joined([f"{number} {name}" for number, name in zip(words, numbers, strict=True)])
