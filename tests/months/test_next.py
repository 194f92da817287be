"""`scorecard next`: the next month of a pack, whole or not at all, and never twice."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scorecard_kit.data.load import opened
from scorecard_kit.files import writer
from scorecard_kit.files.writer import settle
from scorecard_kit.months import next as month_after
from scorecard_kit.months._planned import planned_next
from scorecard_kit.pack.parameters import opened as parameters_of
from scorecard_kit.run.claim import alone
from tests.conftest import SOAK
from tests.months.conftest import DATA, NEXT, PACK, TEXT, WORKBOOK, Kit

KILLED_AT = """import os, signal, sys
replace, left = os.replace, [{number}]

def dying(*given):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(*given)

os.replace = dying
sys.argv = ["scorecard", "next", "parameters/early-help-2026-03.yaml"]
from scorecard_kit.cli import main
main()
"""
TO_DO = NEXT.with_name("early-help-2026-04-to-do.txt")
WRITTEN = {NEXT, TO_DO, TEXT, WORKBOOK}
APRIL = {"C3": 200, "D3": 400, "C4": 7000, "D4": 200}


def entry(kit: Kit) -> list[list[object]]:
    """The values of the entry sheet."""
    return [[cell.value for cell in row] for row in load_workbook(kit.root / WORKBOOK)["entry"].iter_rows()]


def test_the_next_month_is_begun(kit: Kit) -> None:
    """Parameters as a draft of April, a text with March's actions, March's figures in results; no figure is lost."""
    before, old = kit.files(), opened(DATA).results
    said = kit.next()
    after = kit.files()
    assert {Path(name) for name in after if after[name] != before.get(name)} == WRITTEN
    assert set(before) <= set(after)
    assert after[NEXT.as_posix()].decode() == before[PACK.as_posix()].decode().replace("2026-03", "2026-04")
    text = TEXT.read_text(encoding="utf-8")
    assert text.startswith("---\narea: Exampleshire\nauthor: A. N. Example\n---\n\n## Commentary\n")
    assert text.endswith("## Actions\n\nAs they stood for March 2026:\n\n- An example: who does what, and by when.\n")
    assert sorted(opened(DATA).results.drop(columns="note").to_numpy(str).tolist()) == sorted(
        old.drop(columns="note").to_numpy(str).tolist()
    )
    assert entry(kit)[0][1] == "2026-04"
    assert "15 figures of March 2026 moved to the sheet results" in said
    assert said.rstrip().endswith(TO_DO.read_text(encoding="utf-8").rstrip())


def test_what_is_left_to_do_is_said_and_kept(kit: Kit) -> None:
    """Figures that are missing, targets that ended with the year, commentary to write, and the commands that follow."""
    kit.next()
    until = "Which indicators have a page goes by the figures of March 2026 so far."
    lines = TO_DO.read_text(encoding="utf-8").splitlines()
    names = "Visits made in time; Days to a decision; Requests after an earlier one; People waiting; People supported"
    assert lines == [
        "To do for April 2026:",
        "1. No figures of April 2026 are in yet: enter them.",
        f"2. The financial year 2026/27 begins, and no target is from April 2026 on: {names}.",
        f"3. Write the commentary of visits-in-time. {until}",
        f"4. Then: scorecard check {NEXT}, and scorecard render {NEXT}",
    ]


def test_a_dry_run_shows_the_figures_that_move_and_writes_nothing(kit: Kit) -> None:
    """Each figure is shown before it moves."""
    before = kit.files()
    said = kit.next("--dry-run")
    assert "For April 2026 this would be written:" in said
    assert "visits-in-time, North Exampleshire: 1680 of 2400" in said
    assert "people-waiting, Exampleshire: 90\n" in said
    assert kit.files() == before


def test_asked_twice_it_does_nothing_twice(kit: Kit) -> None:
    """What is there stays, whatever has been written into it since; a text that is missing is begun."""
    kit.next()
    kit.type_in(APRIL)
    TEXT.write_text("Written.\n", encoding="utf-8")
    before = kit.files()
    assert "early-help-2026-04.yaml is there already, with all that it needs. Nothing was written." in kit.next()
    assert kit.files() == before
    TEXT.unlink()
    assert "visits-in-time" in kit.next()
    assert {Path(name) for name, content in kit.files().items() if before.get(name) != content} == {TEXT}


def test_a_final_pack_is_left_alone(kit: Kit) -> None:
    """Nothing is begun for a month that is finished."""
    kit.next()
    NEXT.write_text(NEXT.read_text(encoding="utf-8").replace("draft", "final"), encoding="utf-8")
    kit.type_in(APRIL)
    TEXT.unlink()
    before = kit.files()
    assert kit.next() == f"{NEXT} is final. Nothing was written.\n"
    assert kit.files() == before


def test_what_is_of_its_month_is_not_carried_on(kit: Kit) -> None:
    """Rating and month of the head stay behind, and a figure from elsewhere unless an action names it."""
    old = DATA / "commentary/2026-03/visits-in-time.md"
    head = (
        "---\nauthor: A. N. Other\nrating: Red\nexternal:\n  - {name: posts, figure: 9, source: List of March}\n---\n"
    )
    text = "Written.\n\n## Actions\n\nAs they stood for February 2026:\n\n- Fill {}.\n\n## Risks\n\nNone.\n"
    old.write_text(head + text.replace("{}", "{{ external.posts }} posts"), encoding="utf-8")
    kit.next()
    begun = TEXT.read_text(encoding="utf-8")
    assert begun.startswith(
        "---\nauthor: A. N. Other\nexternal:\n- name: posts\n  figure: 9\n  source: List of March\n---\n"
    )
    assert begun.endswith("\n## Actions\n\nAs they stood for March 2026:\n\n- Fill {{ external.posts }} posts.\n")
    assert kit.run("check", str(NEXT)).exit_code == 0
    TEXT.unlink()
    old.write_text(head + text.replace("{}", "the posts"), encoding="utf-8")
    kit.next()
    assert TEXT.read_text(encoding="utf-8").startswith("---\nauthor: A. N. Other\n---\n")


def test_the_unwritten_line_is_told_by_check(kit: Kit) -> None:
    """A text that nobody has written does not pass for one; written, it is said no more."""
    kit.next()
    line = 'commentary/2026-04/visits-in-time.md, line 10: "To be written: why it is so." is not written yet.'
    assert line in kit.run("check", str(NEXT)).stderr
    text = TEXT.read_text(encoding="utf-8")
    TEXT.write_text(text.replace("To be written: why it is so.", "Two posts are vacant."), encoding="utf-8")
    assert "not written yet" not in kit.run("check", str(NEXT)).stderr


def test_figures_are_told_that_are_late_or_the_same(kit: Kit) -> None:
    """Once a month has figures: which indicators have none, and what a check asks about them."""
    kit.next()
    kit.type_in({"C3": 3600, "D3": 4800, "C5": 430, "D5": 2000})
    said = kit.next()
    assert (
        "Nothing newer than March 2026 is in, and a newer figure is due: Days to a decision; People waiting; " in said
    )
    assert '"3600" is the figure of the month before in 1 series (first: "visits-in-time, Exampleshire")' in said
    assert "Which indicators have a page" not in said


def test_actions_that_are_not_done_are_told(kit: Kit) -> None:
    """Those that are overdue by the end of the new month by name; what was done in March is told no more."""
    book = load_workbook(WORKBOOK)
    sheet = book.create_sheet("actions")
    for row in (
        ["indicator", "action", "owner", "due", "status", "reason", "from", "to"],
        ["visits-in-time", "Fill the vacant post.", "Head of Service", "2026-04-15", "open", "", "2026-02", ""],
        ["visits-in-time", "Call each family.", "Team manager", "2026-06-30", "", "", "2026-03", ""],
        ["visits-in-time", "Write to all.", "Team manager", "2026-03-01", "done", "", "2026-02", "2026-03"],
    ):
        sheet.append(row)
    book.save(WORKBOOK)
    said = kit.next()
    assert "Overdue by the end of April 2026: Fill the vacant post (Head of Service, due 15 April 2026)." in said
    assert "2 actions are not done yet." in said
    assert "Write to all" not in said


def test_indicators_changes_and_owners_of_the_new_month_are_told(kit: Kit) -> None:
    """What begins or ends with the month, by the tables."""
    kit.type_in({"J1": "from", "J3": "2026-04", "K1": "to", "K2": "2026-03"}, "indicators")
    kit.type_in({"C1": "from", "A3": "Director", "B3": "A. N. Other", "C3": "2026-04"}, "owners")
    book = load_workbook(WORKBOOK)
    changes = book.create_sheet("changes")
    changes.append(["indicator", "from", "kind", "comparable", "note"])
    changes.append(["people-waiting", "2026-04", "definition", "no", "Calls count too."])
    book.save(WORKBOOK)
    said = kit.next()
    assert "No longer reported in April 2026: Visits made in time." in said
    assert "Reported for the first time in April 2026: Days to a decision." in said
    assert "People waiting changes from April 2026 (definition): Calls count too." in said
    assert "A. N. Other is Director for every indicator from April 2026." in said


@pytest.mark.parametrize(
    ("period", "problem"),
    [
        ("2026-03", '"2026-03" is not after 2026-03, the pack\'s own'),
        ("2025-12", '"2025-12" is not after 2026-03'),
        ("soon", "--period"),
    ],
)
def test_a_month_that_cannot_follow_is_refused(kit: Kit, period: str, problem: str) -> None:
    """One message, code 2, and nothing written."""
    before = kit.files()
    assert problem in kit.next("--period", period, code=2)
    assert kit.files() == before


def test_another_month_and_the_rhythm_of_quarters(kit: Kit) -> None:
    """A month may be left out; a quarterly pack goes to the next quarter's end and to no month between."""
    assert "For June 2026" in kit.next("--period", "Jun-26", "--dry-run")
    PACK.write_text(f"{PACK.read_text(encoding='utf-8')}reporting: quarter\n", encoding="utf-8")
    assert "For June 2026" in kit.next("--dry-run")
    assert "is no end of a quarter, and the pack reports quarters. The next one is 2026-06." in kit.next(
        "--period", "2026-05", code=2
    )


