"""The parameters file of the next month: its name, and its text with everything else as it was."""

from pathlib import Path

import pytest

from scorecard_kit.findings import InputError
from scorecard_kit.months._parameters import named_times, next_content, next_name
from scorecard_kit.pack.parameters import ParametersFile

TEXT = """# The pack of a meeting.
title: 'Scorecard'   # as printed
status: final  # approved
published: 2016-05-13
period: 2016-03      # the month
data: data/scs-2016-03
small_counts: {below: 6, already_published: true}
worked_example: Somewhere else

sections:
  - notebook: cover_report
    parameters: {subject: "Scorecard, March 2016", meeting_date: 2016-05-20}
  - notebook: trend
    # the target of 2015/16
    parameters:
      periods: [2016-01, 2016-02]
  - notebook: scorecard   # it may be long
"""


def following(text: str, period: str = "2016-04") -> str:
    """The text of the next month's file."""
    return next_content(ParametersFile(Path("scs-2016-03.yaml"), text.encode()), "scs-2016-04.yaml", period).decode()


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("scs-2016-03", "2016-03", "2016-04", "scs-2016-04"),
        ("scs-2016-12-east", "2016-12", "2017-01", "scs-2017-01-east"),
        ("qpr-2011-12-q3", "2011-12", "2012-03", "qpr-2011-12-q4"),
        ("qpr-2011-12-q4", "2012-03", "2012-06", "qpr-2012-13-q1"),
        ("qpr-1999-00-q4", "2000-03", "2000-06", "qpr-2000-01-q1"),
        ("scs-2011-12", "2011-12", "2012-01", "scs-2012-01"),
        ("plan-2012-03", "2011-12", "2012-01", "plan-2012-04"),
        ("early-help", "2026-03", "2026-04", "early-help-2026-04"),
        ("report-2015", "2016-03", "2016-04", "report-2015-2016-04"),
        ("qpr-2011-12-q3", "2011-10", "2011-11", "qpr-2011-12-q3-2011-11"),
    ],
)
def test_the_name_moves_on_as_far_as_the_month(name: str, old: str, new: str, expected: str) -> None:
    """A month or a quarter in the name moves with the period, over the ends of years; a name without gets the month."""
    assert next_name(name, old, new) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\N{ZERO WIDTH NO-BREAK SPACE}"])
def test_only_what_belongs_to_the_month_changes(mark: str, end: str) -> None:
    """Period and status change, the day of publication goes; comments, order, quotes and line ends stay."""
    expected = TEXT.replace("status: final", "status: draft").replace("published: 2016-05-13\n", "")
    expected = expected.replace("period: 2016-03 ", "period: 2016-04 ").replace("published: true", "published: false")
    assert following(mark + TEXT.replace("\n", end)) == mark + expected.replace("\n", end)


def test_quotes_stay_round_a_period() -> None:
    """However the month is written, it is written so again."""
    assert 'period: "2016-04"' in following(TEXT.replace("period: 2016-03 ", 'period: "2016-03" '))


def test_small_counts_that_were_published_are_not_those_of_the_next_month() -> None:
    """Nobody has published the counts of the new month: they are withheld again, in a section of its own rule too."""
    own = "    parameters: {small_counts: {below: 6, already_published: true}}\n"
    text = following(TEXT + own)
    assert "already_published: true" not in text
    assert text.count("already_published: false") == 2


def test_a_file_in_one_pair_of_braces_is_left_to_a_person() -> None:
    """Where a key cannot be taken out without the line that holds others, nothing is guessed."""
    with pytest.raises(InputError):
        following("{title: A, status: final, published: 2016-05-13, period: 2016-03, data: data/scs, sections: [{}]}\n")


def test_lines_that_name_a_time_are_told() -> None:
    """Months, days and financial years, in comments too; not the period, the folder of the data, or the word may."""
    assert [number for number, _ in named_times(following(TEXT).encode())] == [7, 11, 13, 15]
