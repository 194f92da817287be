"""Month after month in the invented county: begun, entered, checked, rendered and published, and nothing is lost.

Three months of one county by day; with SCORECARD_SOAK=1 twenty-four months of all its indicators and areas, over two
financial years.
"""

import csv
import io
import re
import shutil
from pathlib import Path

import pytest

from examples.westshire import tables
from examples.westshire.stories import CORRECTIONS, MISSED
from scorecard_kit.judge.periods import month_name, months_before, window
from tests.conftest import ROOT, SOAK
from tests.months.conftest import Kit

COUNTY = "Westshire"
FIRST, LAST = ("2024-03", "2026-03") if SOAK else ("2024-05", "2024-08")
MONTHS = window(LAST, 24 if SOAK else 3)
SOME = {"assessments-in-time", "adults-waiting", "cic-3-placements"}
GROUPS = {"", "Front door", "Children in care and care leavers", "Adults: getting help"}
PACK = """title: The county's scorecard
status: final
published: {published}
period: {period}
data: data/westshire
small_counts: {{below: 6}}
sections:
  - notebook: scorecard
    parameters: {{area: Westshire}}
  - notebook: exception_report
    for_each: {{indicator: red}}
    parameters: {{months: 6}}
  - notebook: restated
"""
CARRIED = re.compile(r"^- Begun in (\w+ \d{4})\.$", re.MULTILINE)


def published_on(period: str) -> str:
    """Give the eighth of the second month after the period's."""
    return f"{months_before(period, -2)}-08"


def known(as_of: str) -> dict[str, str]:
    """Give the tables of a month as the county knew them: by day a few indicators of the county itself."""
    return tables(as_of) if SOAK else {name: _part(text) for name, text in tables(as_of).items()}


def _part(text: str) -> str:
    header, *rows = csv.reader(io.StringIO(text))
    keeps = {"indicator": SOME, "area": {COUNTY, ""}, "group": GROUPS}
    tests = [(header.index(name), values) for name, values in keeps.items() if name in header]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(
        [header, *(row for row in rows if all(row[place] in values for place, values in tests))]
    )
    return written.getvalue()


def enter(kit: Kit, as_of: str) -> None:
    """Put the figures of a month in."""
    for name, text in known(as_of).items():
        path = kit.root / "data/westshire" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def parameters(period: str) -> str:
    """Name the parameters file of a month."""
    return f"parameters/westshire-{period}.yaml"


def write_commentary(kit: Kit, period: str) -> dict[str, list[str]]:
    """Write what is to be written, begin an action where none is carried; give the actions of each indicator."""
    actions = {}
    for path in sorted((kit.root / "data/westshire/commentary" / period).glob("*.md")):
        text = path.read_text(encoding="utf-8").replace("To be written: why it is so.", "Fewer were in time.")
        if "## Actions" not in text:
            text += f"\n## Actions\n\n- Begun in {month_name(period)}.\n"
        path.write_text(text, encoding="utf-8")
        actions[path.stem] = CARRIED.findall(text)
    return actions


def publish(kit: Kit, period: str) -> None:
    """Check, render and publish the pack of a month as a final one."""
    path = kit.root / parameters(period)
    text = path.read_text(encoding="utf-8")
    final = f"status: final\npublished: {published_on(period)}\n"
    path.write_text(text.replace("status: draft\n", final), encoding="utf-8")
    assert "not written yet" not in kit.run("check", parameters(period)).stderr
    kit.run("render", parameters(period), "--jobs", "1")
    kit.run("publish", parameters(period))


def editions(kit: Kit) -> dict[str, bytes]:
    """Give every file of every edition."""
    return {name: content for name, content in kit.files().items() if name.startswith("editions/")}


def result(as_of: str, indicator: str, period: str) -> list[str]:
    """Give a result of the county as it was known in a month: numerator and denominator."""
    rows = csv.DictReader(io.StringIO(known(as_of)["results.csv"]))
    place = {"indicator": indicator, "period": period, "area": COUNTY, "cohort": ""}
    [row] = [row for row in rows if place.items() <= row.items()]
    return [row[name] for name in ("numerator", "denominator") if row[name]]


def see_corrections(kit: Kit, period: str) -> None:
    """See that what is mended in a month is said with both figures: by its pack, and where the old pack is rendered."""
    for correction in CORRECTIONS:
        if (kit.root / parameters(correction.period)).exists() and correction.mended == period:
            was, now = (result(month, correction.indicator, correction.period)
                        for month in (correction.period, period))  # fmt: skip
            assert was != now
            text = (kit.root / f"outputs/westshire-{period}/data/restated.csv").read_text(encoding="utf-8")
            place = {"indicator": correction.indicator, "period": correction.period, "area": COUNTY}
            [row] = [row for row in csv.DictReader(io.StringIO(text)) if place.items() <= row.items()]
            assert (row["published_numerator"], row["numerator"]) == (was[0], now[0])
            last = row["edition"].partition("/")[0].removeprefix("westshire-")  # the last month whose pages showed it
            assert correction.period <= last < period
            assert row["edition"] == f"westshire-{last}/{published_on(last)}-1"
            refused = kit.run("render", parameters(correction.period), "--jobs", "1", code=2).stderr
            then, since = (" of ".join(f"{int(figure):,}" for figure in figures) for figures in (was, now))
            assert re.search(rf"{month_name(correction.period)}, {COUNTY}; .*{then}.*; now: .*{since}", refused)


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kit:
    """The county with its first month published."""
    kit = Kit(tmp_path)
    (tmp_path / "notebooks").mkdir()
    for name in ("scorecard", "exception_report", "restated"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path)
    enter(kit, FIRST)
    (tmp_path / "parameters").mkdir()
    text = PACK.format(published=published_on(FIRST), period=FIRST)
    (tmp_path / parameters(FIRST)).write_text(text, encoding="utf-8")
    for indicator in ("adults-waiting", "cic-3-placements"):
        path = tmp_path / f"data/westshire/commentary/{FIRST}/{indicator}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Written.\n\n## Actions\n\n- Begun in {month_name(FIRST)}.\n", encoding="utf-8")
    publish(kit, FIRST)
    return kit


def test_month_after_month(county: Kit) -> None:
    """No edition ever changes, every action is carried or its page is gone, and what is mended is said with figures."""
    actions, carried = write_commentary(county, FIRST), set[tuple[str, str]]()
    kept = editions(county)
    for period in MONTHS:
        before = months_before(period, 1)
        assert f"No figures of {month_name(period)} are in yet" in county.run("next", parameters(before)).output
        enter(county, period)
        said = county.run("next", parameters(before)).output
        if (MISSED[1], SOAK) == (period, True):
            assert "and a newer figure is due: People with long-term support reviewed" in said
        assert ("The financial year" in said) == period.endswith("-04")
        new = write_commentary(county, period)
        for indicator in new.keys() & actions.keys():
            assert new[indicator] == actions[indicator]
            carried.update((indicator, begun) for begun in new[indicator])
        assert "is there already, with all that it needs" in county.run("next", parameters(before)).output
        publish(county, period)
        actions = new
        now = editions(county)
        assert {name: now[name] for name in kept} == kept
        assert f"editions/westshire-{period}/{published_on(period)}-1/edition.json" in now
        kept = now
        see_corrections(county, period)
    assert len(carried) >= 2
    for pack in MONTHS if SOAK else MONTHS[-1:]:
        name = f"westshire-{pack}/{published_on(pack)}-1"
        assert f"{name}: the same" in county.run("reproduce", name).output
