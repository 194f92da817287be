"""What commentary may type is told from what must follow the data, by hand, sentence by sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.pages._typed import outdated, phrases, typed_figures

NAMED = {
    "numerator": "1,052",
    "value": "76.9%",
    "target": "£85",
    "breakdown": {"0 to 4": "31"},
    "external": {"moves": "106"},
}
NAMES = ["Section 47", "0 to 4", "45 working", "Team 9 North"]
WITHHELD = frozenset({"3", "7.5"})


def told(text: str) -> list[tuple[str, str | None, str]]:
    """Give level, figure and mend of what is typed."""
    found = typed_figures((text, 1), "visits.md", NAMED, NAMES, lambda: WITHHELD)
    return [(finding.level, finding.value, finding.mend) for finding in found]


@pytest.mark.parametrize(
    "text",
    [
        "On 31 March 2016, from 1 to 5 May, on the 2nd of June, by April 3rd, and in 2015/16 or 2015-16.",
        "Since 2014 it rose, between 2016-03 and 2016-03-31, and on 01/04/16, at 9:30 and 4pm.",
        "The 1st, 22nd and 43rd visit; Phase 2, Year 11, Team 4, page 12, section 1.2.3, sections 17, 20 and 47.",
        "Under Section 47, within 45 working days, for those of 0 to 4, by the Team 9 North.",
        "Young people aged 16, aged 16 to 17, under 18 or over 65, 16 and over, 18+, 16-year-olds, 16 to 18 year olds.",
        "COVID-19, Q3 and A4.",
        "1. First of all\n2. Then\n10) At last",
        "{{ numerator }} of {{ breakdown['0 to 4'] }}; {% if numerator == '5' %} more {% endif %}<!-- 5 -->",
        "[The report](https://example.org/12/34) and https://example.org/56.",
        "There were 106 moves.",
    ],
)
def test_what_is_no_figure_may_be_typed(text: str) -> None:
    """Dates, years, times, ordinals, ages, numbered things, known names, what is bound, and what is declared."""
    assert told(text) == []


BIND = "Write its name, or declare it under external with its source."


@pytest.mark.parametrize(
    ("text", "figure", "mend"),
    [
        ("There were 1,052 visits.", "1,052", "Write {{ numerator }}."),
        ("There were 1052 visits.", "1052", "Write {{ numerator }}."),
        ("It came to 76.9 %.", "76.9 %", "Write {{ value }}."),
        ("It costs £85.", "£85", "Write {{ target }}."),
        ("The youngest were 31.", "31", 'Write {{ breakdown["0 to 4"] }}.'),
        ("In the year 12 children came.", "12", BIND),
        ("At this stage 12 children came.", "12", BIND),
        ("Under 5 children were seen.", "5", BIND),
        ("It is 2.5 points better.", "2.5", BIND),
        ("The 14 March came, and 2016% more.", "2016%", BIND),
        ("In March 12 children came.", "12", BIND),
        ("It was £2,016.", "£2,016", BIND),
    ],
)
def test_a_figure_that_is_typed_is_named_with_its_mend(text: str, figure: str, mend: str) -> None:
    """Each is one warning, which names the figure that it is, where the text may name one that reads alike."""
    assert told(text) == [("warning", figure, mend)]


@pytest.mark.parametrize("text", ["Of these 3 were late.", "It is 7.5%.", "In the year 3 children were hurt."])
def test_a_typed_figure_that_is_withheld_is_an_error(text: str) -> None:
    """No page shows it, and neither may a sentence."""
    [(level, _, mend)] = told(text)
    assert (level, mend) == ("error", "Take it out. A name such as {{ numerator }} says by itself that it is withheld.")


def test_the_line_is_told_also_behind_what_is_bound() -> None:
    """Placeholders of several lines and known names do not move the lines."""
    text = "---\n\n{% if x %}\nyes\n{% endif %}\n0 to 4\n\nThere were 12.\n"
    [finding] = typed_figures((text, 5), "visits.md", {}, NAMES, frozenset)
    assert finding.row == 5 + 7


def test_the_withheld_figures_are_asked_for_only_where_a_number_is_typed() -> None:
    """The data are read a second time for them."""

    def asked() -> frozenset[str]:
        raise AssertionError

    assert list(typed_figures(("Nothing in 2016.", 1), "visits.md", {}, [], asked)) == []


@given(st.integers(0, 10**6), st.sampled_from(["There were {} children.", "- {}, which is fewer\n", "({})", "Of {}%."]))
def test_every_count_of_something_is_told(figure: int, sentence: str) -> None:
    """Whatever its size, with or without commas; only a year, and what is declared, passes."""
    for text in {str(figure), f"{figure:,}"}:
        is_year = len(text) == 4 and text[:2] in {"19", "20"} and "%" not in sentence
        assert bool(told(sentence.format(text))) is (figure != 106 and not is_year)


def test_the_numbers_of_a_definition_are_known_with_the_word_behind_them() -> None:
    """A text may say 45 working days where the definition does, and not 45 children."""
    known = phrases("The share that took no more than 45 working days, of those within 12 months.")
    assert known == ["45 working", "12 months"]
    assert [
        one.value for one in typed_figures(("45 children in 45 working days.", 1), "v.md", {}, known, frozenset)
    ] == ["45"]


def said(words: str, rag: str = "Amber", **front: str) -> list[str]:
    """Give what is told of a text on a page of March 2016."""
    return [str(finding) for finding in outdated("visits.md", front, words, rag, "2016-03")]


def test_a_rating_that_has_moved_since_the_text_was_written_is_told() -> None:
    """Written while it was Red, of an indicator that is Amber now: by its front matter, or in so many words."""
    assert said("Words.", rating="Red") == [
        (
            'visits.md, line 1, key rating: "Red" was the rating when it was written, and now it is Amber. '
            "Read the text again, and write Amber there."
        )
    ]
    assert said("Words.", rating="amber") == []
    assert said("The rating is Red, since few came.") == [
        'visits.md: "Red" is what it calls the rating, and now it is Amber. Read the text again, or write {{ rag }}.'
    ]
    assert said("It remains Amber. The rating was Red in May, and 80 is the lowest result still rated Green.") == []
    assert said("One more, and it would be Green. This is Red in the south.") == []


def test_a_text_of_another_month_is_told() -> None:
    """Copied from February with its front matter."""
    assert said("Words.", period="2016-02") == [
        (
            'visits.md, line 1, key period: "2016-02" is the month that it was written for, and it stands on a page of '
            "March 2016. Read the text again, and write 2016-03 there."
        )
    ]
    assert said("Words.", period="2016-03") == []
