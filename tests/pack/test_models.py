"""What may stand at each key of a parameters file, and what is said of a value that may not."""

import pytest

from scorecard_kit.data.yaml_file import read_text
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.pack.models import Allowed, Entry, read_entry, read_head

HEAD = "title: A pack\nperiod: 2016-03\ndata: data/small\nsections: [{notebook: plain}]\n"


def told(text: str) -> list[str]:
    """What is said of the head of a file."""
    return [str(finding) for finding in read_head(read_text(text, "pack.yaml"))[1]]


def test_what_is_left_out_has_its_usual_value() -> None:
    """A pack is a draft of months that withholds counts under six, unless it says otherwise."""
    head, findings = read_head(read_text(f"{HEAD}small_counts: {{already_published: true}}\n", "pack.yaml"))
    assert head is not None
    assert findings == []
    assert (head.status, head.reporting, head.published, head.council) == ("draft", "month", "", "")
    assert head.small_counts == SmallCounts(below=6, already_published=True)
    assert head.allowed == ()
    head, findings = read_head(read_text(f"{HEAD}allowed: [{{text: ME14 1XQ, reason: Our address}}]\n", "pack.yaml"))
    assert (head.allowed if head else None, findings) == ((Allowed("ME14 1XQ", "Our address"),), [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("status: 1", "key status: \"1\" is not 'draft' or 'final'. Write one of them, without quotes."),
        ("council: [a]", "key council: it is not text. Put it in quotes."),
        (f"council: {'x' * 501}", "is too long. Write at most 500 characters."),
        ('council: "\\ud800"', "holds half a character. Type it again."),
        (
            "published: 13/05/2016",
            'key published: "13/05/2016" is not a date written like 2016-05-13. Did you mean "2016-05-13"?',
        ),
        ("small_counts: 6", 'key small_counts: "6" does not hold keys with values. Write them as `key: value`.'),
        ("small_counts: {below: true}", 'small_counts.below: "true" is not a whole number. Write it without quotes.'),
        ("small_counts: {below: 1001}", 'below: "1001" is over 1000. Write the lowest count that may be shown, such'),
        (
            "allowed: [ME14 1XQ]",
            'key allowed: it does not give 1. as text and reason. Write `- {text: "03000 41 41 41", r',
        ),
        ("allowed: [{text: ME14 1XQ, reason: ' '}]", "key allowed: it gives 1. a blank or something that is not text"),
        ("small_counts: {belw: 6}", 'small_counts.belw: it is no key that is known here. Did you mean "below"?'),
        ("-notebook: plain", "key -notebook: it has no plain space behind its dash. Write `- notebook: scorecard`."),
    ],
)
def test_one_wrong_value_is_one_finding_with_its_mend(line: str, said: str) -> None:
    """The rest of the file is not blamed for it."""
    [message] = told(f"{HEAD}{line}\n")
    assert message.startswith("pack.yaml, line 5, ")
    assert said in message


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ("", "it is not a list. Write each item on a line of its own, after a dash."),
        ("[]", "it is empty. Write `sections: [{notebook: scorecard}]`."),
        (f"[{'a, ' * 501}]", "it is too long. Write at most 500, and make a second pack of the others."),
    ],
)
def test_sections_that_are_no_list_of_them(sections: str, said: str) -> None:
    """None, nought and too many are three faults with three mends."""
    text = HEAD.replace("[{notebook: plain}]", sections)
    assert told(text) == [f"pack.yaml, line 4, key sections: {said}"]


def test_an_entry_spreads_over_nothing_unless_it_says_so() -> None:
    """A blank `for_each` is none; every other key has the value of one that is left out."""
    document = read_text("notebook: plain\nfor_each:\n", "pack.yaml")
    assert read_entry(document.values, document, ()) == (Entry(notebook="plain"), [])


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{notebook: ''}", "it is empty. Write `notebook: scorecard`."),
        ("{notebook: plain, parameters: }", "it does not hold keys with values. Write them as `key: value`."),
        ("{notebook: plain, name: ''}", "it cannot be a page's name. Use small letters, digits and single hyphens."),
        ("{notebook: plain, for_each: red}", '"red" does not hold keys with values. Write them as `key: value`.'),
    ],
)
def test_an_entry_that_is_none(entry: str, said: str) -> None:
    """A key that is there has a value of its kind."""
    document = read_text(f"entry: {entry}\n", "pack.yaml")
    read, [finding] = read_entry(document.values["entry"], document, ("entry",))
    assert read is None
    assert str(finding).endswith(said)
