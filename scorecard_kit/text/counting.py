"""Counts in plain English: noun and verb agree with the number, whichever it is."""

from collections.abc import Mapping

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
    said = count(number, noun, plural) if number else f"no {noun}"
    return f"{said} {agreeing(number, verb)}"


def out_of(part: int, whole: int, noun: str, verb: str, plural: str = "") -> str:
    """All 44 indicators are, both are, 17 of 44 are, 1 of 44 is, none of 44 is; the one that is all there is, is 1."""
    many = plural or noun + "s"
    if part == whole or whole <= 1:
        said = {0: f"no {noun}", 1: f"1 {noun}", _BOTH: f"both {many}"}.get(part, f"all {part:,} {many}")
    elif part == 0:
        said = f"neither {noun}" if whole == _BOTH else f"none of {whole:,} {many}"
    else:
        said = f"{part:,} of {whole:,} {many}"
    return f"{said} {agreeing(0 if said.startswith('neither') else part, verb)}"


def shares(numbers: Mapping[str, int], verb: str) -> str:
    """17 are Green, 20 Amber and 7 Red: the verb is said once, of the first (1 is Green, none Amber and 2 Red)."""
    said = [f"{number:,}" if number else "none" for number in numbers.values()]
    said[:1] = [f"{said[0]} {agreeing(next(iter(numbers.values())), verb)}"]
    return joined([f"{number} {name}" for number, name in zip(said, numbers, strict=True)])
