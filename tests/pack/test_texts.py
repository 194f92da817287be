"""Words that no page shows are never lost in silence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_kit.pack.plan import check

HEAD = "title: A pack\nperiod: 2016-03\ndata: data/small\n"
ENTRIES = "sections: [{notebook: one_indicator, for_each: {indicator: [visits]}}]\n"
TEXTS = 'data: str = "data/small"  # folder\nperiod: str = "2016-03"  # month\ntext: str = ""  # text; blank for none\n'


@pytest.fixture
def kit(tmp_path: Path, make_kit: Callable[[Path], Path]) -> Path:
    """A kit whose pack has one page with commentary."""
    make_kit(tmp_path)
    commentary = tmp_path / "data" / "small" / "commentary" / "2016-03"
    commentary.mkdir(parents=True)
    (commentary / "visits.md").write_text("In time: {{ numerator }}.\n", encoding="utf-8")
    return tmp_path


def told(kit: Path, entries: str = ENTRIES) -> list[str]:
    """What `check` says."""
    path = kit / "parameters" / "small.yaml"
    path.write_text(HEAD + entries, encoding="utf-8")
    return [f"{finding.level}: {finding}" for finding in check(path)]


def test_all_is_shown(kit: Path) -> None:
    """A file of the page's indicator is shown, and hidden files are nobody's."""
    (kit / "data" / "small" / "commentary" / "2016-03" / "~$visits.docx").write_bytes(b"")
    (kit / "data" / "small" / "commentary" / ".DS_Store").write_bytes(b"")
    assert told(kit) == []


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        ("2016-03/visit.md", "Words.\n", '2016-03/visit.md: no page shows it. Did you mean "visits"?'),
        (
            "2016-03/reviews.md",
            "Words.\n",
            (
                "2016-03/reviews.md: no page shows it. No page of this pack is about the indicator and the file's area "
                "in this month."
            ),
        ),
        (
            "2016-03/something-else.md",
            "Words.\n",
            (
                "2016-03/something-else.md: no page shows it. Name it after an indicator, or give its name as `text` "
                "of a narrative."
            ),
        ),
        (
            "2016-03/visits.txt",
            "Words.\n",
            '2016-03/visits.txt: it is no Markdown file, and no page shows it. Save it as Markdown, "visits.md".',
        ),
        (
            "2016-03/visits.md.txt",
            "Words.\n",
            '2016-03/visits.md.txt: it is no Markdown file, and no page shows it. Save it as Markdown, "visits.md".',
        ),
        (
            "2016-03/visits.MD",
            "Words.\n",
            '2016-03/visits.MD: it is no Markdown file, and no page shows it. Save it as Markdown, "visits.md".',
        ),
        (
            "2016-03/more/visits.md",
            "Words.\n",
            "2016-03/more: it is no Markdown file, and no page shows it. Put its files beside it.",
        ),
        (
            "2016-3/visits.md",
            "Words.\n",
            "2016-3: it is no folder of a month, and no page shows what is in it. Name it like 2016-03.",
        ),
        (
            "visits.md",
            "Words.\n",
            (
                "visits.md: it is no folder of a month, and no page shows what is in it. Move it into the folder of "
                "its month."
            ),
        ),
    ],
)
def test_a_file_that_no_page_shows_is_named(kit: Path, place: str, text: str, said: str) -> None:
    """A misspelt name, another ending and a folder of another name are each a warning with the nearest name."""
    path = kit / "data" / "small" / "commentary" / place
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert told(kit) == [f"warning: commentary/{said}"]


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("area: Kentt", 'key area: "Kentt" is no area of the data. Did you mean "Kent"?'),
        ("also_for: [review]", 'key also_for: "review" is no indicator of the data. Did you mean "reviews"?'),
    ],
)
def test_a_head_that_names_what_the_data_do_not_hold(kit: Path, front: str, said: str) -> None:
    """An area or indicator that is misspelt there would leave a page without its words."""
    path = kit / "data" / "small" / "commentary" / "2016-03" / "visits.md"
    path.write_text(f"---\n{front}\n---\nWords.\n", encoding="utf-8")
    assert f"warning: commentary/2016-03/visits.md, line 1, {said}" in told(kit)


def test_a_comment_at_the_head_is_noted(kit: Path) -> None:
    """A name may hold a # that was meant."""
    path = kit / "data" / "small" / "commentary" / "2016-03" / "visits.md"
    path.write_text("---\nauthor: Team #4\n---\nWords.\n", encoding="utf-8")
    [said] = told(kit)
    assert said.startswith('note: commentary/2016-03/visits.md, line 2, key author: "Team" is followed by "#4"')


def test_a_file_that_is_also_for_the_pages_indicator_is_shown(kit: Path) -> None:
    """It belongs to two indicators, and one of them has a page."""
    folder = kit / "data" / "small" / "commentary" / "2016-03"
    (folder / "visits.md").rename(folder / "reviews.md")
    (folder / "reviews.md").write_text("---\nalso_for: visits\n---\nWords.\n", encoding="utf-8")
    assert told(kit) == []


def test_a_blank_area_is_every_area(kit: Path) -> None:
    """A key without a value says no more than no key."""
    path = kit / "data" / "small" / "commentary" / "2016-03" / "visits.md"
    path.write_text("---\narea:\n---\nWords.\n", encoding="utf-8")
    assert told(kit) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "warning: commentary/2016-03/visits.md: it holds no text. Write it."),
        ("---\narea: Kent\n---\n \n", "warning: commentary/2016-03/visits.md: it holds no text. Write it."),
        *(
            (
                text,
                (
                    "error: commentary/2016-03/visits.md, line 1: it begins with fields that do not stand between two "
                    "lines of ---. Write --- above and beneath them."
                ),
            )
            for text in ("--\narea: Kent\n---\nWords.\n", "---\narea: Kent\n\nWords.\n", "Author: Team\n\nWords.\n")
        ),
    ],
)
def test_a_text_that_would_show_its_head_or_nothing(kit: Path, text: str, said: str) -> None:
    """Fields that are not set apart would stand on the page, and an empty file says nothing."""
    (kit / "data" / "small" / "commentary" / "2016-03" / "visits.md").write_text(text, encoding="utf-8")
    assert said in told(kit)


