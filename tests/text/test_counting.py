"""Counts in plain English: what is said of 0, 1, 2 and many."""

import pytest

from scorecard_kit.text.counting import agreeing, capitalised, count, counted, in_words, joined, out_of, shares


def test_small_words() -> None:
    """Numbers, lists and plurals as a reader expects them; a sentence begins with a capital and keeps its names."""
    assert [in_words(number) for number in (0, 1, 9, 10, 1236)] == ["no", "one", "nine", "10", "1,236"]
    assert [joined(list("ABC"[:size])) for size in range(4)] == ["", "A", "A and B", "A, B and C"]
    assert [capitalised(text) for text in ("", "excluding UASC", "1 is")] == ["", "Excluding UASC", "1 is"]


def test_a_noun_agrees_with_its_number() -> None:
    """One has no s, and a plural of its own is used where there is one."""
    assert [count(number, "result") for number in (0, 1, 2)] == ["0 results", "1 result", "2 results"]
    assert [count(number, "category", "categories") for number in (1, 1236)] == ["1 category", "1,236 categories"]


@pytest.mark.parametrize(
    ("verb", "of_one"),
    [("are", "is"), ("were", "was"), ("have", "has"), ("differ", "differs"), ("come", "comes"), ("miss", "misses")],
)
def test_a_verb_agrees_with_its_number(verb: str, of_one: str) -> None:
    """None and one take the verb of one."""
    assert [agreeing(number, verb) for number in (0, 1, 2)] == [of_one, of_one, verb]


def test_a_count_with_its_verb() -> None:
    """No indicator is, 1 indicator is, 2 indicators are."""
    assert [counted(number, "indicator", "are") for number in (0, 1, 2)] == [
        "no indicator is", "1 indicator is", "2 indicators are",
    ]  # fmt: skip
    assert counted(1236, "category", "have", "categories") == "1,236 categories have"


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        (0, ["no rating differs"]),
        (1, ["no rating differs", "1 rating differs"]),
        (2, ["neither rating differs", "1 of 2 ratings differs", "both ratings differ"]),
        (3, ["none of 3 ratings differs", "1 of 3 ratings differs", "2 of 3 ratings differ", "all 3 ratings differ"]),
    ],
)
def test_a_part_of_a_whole(whole: int, said: list[str]) -> None:
    """Never all 0, all 1, 0 of 0 or 1 of 1: each of them has words of its own."""
    assert [out_of(part, whole, "rating", "differ") for part in range(whole + 1)] == said


def test_a_whole_with_a_plural_of_its_own() -> None:
    """The noun may be several words, which have their s within them."""
    said = [out_of(part, 2, "rating for Kent", "differ", "ratings for Kent") for part in (0, 1, 2)]
    assert said == [
        "neither rating for Kent differs",
        "1 of 2 ratings for Kent differs",
        "both ratings for Kent differ",
    ]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((17, 20, 7), "17 are Green, 20 Amber and 7 Red"),
        ((1, 1, 0), "1 is Green, 1 Amber and none Red"),
        ((0, 2, 1), "none is Green, 2 Amber and 1 Red"),
        ((2, 0, 1236), "2 are Green, none Amber and 1,236 Red"),
    ],
)
def test_shares_of_a_whole(numbers: tuple[int, ...], said: str) -> None:
    """The verb is said once and agrees with the number beside it."""
    assert shares(dict(zip(("Green", "Amber", "Red"), numbers, strict=True)), "are") == said
