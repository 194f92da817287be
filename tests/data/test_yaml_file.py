"""A parameters file as YAML 1.2, and what may be meant in two ways."""

from typing import Any

import pytest

from scorecard_kit.data.yaml_file import read_text
from scorecard_kit.findings import InputError


def values(text: str) -> dict[str, Any]:
    """The values of a text."""
    return read_text(text, "pack.yaml").values


def told(text: str) -> list[str]:
    """What is told of a text that can be read."""
    return [str(finding) for finding in read_text(text, "pack.yaml").findings]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("2016-05-13", "2016-05-13"),
        ("2016-03", "2016-03"),
        ("13", 13),
        ("-13", -13),
        ("0", 0),
        ("1e2", 100.0),
        ("0.5", 0.5),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("nULL", "nULL"),
        ('"013"', "013"),
        ("'true'", "true"),
    ],
)
def test_a_word_means_what_yaml_1_2_has_it_mean(written: str, meant: object) -> None:
    """Only true, false, null and numbers are not text; a date stays text."""
    read = values(f"key: {written}\n")["key"]
    assert (read, type(read)) == (meant, type(meant))
    assert told(f"key: {written}\n") == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("013", '"013" begins with a nought. Write 13, or put it in quotes if it is text.'),
        ("-007", '"-007" begins with a nought. Write -7, or put it in quotes if it is text.'),
        ("01622123456", '"01622123456" begins with a nought. Write 1622123456, or put it in quotes if it is text.'),
        ("00.5", '"00.5" begins with a nought. Write 0.5, or put it in quotes if it is text.'),
        ("0x1F", '"0x1F" is no plain value. Write text in quotes, or a number.'),
        ("0o17", '"0o17" is no plain value. Write text in quotes, or a number.'),
        (".inf", '".inf" is no plain value. Write text in quotes, or a number.'),
        ("1e999", '"1e999" is no plain value. Write text in quotes, or a number.'),
        ("2016-02-30", '"2016-02-30" is not a date. Write a date like 2016-05-13.'),
    ],
)
def test_what_may_be_meant_in_two_ways_is_refused(written: str, said: str) -> None:
    """A nought before a number is octal in one version of YAML and nothing in the next."""
    assert told(f"key: {written}\n") == [f"pack.yaml, line 1, key key: {said}"]


@pytest.mark.parametrize(
    ("text", "key", "value", "comment"),
    [
        ("title: Children in need #2 report\n", "title", "Children in need", "#2 report"),
        ("council: Testshire   # the county\n", "council", "Testshire", "# the county"),
        ("sections:\n- parameters: {contact: Ann # 3\n  }\n", "sections 1.parameters.contact", "Ann", "# 3"),
        ("list:\n- one\n- two # three\n", "list 2", "two", "# three"),
        ("title: A long\n  title #1\n", "title", "A long title", "#1"),
    ],
)
def test_words_behind_a_text_are_noted(text: str, key: str, value: str, comment: str) -> None:
    """YAML takes them for a comment, and who wrote them may have meant them."""
    [finding] = read_text(text, "pack.yaml").findings
    said = f'"{value}" is followed by "{comment}", which is a comment. Put all of it in quotes if it is text.'
    assert (finding.level, finding.column) == ("note", key)
    assert str(finding).endswith(said)


def test_a_value_that_is_all_comment_is_noted() -> None:
    """Of `council: #2` nothing is left but a blank."""
    [said] = told("council: #2\n")
    assert said.startswith('pack.yaml, line 1, key council: it is followed by "#2", which is a comment.')


@pytest.mark.parametrize(
    "text",
    [
        "# above\ntitle: A\n# below\n",
        "period: 2016-03  # a month\n",
        "published: 2016-05-13  # a date\n",
        "status: final  # one of two words\n",
        "months: 13  # a number\n",
        'title: "Children #2"  # in quotes\n',
        "title: Children#2\n",
        "title: |\n  Children #2\n",
        "areas: [Kent]  # a list\n",
    ],
)
def test_other_comments_are_comments(text: str) -> None:
    """Where no text can have been cut, nothing is said."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b: c\n", "line 1: a second colon stands in the line. "),
        ("a\nb: c\n", "line 1: it has no colon with a space behind it. "),
        ("# first\na:b\nb: c\n", "line 2: it has no colon with a space behind it. "),
        ("a:\u00a0b\n\nb: c\n", "line 1: it has no colon with a space behind it. "),
        ("a\uff1a b\nb: c\n", "line 1: it has no colon with a space behind it. "),
        ("a: 1\n b: 2\n", "line 2: it is indented further than the line above. "),
        ("a:\n- b: 1\n    c: {d: e}\n", "line 3: it is indented further than the line above. "),
        ("a: ? b\n", "line 1: a text begins with a sign that has a meaning of its own. "),
        ("a: @b\n", "line 1: a text begins with a sign that has a meaning of its own. "),
        ("a: 'b\nc: 1\nd: 2\n", "line 1: a quotation mark is opened and not closed. "),
        ('a: "b" c\n', "line 1: words stand behind what is in quotes or brackets. "),
        ("a: [b\n", "line 2: a bracket is opened and not closed, or a comma is missing. "),
        ("a: 1\n---\nb: 1\n", "line 2: a line --- begins a second file within the file. "),
        ("a: !!python/name:os.system x\n", "line 1: a value is marked with !, which would give it another meaning. "),
        ("a: &b 1\n", "line 1: a value is marked with &, which would give it another meaning. "),
        ("a: *b\n", "line 1: it refers to another place with *. "),
        ("a: 1\n" * 50_000, "it has over 200,000 characters. "),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words(text: str, said: str) -> None:
    """The library's own words are for programmers."""
    with pytest.raises(InputError) as caught:
        read_text(text, "pack.yaml")
    assert said in str(caught.value)


def test_a_part_of_a_file_has_the_files_own_lines() -> None:
    """What stands at the head of a commentary begins on its second line."""
    assert read_text("area: Kent\narea: Kent\n", "visits.md", 2).findings[0].row == 3
    assert read_text("", "visits.md", 2).values == {}
