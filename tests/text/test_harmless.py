"""Text from outside: nothing of it steers a terminal, turns the writing or gives a password away."""

import json
from pathlib import Path

import nbformat
import pytest
from papermill.exceptions import PapermillExecutionError

from scorecard_kit.run.kernel import SectionError, execute
from scorecard_kit.text.harmless import LONGEST, error_words, escaped, harmless, harmless_html, passwords_of, secrets_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("red\x1b[31m", "red\ufffd[31m"),
        ("a\0b", "a\ufffdb"),
        ("bell\x07 and \x9b1m", "bell\ufffd and \ufffd1m"),
        ("50\u202e05\u202c", "5005"),
        ("\u2066isolated\u2069", "isolated"),
        ("zero\u200b\u200dwidth\ufeff", "zerowidth"),
        ("half a pair \ud800", "half a pair \ufffd"),
        ("tag\U000e0041s", "tags"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("tab\tand £ – ’ é 中 stay", "tab\tand £ – ’ é 中 stay"),  # noqa: RUF001 - typographic on purpose
    ],
)
def test_what_cannot_be_seen_does_nothing(text: str, shown: str) -> None:
    """Controls become a mark, what turns the writing or has no width goes, and words of any language stay."""
    assert harmless(text) == shown


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>a&#27;b</p>", "<p>a\ufffdb</p>"),
        ("<p>a&#x1B;b&#0x;</p>", "<p>a\ufffdb\ufffdx;</p>"),
        ("<p>50&rlm;05&#x202E;1</p>", "<p>50051</p>"),
        ("<p>soft&shy;ly &ZeroWidthSpace;</p>", "<p>softly </p>"),
        ("<p>1 &lt; 2 &amp;#27; &pound;3&nbsp;k &#39;</p>", "<p>1 &lt; 2 &amp;#27; &pound;3&nbsp;k &#39;</p>"),
    ],
)
def test_references_are_seen_through(markup: str, shown: str) -> None:
    """A character that is written as a reference reaches a reader like any other; all other references stay."""
    assert harmless_html(markup) == shown


def test_json_says_the_same_and_does_nothing() -> None:
    """A manifest keeps what a parameter holds, as an escape that no terminal obeys."""
    said = {"title": "a\u202eb\x7f\u200b\U000e0041 £"}
    written = escaped(json.dumps(said, ensure_ascii=False))
    assert json.loads(written) == said
    assert written == '{"title": "a\\u202eb\\u007f\\u200b\\udb40\\udc41 £"}'


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("could not connect to postgresql://analyst:s3cret@host/db", "could not connect to postgresql://…@host/db"),
        ("mssql://sa:p@ss/wo:rd@host:1433 refused", "mssql://…@host:1433 refused"),
        ("login failed; Password=hunter2; Server=x", "login failed; Password=…; Server=x"),
        ("{'password': 'two words', 'user': 'me'}", "{'password': …, 'user': 'me'}"),
        ("PGPASSWORD: tr0ub4dor", "PGPASSWORD: …"),
        ("Authorization: Bearer abcdefgh.ijkl-mnop", "Authorization: Bearer …"),
        ("https://x.org/?api_key=12345&page=2", "https://x.org/?api_key=…&page=2"),
        ("jwt eyJhbGciOi.eyJzdWIiOi.SflKxwRJSM", "jwt …"),
        ("results.csv, row 4: 85 is no password", "results.csv, row 4: 85 is no password"),
    ],
)
def test_an_error_quotes_no_secret(words: str, shown: str) -> None:
    """Addresses, passwords and tokens are cut from what is printed and kept, whatever library has worded it."""
    assert error_words(words) == shown
    assert SectionError(2, words).cause == shown


def test_what_the_environment_holds_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The value of a variable that is a secret by its name, or an address with a password, is cut out whole."""
    monkeypatch.setenv("COUNCIL_DB", "postgresql://me:Pass%21word@host/db")
    monkeypatch.setenv("PGPASSWORD", "correct horse")
    monkeypatch.setenv("SHARE_TOKEN", "abc-123-def-456")
    words = "tried Pass!word, Pass%21word, correct horse and abc-123-def-456 at /srv/me"
    assert error_words(words) == "tried …, …, … and … at /srv/me"


@pytest.mark.parametrize(
    ("name", "value"),
    [("PWD", "/srv/kit"), ("OLDPWD", "/srv/kit"), ("TOKENIZERS_PARALLELISM", "false"), ("X_TOKEN", "12"),
     ("HOME", "/srv/me"), ("PGPASSWORD", "abc")],
)  # fmt: skip
def test_words_like_any_other_are_no_secrets(name: str, value: str) -> None:
    """A folder, or a word of a few letters, would be missing everywhere."""
    assert secrets_of({name: value}) == set()


def test_a_password_is_found_as_it_is_written_and_as_it_is_meant() -> None:
    """A message may quote it either way."""
    assert passwords_of("postgresql://me:a%40bcd@host/db") == ["a%40bcd", "a@bcd"]


def test_an_error_is_not_endless() -> None:
    """A line of an error has an end, and so has their number; what steers a terminal is named."""
    [line] = error_words("x" * 10_000).splitlines()
    assert line == "x" * LONGEST + " …"
    lines = error_words("\n".join(f"line {number}" for number in range(1000))).splitlines()
    assert (len(lines), lines[49:]) == (51, ["line 49", "(and 950 further lines)"])
    assert error_words("a\x1b[2Jb\u202e") == "a<U+001B>[2Jb<U+202E>"


def test_a_notebook_that_asks_for_input_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason speaks of the notebook, and not of what a library calls its front end."""

    def asks(*_: object, **__: object) -> None:
        raise PapermillExecutionError(0, 1, "input()", "StdinNotImplementedError", "raw_input was called", [])

    (tmp_path / "asks.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook()), encoding="utf-8")  # type: ignore[no-untyped-call]
    monkeypatch.setattr("papermill.execute_notebook", asks)
    with pytest.raises(SectionError, match=r"it asks for input, and nobody is there to give it"):
        execute(tmp_path / "asks.ipynb", {}, tmp_path)
