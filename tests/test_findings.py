"""How findings are told: a word for each kind, never more than can be read, and no two words that look the same."""

import pytest

from scorecard_kit.findings import Finding, InputError, did_you_mean, grouped, tell


def found(row: int, problem: str = "is not a number", column: str = "value", file: str = "results.csv") -> Finding:
    """Give an error in one row."""
    return Finding(file, row, column, f"n/a {row}", problem, "Write the number.")


def test_a_few_alike_are_each_told_with_their_row() -> None:
    """Five wrong cells are five lines, each with its place."""
    findings = [found(row) for row in range(2, 7)]
    assert grouped(findings) == findings


def test_many_alike_are_told_once() -> None:
    """Forty rows are one line: names, numbers and months in the words make no kind of their own."""
    findings = [found(row, f'is over "Area {row}" and {row * 1.5} in 2016-{row % 12 + 1:02}') for row in range(2, 42)]
    assert [str(one) for one in grouped([*findings, found(99)])] == [
        (
            'results.csv, row 2, column value: "n/a 2" is over "Area 2" and 3.0 in 2016-03 (and in 39 further rows). '
            "Write the number."
        ),
        'results.csv, row 99, column value: "n/a 99" is not a number. Write the number.',
    ]


@pytest.mark.parametrize(("kinds", "lines"), [(49, 49), (50, 50), (51, 50), (5000, 50)])
def test_of_one_file_no_more_is_told_than_can_be_read(kinds: int, lines: int) -> None:
    """Fifty lines of one file at most, the last saying how many are left; another file has lines of its own."""
    findings = [found(2, f"is wrong {'x' * kind}") for kind in range(kinds)]
    told = grouped([*findings, found(2, file="targets.csv")])
    assert len(told) == lines + 1
    if kinds > lines:
        assert told[-2].problem == f"there are {kinds - 49:,} further findings in this file"


def test_an_input_error_is_told_in_the_same_words() -> None:
    """A render that is refused says what a check says."""
    findings = [found(row) for row in range(2, 30)]
    assert str(InputError(findings)) == "\n".join(str(one) for one in grouped(findings))
    assert InputError(findings).findings == findings


def test_a_notebook_shows_an_input_error_without_its_traceback() -> None:
    """IPython shows these lines where a cell fails, in JupyterLab as under papermill, and no line of the kit's code."""
    error = InputError([found(2), found(3)], "Nothing was written.")
    assert error._render_traceback_() == [f"Error: {found(2)}", f"Error: {found(3)}", "Nothing was written."]


def test_a_cell_is_quoted_as_far_as_a_message_goes() -> None:
    """A cell of thousands of characters, or with one that steers a terminal, is shown in short and harmlessly."""
    told = str(Finding("results.csv", 2, "note\x1b[2J", "x" * 9999, "is too long"))
    assert told == f'results.csv, row 2, column note<U+001B>[2J: "{"x" * 80}…" is too long.'


def test_a_command_tells_no_more_than_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    """What check and render print of a file with thousands of mistakes fits on two screens."""
    tell([found(row, f"is wrong {'x' * row}") for row in range(2, 3000)] + [found(row) for row in range(2, 3000)])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 50
    assert lines[-1] == (
        "Error: results.csv: there are 2,950 further findings in this file. Mend these first, and check again."
    )


@pytest.mark.parametrize(
    ("word", "known", "mend"),
    [
        ("We\u017ftshire", "Westshire", None),
        (
            "Bu\u0441ks",
            "Bucks",
            'It looks like "Bucks", but U+0441 cyrillic small letter es stands after "Bu". Type "Bucks" again.',
        ),
        (
            "cic\u2011reviews",
            "cic-reviews",
            'It looks like "cic-reviews", but U+2011 non-breaking hyphen stands after "cic". Type "cic-reviews" again.',
        ),
        (
            "Nor\u200dth",
            "North",
            'It looks like "North", but U+200D zero width joiner stands after "Nor". Type "North" again.',
        ),
        ("Team 1O", "Team 10", None),
        ("Buks", "Bucks", 'Did you mean "Bucks"?'),
        ("bucks", "Bucks", 'Did you mean "Bucks"?'),
        ("Elsewhere", "Bucks", "Write one of them."),
    ],
)
def test_a_word_is_never_offered_for_one_that_looks_the_same(word: str, known: str, mend: str | None) -> None:
    """Where a reader could not see the difference, the message names the character and its place."""
    told = did_you_mean(word, [known, "Quite another"], "Write one of them.")
    assert told == mend if mend else told.startswith(f'It looks like "{known}", but U+')