def test_what_stands_in_the_way_is_refused(kit: Kit) -> None:
    """A file of that name that is another month's, an open workbook, a pack with an error: code 2, nothing written."""
    WORKBOOK.with_name(f"~${WORKBOOK.name}").write_bytes(b"")
    before = kit.files()
    assert "the workbook is open in Excel or LibreOffice" in kit.next(code=2)
    WORKBOOK.with_name(f"~${WORKBOOK.name}").unlink()
    NEXT.write_text(PACK.read_text(encoding="utf-8"), encoding="utf-8")
    assert "it is there already, and its period is not 2026-04" in kit.next(code=2)
    NEXT.unlink()
    text = PACK.read_text(encoding="utf-8")
    PACK.write_text(text.replace("notebook: areas", "notebook: area"), encoding="utf-8")
    assert "early-help-2026-03.yaml, line 11" in kit.next(code=2)
    PACK.write_text(text, encoding="utf-8")
    assert set(kit.files()) <= set(before)


def test_an_entry_sheet_of_another_month_is_moved_as_that_and_told(kit: Kit) -> None:
    """The rows keep their own month; that it was not the pack's is said."""
    kit.type_in({"B1": "2026-02"}, "entry")
    book = load_workbook(WORKBOOK)
    for row in range(book["results"].max_row, 1, -1):
        if book["results"].cell(row, 2).value == "2026-02":
            book["results"].delete_rows(row)
    book.save(WORKBOOK)
    PACK.write_text(PACK.read_text(encoding="utf-8"), encoding="utf-8")
    said = kit.next()
    assert "The sheet entry of early-help.xlsx held February 2026, not March 2026: look whether that was so." in said
    assert "15 figures of February 2026 moved" in said


