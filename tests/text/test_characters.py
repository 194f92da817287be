"""What nobody sees in a cell: taken off at its ends, named where it stands within."""

import pytest

from scorecard_kit.text.characters import clean, difference, hyphenated, looks_like, unseen, visible


@pytest.mark.parametrize(
    "end", [" ", "\u00a0", "\t", "\r\n", "\u2003", "\u202f", "\u200b", "\ufeff", "\u2060\u00a0", "\u200e"]
)
def test_what_nobody_sees_is_taken_off_at_both_ends(end: str) -> None:
    """Spaces of every kind, line ends and characters of no width round a name are left out, and that is told."""
    for text in (f"Kent{end}", f"{end}Kent", f"{end}Kent{end}"):
        cleaned, done = clean(text)
        assert cleaned == "Kent"
        assert done.endswith("left out")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("North\u00a0Kent", "North Kent"),
        ("North\r\nKent", "North Kent"),
        ("North \t Kent", "North Kent"),
        ("North  Kent", "North Kent"),
        ("Cafe\u0301", "Caf\u00e9"),
    ],
)
def test_spaces_within_become_one_and_accents_join_their_letters(text: str, cleaned: str) -> None:
    """What looks the same is the same afterwards, with a note."""
    assert clean(text)[0] == cleaned
    assert clean(text)[1]
    assert clean(cleaned) == (cleaned, "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We\u200bstshire", 'U+200B zero width space after "We"'),
        ("West\u00adshire", 'U+00AD soft hyphen after "West"'),
        ("\u202eWest", "U+202E right-to-left override at its start"),
        ("We\x1bst", 'U+001B escape after "We"'),
        ("West\x00", 'U+0000 NUL after "West"'),
        ("Caf\ufffd", 'U+FFFD sign for a lost character after "Caf"'),
        ("Caf\u00e9 \u2013 \u00a3", ""),
    ],
)
def test_what_nobody_sees_within_a_text_is_named_with_its_place(text: str, told: str) -> None:
    """Control characters, those of no width and those that turn the direction are found; visible ones are not."""
    assert unseen(text) == told


def test_a_message_shows_what_nobody_sees() -> None:
    """A terminal is sent no control character, and the reader sees where one stands."""
    assert visible("We\x1b[2Jst\u202e") == "We<U+001B>[2Jst<U+202E>"


@pytest.mark.parametrize(
    ("text", "other", "told"),
    [
        ("W\u0435stshire", "Westshire", 'U+0435 cyrillic small letter ie stands after "W"'),
        ("\u0391rea", "Area", "U+0391 greek capital letter alpha stands at its start"),
        ("Team I", "Team l", 'U+0049 latin capital letter i stands after "Team "'),
        ("Area 0", "Area O", 'U+0030 digit zero stands after "Area "'),
        ("N\u2013S", "N-S", 'U+2013 en dash stands after "N"'),
    ],
)
def test_words_that_look_the_same_are_told_apart(text: str, other: str, told: str) -> None:
    """A Cyrillic or Greek letter, a dash or a digit that is taken for a letter is named."""
    assert looks_like(text) == looks_like(other)
    assert difference(text, other) == told


def test_words_that_look_different_stay_so() -> None:
    """Neighbouring names are no look-alikes."""
    assert len({looks_like(name) for name in ("Kent", "North Kent", "Kemt", "Area 1", "Area 2")}) == 5


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Été 2016", "ete-2016"),
        ("  Early__help -- North ", "early-help-north"),
        ("re-referrals", "re-referrals"),
        ("\u65e5\u672c", ""),
    ],
)
def test_the_name_of_a_page_is_in_plain_letters(name: str, plain: str) -> None:
    """An accent goes and its letter stays; what stands between words is one hyphen; other scripts leave nothing."""
    assert hyphenated(name) == plain