def test_a_file_of_another_name_is_told_once(kit: Path) -> None:
    """What its head says of an area is nobody's affair before it has the name of an indicator."""
    path = kit / "data" / "small" / "commentary" / "2016-03" / "vists.md"
    path.write_text("---\narea: Elsewhere\n---\nWords.\n", encoding="utf-8")
    assert told(kit) == ['warning: commentary/2016-03/vists.md: no page shows it. Did you mean "visits"?']


def test_other_months_are_left_alone(kit: Path) -> None:
    """What was written for an earlier month is not this pack's."""
    (kit / "data" / "small" / "commentary" / "2016-02").mkdir()
    (kit / "data" / "small" / "commentary" / "2016-02" / "vists.md").write_text("Words.\n", encoding="utf-8")
    assert told(kit) == []


def texts_notebook(kit: Path, words: str) -> None:
    """Write a notebook that shows texts: that of its parameter, and those that its own code names."""
    path = kit / "notebooks" / "plain.ipynb"
    cells = [
        f'{{"cell_type": "code", "metadata": {{"tags": {tags}}}, "source": {source!r}}}'.replace("'", '"')
        for tags, source in (('["parameters"]', "CELL"), ("[]", "WORDS"))
    ]
    text = '{"nbformat": 4, "cells": [' + ", ".join(cells) + "]}"
    escaped = [part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for part in (TEXTS, words)]
    path.write_text(text.replace("CELL", escaped[0]).replace("WORDS", escaped[1]), encoding="utf-8")


def test_texts_of_a_notebook(kit: Path) -> None:
    """A text that a parameter names is awaited where it is missing; one that the code names is shown."""
    folder = kit / "data" / "small" / "commentary" / "2016-03"
    texts_notebook(kit, "text(book, 'revenue')")
    for name in ("childrens-views", "revenue"):
        (folder / f"{name}.md").write_text("Words.\n", encoding="utf-8")
    entries = f"{ENTRIES[:-2]}, {{notebook: plain, parameters: {{text: NAME}}}}]\n"
    assert told(kit, entries.replace("NAME", "childrens-views")) == []
    assert told(kit, entries.replace("NAME", "childrens-view")) == [
        'warning: commentary/2016-03/childrens-view.md: commentary is awaited. Did you mean "childrens-views"?',
        'warning: commentary/2016-03/childrens-views.md: no page shows it. Did you mean "childrens-view"?',
    ]


def test_a_long_sentence_in_a_notebook_names_no_text(kit: Path) -> None:
    """Words in quotation marks may be longer than any system lets the name of a file be."""
    texts_notebook(kit, f"len('{'a sentence ' * 30}')")
    assert told(kit, f"{ENTRIES[:-2]}, {{notebook: plain}}]\n") == []


@pytest.mark.parametrize("name", ["../../other", "/other", "C:other", "a\\0b"])
def test_a_text_from_elsewhere_is_refused_before_it_is_there(kit: Path, name: str) -> None:
    """What `check` passes renders, so a name that leads out of the data folder is an error without a file too."""
    texts_notebook(kit, "text(book, 'revenue')")
    [said] = told(kit, f'{ENTRIES[:-2]}, {{notebook: plain, parameters: {{text: "{name}"}}}}]\n')
    assert said.startswith("error: commentary/2016-03/")
    assert "it lies outside the data folder" in said


def test_a_text_that_is_named_with_its_ending(kit: Path) -> None:
    """The ending is not part of a text's name."""
    texts_notebook(kit, "text(book, 'revenue')")
    (kit / "data" / "small" / "commentary" / "2016-03" / "childrens-views.md").write_text("Words.\n", encoding="utf-8")
    said = told(kit, f"{ENTRIES[:-2]}, {{notebook: plain, parameters: {{text: childrens-views.md}}}}]\n")
    assert 'views.md.md: commentary is awaited. Did you mean "childrens-views"?' in said[0]


def test_a_text_with_an_unknown_figure_is_an_error(kit: Path) -> None:
    """A page that shows it could not be made."""
    folder = kit / "data" / "small" / "commentary" / "2016-03"
    texts_notebook(kit, "text(book, 'revenue')")
    (folder / "revenue.md").write_text("{{ nothing }}\n", encoding="utf-8")
    entries = f"{ENTRIES[:-2]}, {{notebook: plain}}]\n"
    [said] = told(kit, entries)
    assert said.startswith('error: commentary/2016-03/revenue.md, line 1: "nothing" names nothing that is known.')


def test_words_for_a_month_that_no_pack_names_are_told(kit: Path) -> None:
    """A later month is nobody's, unless a parameters file beside the pack's names it."""
    for month in ("2016-04", "2061-03"):
        (kit / "data" / "small" / "commentary" / month).mkdir()
    mend = "Is another month meant?"
    said = "so that no page shows what is written there"
    assert told(kit) == [
        f"warning: commentary/2016-04: no parameters file names 2016-04 and 2061-03, {said}. {mend}",
    ]
    (kit / "parameters" / "april.yaml").write_text("period: 2016-04\n", encoding="utf-8")
    assert told(kit) == [f"warning: commentary/2061-03: no parameters file names 2061-03, {said}. {mend}"]