def test_killed_between_any_two_files(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before any change of a name, the next run finds March as it was or April whole, and never between."""
    planned, old = planned_next(parameters_of(PACK), ""), kit.files()
    new = {**old, **{path.relative_to(kit.root).as_posix(): content for path, content in planned.files.items()}}

    class KilledError(BaseException):
        """Nothing can be caught after a kill."""

    left = [0]

    def dying(call: Callable[..., None]) -> Callable[..., None]:
        def wrapped(*arguments: object, **options: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KilledError
            call(*arguments, **options)

        return wrapped

    seen = set()
    for number in range(100):
        left[0] = number
        with monkeypatch.context() as patch:
            for of, name in ((os, "replace"), (os, "link"), (Path, "unlink"), (os, "fsync")):
                patch.setattr(of, name, dying(getattr(of, name)))
            try:
                month_after._write(planned, kit.root)  # noqa: SLF001 - what is written, at each of its steps
            except KilledError:
                pass
            else:
                break
        settle(kit.root)
        found = kit.files()
        assert found in (old, new)
        seen.add(found == new)
        for path in planned.files:
            path.unlink(missing_ok=True)
        WORKBOOK.write_bytes(old[WORKBOOK.as_posix()])
    assert (seen, kit.files()) == ({True, False}, new)


def test_after_a_kill_the_command_goes_on(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed run has left is brought to one side by the same command, before it looks at anything."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writer, "_swap", killed)
        kit.next(code=130)
    assert not NEXT.exists()
    assert "is there already, with all that it needs" in kit.next()
    assert {Path(name) for name in kit.files()} >= WRITTEN


@pytest.mark.parametrize("number", range(14) if SOAK else (4,))
def test_a_killed_process_leaves_no_half_month(kit: Kit, number: int) -> None:
    """A process that is killed before it changes a name leaves March, or what the next run makes April of."""
    before = kit.files()
    done = subprocess.run([sys.executable, "-c", KILLED_AT.format(number=number)], check=False)
    assert done.returncode in {-signal.SIGKILL, 0}
    assert NEXT.exists() or opened(DATA).results["period"].max() == "2026-03"
    kit.next()
    after = kit.files()
    assert {Path(name) for name in after if after[name] != before.get(name)} == WRITTEN


def test_two_at_once(kit: Kit) -> None:
    """The second says that it waits, and then finds all done."""
    said: list[str] = []
    with alone(PACK.absolute().parent, said.append):
        second = threading.Thread(target=lambda: said.append(kit.next()))
        second.start()
        time.sleep(0.5)
        assert not NEXT.exists()
    second.join()
    assert "parameters: another run is at work on it; waiting for that to end." in said[0]
    assert NEXT.exists()
