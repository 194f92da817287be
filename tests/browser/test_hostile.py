"""Hostile input in every place that an input has: nothing of it runs, fetches or counts on any page."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from tests.conftest import run_here

ROOT = Path(__file__).parents[2]
BEACON = "https://canary.example"
READ = ("content", "aria-label")
NAME = f"\"><script>window.XSS_name = 1</script><img src='{BEACON}/a.png' onerror='window.XSS_error = 1'>"
AREA = "West</caption></style><svg onload='window.XSS_svg = 1'>"
FORMULA = "=HYPERLINK(\"https://canary.example\")<b onclick='window.XSS_click = 1'>"
TEXT = f"""{NAME}

![picture]({BEACON}/b.png) [link](javascript:window.XSS_link=1) <iframe src="{BEACON}"></iframe>

<p style="background: url({BEACON}/c.png)">text</p><style>p {{ background: url({BEACON}/d.png) }}</style>
<svg onload="window.XSS_svg = 1"></svg><object data="{BEACON}"></object><link rel="stylesheet" href="{BEACON}/e.css">
"""
PARAMETERS = """title: "A pack </title><script>window.XSS_title = 1</script>"
council: "A council <img src=x onerror='window.XSS_council = 1'>"
worked_example: "<script>window.XSS_example = 1</script>, May 2016"
period: 2016-03
data: data/scs
small_counts: {{below: 6, already_published: true}}
sections:
  - notebook: areas
    parameters: {{areas: [Kent, {area}]}}
  - notebook: impact_of_uasc
    parameters: {{areas: [Kent, {area}]}}
  - notebook: exception_report
    for_each: {{indicator: [pf-initial-visits]}}
  - notebook: activity
  - notebook: told
  - notebook: shown
"""


def rewrite(path: Path, change: Callable[[dict[str, str]], None]) -> None:
    """Change the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        change(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def poison(row: dict[str, str]) -> None:
    """Put hostile words into a row's names, notes and areas, the same in every table."""
    for column, words in row.items():
        if column in {"area", "parent"} and words == "West Kent":
            row[column] = AREA
        elif column in {"name", "definition", "source", "data_notes", "words", "category"}:
            row[column] = f"{words} {NAME}"
        elif column == "group" and words:
            row[column] = FORMULA


def notebook(path: Path, kind: str, source: str) -> None:
    """Write a notebook with an opening and one more cell."""
    opening = "from scorecard_kit import load\nfrom scorecard_kit.blocks.html import opening\n"
    show = f"opening({TEXT[:60]!r}, {TEXT[:60]!r}, glossary=load(data, small_counts).glossary)"
    parameters = 'data: str = "data/scs"  # data\nperiod: str = "2016-03"  # month\nsmall_counts: dict = {}  # rule'
    cells = [("code", parameters, ["parameters"]), ("code", opening + show, []), (kind, source, [])]
    text = {
        "nbformat": 4, "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [{"id": f"c{place}", "cell_type": kind, "metadata": {"tags": tags}, "source": source,
                   **({"outputs": [], "execution_count": None} if kind == "code" else {})}
                  for place, (kind, source, tags) in enumerate(cells)],
    }  # fmt: skip
    path.write_text(json.dumps(text), encoding="utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render a pack of the March figures with hostile words in all its inputs; one section is to fail."""
    root = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    shutil.copytree(ROOT / "data" / "scs", root / "data" / "scs")
    for path in (root / "data" / "scs").glob("*.csv"):
        rewrite(path, poison)
    (root / "data" / "scs" / "commentary" / "2016-03" / "pf-initial-visits.md").write_text(TEXT, encoding="utf-8")
    notebook(root / "notebooks" / "told.ipynb", "markdown", TEXT)
    shown = f"from IPython.display import HTML, display\ndisplay(HTML({TEXT!r}))"
    notebook(root / "notebooks" / "shown.ipynb", "code", shown)
    (root / "parameters").mkdir()
    (root / "parameters" / "hostile.yaml").write_text(PARAMETERS.format(area=json.dumps(AREA)), encoding="utf-8")
    done = run_here(root, "render", "parameters/hostile.yaml", code=1)
    [failure] = [line for line in done.stderr.splitlines() if " failed: " in line]
    why = "the output holds a <script> element, which no page may hold"
    assert failure == f"shown failed: notebooks/shown.ipynb, cell 3: {why}"
    return root / "outputs" / "hostile"


def test_no_hostile_element_is_on_a_page(hostile: Path) -> None:
    """No script, frame, picture, handler, address that runs or style of the input is an element of a page.

    Its words may be read: in the description of the page, and as the name of the page before or after.
    """
    pages = sorted(hostile.glob("*.html"))
    assert len(pages) == 7
    for path in pages:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.select("script, iframe, img, object, link, form, main style, base") == [], path.name
        attributes = [(name, str(value)) for tag in page.find_all() for name, value in tag.attrs.items()]
        assert [pair for pair in attributes if pair[0].startswith("on") or "javascript:" in pair[1]] == [], path.name
        assert [pair for pair in attributes if BEACON in pair[1] and pair[0] not in READ] == [], path.name
        assert len(page.select("style")) == 1, path.name


def test_hostile_names_are_still_read(hostile: Path) -> None:
    """Nothing is lost: the names stand on the page as they were entered, as text."""
    areas = BeautifulSoup((hostile / "areas.html").read_text(encoding="utf-8"), "html.parser").get_text()
    assert "<svg onload='window.XSS_svg = 1'>" in areas
    assert "<script>window.XSS_name = 1</script>" in areas


def test_formulas_are_text_in_csv(hostile: Path) -> None:
    """No cell of the figures begins as a formula does."""
    cells = []
    for path in hostile.glob("data/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell[:1] in {"=", "@", "\t", "\r"}] == []
    assert f"'{FORMULA}" in cells


@pytest.mark.browser
@pytest.mark.parametrize("policy", ["with", "without"])
def test_nothing_hostile_runs_or_fetches(hostile: Path, browser: Browser, tmp_path: Path, policy: str) -> None:
    """Neither with the page's policy nor with it taken out does a canary run, or a request leave."""
    context = browser.new_context()
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("dialog", lambda dialog: dialog.dismiss())
    sung = {}
    for path in sorted(hostile.glob("*.html")):
        html = path.read_text(encoding="utf-8")
        bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
        assert bare != html
        (tmp_path / path.name).write_text(html if policy == "with" else bare, encoding="utf-8")
        tab.goto((tmp_path / path.name).as_uri(), wait_until="load")
        for link in tab.query_selector_all("main a[href^='#']")[:3]:
            link.click()
        sung[path.name] = tab.evaluate("Object.keys(window).filter(name => name.startsWith('XSS_'))")
    context.close()
    assert {name: canaries for name, canaries in sung.items() if canaries} == {}
    assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.browser
def test_a_canary_sings_where_it_can(browser: Browser, tmp_path: Path) -> None:
    """The check itself sees a script that runs and a picture that is fetched."""
    (tmp_path / "x.html").write_text(f"<p>{NAME}</p>", encoding="utf-8")
    context = browser.new_context()
    tab, asked = context.new_page(), list[str]()
    tab.route(f"{BEACON}/**", lambda route: route.abort())
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((tmp_path / "x.html").as_uri(), wait_until="load")
    sung = tab.evaluate("Object.keys(window).filter(name => name.startsWith('XSS_'))")
    context.close()
    assert "XSS_name" in sung
    assert f"{BEACON}/a.png" in asked
