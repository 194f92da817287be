"""A real JupyterLab: what an analyst chooses or changes there is what the pack has published, and looks as it does."""

import csv
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from scorecard_kit.blocks.html import Column, Line, rating, table
from scorecard_kit.blocks.look import in_notebook
from scorecard_kit.blocks.palette import PAPER, RATING
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.numbers import difference, display
from tests.browser.axe import AXE, RULES_OF_COLOUR
from tests.conftest import ROOT, SOAK, run_here

pytestmark = pytest.mark.browser

PACK = "scs-2016-03"
WINDOW: ViewportSize = {"width": 1400, "height": 1300}
Scheme = Literal["light", "dark"]
PATIENCE = 120  # seconds, for a machine that does much else


CHANGED: dict[str, dict[str, Any]] = {
    "scorecard": {"area": "North Kent"},
    "exception_report": {"period": "2016-02", "indicator": "cic-reviews", "area": "East Kent"},
    "summary": {"period": "2016-02", "area": "Kent"},
    "areas": {"period": "2016-02", "areas": ["Kent", "South Kent"]},
    "impact_of_uasc": {"areas": ["North Kent"], "comparison": False},
}
"""By notebook: what is changed in the cell of its parameters."""
LOOKED_AT = list(CHANGED) if SOAK else ["exception_report"]


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a kit with the March 2016 pack, which the explorer may write to, and one with the changed sections."""
    root = tmp_path_factory.mktemp("kit")
    for folder in ("notebooks", "data/scs"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "parameters").mkdir()
    shutil.copy(ROOT / "parameters" / f"{PACK}.yaml", root / "parameters")
    small = {"below": 6, "already_published": True}
    sections = [
        {"notebook": name, "name": name.replace("_", "-"), "parameters": given} for name, given in CHANGED.items()
    ]
    pack = {"title": "Changed", "period": "2016-03", "data": "data/scs", "small_counts": small, "sections": sections}
    (root / "parameters" / "changed.yaml").write_text(json.dumps(pack), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def lab(kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start JupyterLab by the kit's own command, on the loopback address with a free port, and give the address."""
    own = tmp_path_factory.mktemp("jupyter")
    (own / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}', encoding="utf-8")
    drawn = own / "settings" / "@jupyterlab" / "notebook-extension"  # every cell, also one that is out of sight
    drawn.mkdir(parents=True)
    (drawn / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}', encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"JUPYTER_CONFIG_DIR": own, "JUPYTERLAB_SETTINGS_DIR": own / "settings", "JUPYTER_PORT": port,
                "JUPYTERLAB_WORKSPACES_DIR": own / "workspaces", "JUPYTER_TOKEN": "kit"}  # fmt: skip
    command = [sys.executable, "-m", "scorecard_kit", "explore", f"parameters/{PACK}.yaml", "--no-browser"]
    with (own / "log.txt").open("w", encoding="utf-8") as log:
        environment = os.environ | {name: str(value) for name, value in settings.items()}
        server = subprocess.Popen(command, cwd=kit, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait_for(port, server, own / "log.txt")
            yield f"http://127.0.0.1:{port}/lab/tree/%s?token=kit&reset"
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(PATIENCE)
    assert "without encryption" not in (own / "log.txt").read_text(encoding="utf-8")  # no kernel warns


def _wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """Open JupyterLab; nothing is asked for but from JupyterLab itself."""
    context = browser.new_context(viewport=WINDOW, locale="en-GB")
    page, outside = context.new_page(), []
    page.set_default_timeout(PATIENCE * 1000)
    page.on("request", lambda request: outside.append(request.url) if "//127.0.0.1" not in request.url else None)
    yield page
    assert [url for url in outside if not url.startswith(("data:", "blob:"))] == []
    context.close()


@pytest.fixture(scope="module")
def explorer(tab: Page, lab: str) -> Page:
    """Open the explorer and run all of it."""
    tab.goto(lab % f"desk/explore-{PACK}.ipynb")
    run_all(tab)
    tab.get_by_role("tab", name="Results").wait_for()
    return tab


def run_all(tab: Page) -> None:
    """Run all cells of the notebook that is open."""
    tab.get_by_text("| Idle").wait_for()
    tab.get_by_role("menuitem", name="Run", exact=True).click()
    tab.get_by_role("menuitem", name="Run All Cells", exact=True).click()


@pytest.fixture(scope="module")
def published(march_pack: Path) -> dict[str, dict[str, str]]:
    """Give North Kent's rows of impact-of-uasc.csv in the rendered pack, by the indicator."""
    with (march_pack / "data" / "impact-of-uasc.csv").open(encoding="utf-8", newline="") as file:
        return {row["indicator"]: row for row in csv.DictReader(file) if row["area"] == "North Kent"}


def choose(explorer: Page, control: str, label: str) -> None:
    """Choose from a menu by its label."""
    explorer.get_by_role("combobox", name=control, exact=True).select_option(label=label)


def cells(rows: Locator) -> list[list[str]]:
    """Give the cells of rows that are shown, each name without its hint."""
    script = """rows => rows.map(row => [...row.cells].map(cell => {
        const shown = cell.cloneNode(true); shown.querySelectorAll('.hint').forEach(hint => hint.remove());
        return shown.textContent.replace(/\\s+/g, ' ').trim() }))"""
    found: list[list[str]] = rows.evaluate_all(script)
    return found


def test_the_explorer_shows_the_published_figures(explorer: Page, published: dict[str, dict[str, str]]) -> None:
    """North Kent by variance, and what made one indicator move, have the figures of the pack's own file."""
    shown = explorer.locator(".scorecard-tabs .scorecard-kit:visible")
    choose(explorer, "Area", "North Kent")
    choose(explorer, "Sort by", "name")
    explorer.get_by_text("Results, North Kent, March 2016, by name").wait_for()
    choose(explorer, "Sort by", "variance, largest first")
    explorer.get_by_text("Results, North Kent, March 2016, by variance, largest first").wait_for()
    rows = cells(shown.locator("tbody tr"))
    by_size = sorted(published.values(), key=lambda row: -abs(float(row["variance"] or 0)))
    assert [(row[0], row[1], row[2].split()[-1], row[6]) for row in rows] == [
        (row["name"], f"{display(row['including_value'], 1)}%", row["including_rag"], variance(row) or "None")
        for row in by_size
    ]
    moved = next(row for row in by_size if row["indicator"] == "cic-3-placements")
    menu = explorer.get_by_role("listbox", name="Indicator", exact=True)
    menu.select_option(index=by_size.index(moved))
    explorer.get_by_role("tab", name="What made it move").click()
    shown.locator(".bar-list li").filter(has_text=f"Difference {variance(moved)}").wait_for()
    together = cells(shown.locator("tbody tr"))[-1]
    names = ("value", "numerator", "denominator")
    sides = [[moved[f"{side}_{name}"] for name in names] for side in ("including", "excluding")]
    assert together[1:3] == [f"{display(value, 1)}% ({above} of {below})" for value, above, below in sides]
    assert together[-1] == variance(moved)


def variance(row: dict[str, str]) -> str:
    """Give a variance as it is shown; blank where there is none."""
    return difference(row["variance"], 1)


def test_the_code_stands_in_a_new_cell(explorer: Page, published: dict[str, dict[str, str]]) -> None:
    """The button shows the lines of the open tab; the cell beneath puts them into a new one, which shows the same."""
    explorer.get_by_role("button", name="Show me the code").locator("visible=true").click()
    code = explorer.get_by_role("textbox", name="Code", exact=True).locator("visible=true")
    assert 'effects(book, "cic-3-placements", "2016-03", "North Kent", compare="excluding_uasc")' in code.input_value()
    explorer.locator(".jp-CodeCell .jp-Placeholder", has_text='After "Show me the code"').click()
    explorer.keyboard.press("Shift+Enter")
    new = explorer.locator(".jp-CodeCell", has_text="display(waterfall(moved))")
    new.locator(".cm-content").click()
    explorer.keyboard.press("Shift+Enter")
    bars = new.locator(".jp-OutputArea .scorecard-kit .bar-list li")
    bars.filter(has_text=f"Difference {variance(published['cic-3-placements'])}").wait_for()


def test_nobody_is_asked_about_news(explorer: Page) -> None:
    """JupyterLab shows no question of its own, and the title of each tab stands there whole."""
    assert explorer.locator(".Toastify__toast").count() == 0
    labels = explorer.locator(".scorecard-tabs .lm-TabBar-tabLabel")
    assert labels.count() == 4
    assert labels.evaluate_all("labels => labels.filter(label => label.scrollWidth > label.clientWidth).length") == 0


def test_a_view_is_added_to_the_pack(explorer: Page, kit: Path) -> None:
    """The button writes the view into the parameters file, says its name, and refuses it the second time."""
    choose(explorer, "Area", "East Kent")
    explorer.get_by_role("tab", name="Results").click()
    explorer.get_by_text("Results, East Kent, March 2016").wait_for()
    explorer.get_by_role("button", name="Add this view to the pack").click()
    explorer.get_by_text(f"Added to {PACK} as explore-cic").wait_for()
    assert "area: East Kent, indicator: cic" in (kit / "parameters" / f"{PACK}.yaml").read_text(encoding="utf-8")
    explorer.get_by_role("button", name="Add this view to the pack").click()
    explorer.get_by_text("this is a section of the pack already").wait_for()


def test_the_explorer_follows_the_theme(explorer: Page) -> None:
    """What it shows can be read in the dark theme too, where ink and paper change places."""
    ground = "getComputedStyle(document.querySelector('.scorecard-kit')).backgroundColor"
    for theme, paper in (("Dark", "rgb(22, 24, 26)"), ("Light", "rgb(255, 255, 255)")):
        with_theme(explorer, theme)
        assert (explorer.evaluate(ground), faint(explorer)) == (paper, [])
    explorer.set_viewport_size({"width": 680, "height": 1000})
    titles = explorer.locator(".scorecard-tabs .lm-TabBar-tabLabel")
    assert titles.evaluate_all("titles => titles.filter(title => title.scrollWidth > title.clientWidth).length") == 0
    assert explorer.evaluate(CUT) == []
    explorer.set_viewport_size(WINDOW)


@pytest.fixture(scope="module")
def pages(kit: Path, browser: Browser) -> Iterator[dict[str, Page]]:
    """Give the pages of the changed sections as the kit renders them, each open in a tab, by the notebook's name.

    Without what only a page has beneath its title: its dates, and on paper where the figures are.
    """
    only = [word for name in LOOKED_AT for word in ("--only", name.replace("_", "-"))]
    run_here(kit, "render", "parameters/changed.yaml", *only)
    context = browser.new_context(viewport=WINDOW, locale="en-GB")
    tabs = {name: context.new_page() for name in LOOKED_AT}
    for name, page in tabs.items():
        page.goto((kit / "outputs" / "changed" / f"{name.replace('_', '-')}.html").as_uri())
        page.locator("main > :is(.dates, .paper)").evaluate_all("all => all.forEach(one => one.remove())")
    yield tabs
    context.close()


def with_theme(tab: Page, theme: str) -> None:
    """Choose one of JupyterLab's themes from its menu."""
    tab.get_by_role("menuitem", name="Settings", exact=True).click()
    tab.locator(".lm-Menu-itemLabel", has_text="Theme").first.hover()
    tab.get_by_text(f"JupyterLab {theme}", exact=True).click()
    tab.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=str(theme == "Light").lower())
    tab.locator("#jupyterlab-splash").wait_for(state="detached")


def changed(tab: Page, notebook: Path, given: dict[str, Any]) -> None:
    """Type other values into the cell of parameters, run all cells, and wait until the last has its output."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = next("".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", []))
    for name, value in given.items():
        source = re.sub(rf"(?m)^({name}: \w+ = ).*?(?=  #)", rf"\g<1>{value!r}", source)
    tab.locator(".jp-CodeCell .cm-content", has_text="small_counts: dict").click()
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text(source)
    run_all(tab)
    tab.wait_for_function("""() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
        .every(prompt => /\\[\\d+\\]/.test(prompt.textContent))""")


WORDS = """([blocks, known]) => [...document.querySelectorAll(blocks)].map(block => {
    const shown = block.cloneNode(true); shown.querySelectorAll('style').forEach(style => style.remove());
    return known.reduce((text, words) => text.replaceAll(` (${words})`, '').replaceAll(`, ${words}`, ''),
                        shown.textContent.replace(/\\s+/g, ' ')) }).join(' ').replace(/\\s+/g, '')"""
PARTS = (
    "h1, h2, p, ul, li, a, b, table, caption, th, td, dt, dd, figcaption, figure, summary, .why, .hint, .number, text"
)
LOOK = """color backgroundColor fontFamily fontSize fontWeight fontStyle textAlign verticalAlign borderTop borderBottom
    padding display whiteSpace textDecorationLine listStyleType fill""".split()
LOOKS = """([blocks, parts, look]) => [...document.querySelectorAll(blocks)].flatMap(block =>
    [...block.querySelectorAll(parts)].map(one => [one.outerHTML.slice(0, 60), ...look.map(name =>
        `${name}: ${getComputedStyle(one)[name]}`)]))"""
FAINT = """() => { const rgb = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(one => one / 255)
        .map(one => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
    const light = colour => rgb(colour).reduce((sum, one, place) => sum + one * [.2126, .7152, .0722][place], 0);
    return [...document.querySelectorAll('.scorecard-kit svg text')].filter(text => {
        const both = [getComputedStyle(text).fill, getComputedStyle(text.closest('.scorecard-kit')).backgroundColor];
        const [low, high] = both.map(light).sort((one, other) => one - other);
        return (high + .05) / (low + .05) < 4.5 }).map(text => text.textContent) }"""
CUT = """() => [...document.querySelectorAll(
    '.jp-OutputArea-output:has(.scorecard-kit), .scorecard-kit, .scorecard-kit *')].filter(one =>
    one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 20 && getComputedStyle(one).overflowX !== 'visible'
    && !(one.getAttribute('role') === 'region' && one.tabIndex === 0)).map(one => one.outerHTML.slice(0, 80))"""
CAPTIONS = """() => [...document.querySelectorAll('.scorecard-kit caption span')].filter(caption =>
    caption.getBoundingClientRect().right > caption.closest('.scorecard-kit').getBoundingClientRect().right)
    .map(caption => caption.textContent)"""


def faint(tab: Page) -> list[str]:
    """Find what is too pale in the kit's outputs: by axe, and in charts, where axe does not look, by its formula."""
    height = tab.locator(".jp-Cell").evaluate_all("cells => cells.reduce((sum, one) => sum + one.offsetHeight, 0)")
    tab.set_viewport_size({"width": WINDOW["width"], "height": height + 500})  # axe ends at what is out of sight
    tab.locator(".jp-WindowedPanel-outer").evaluate_all("all => all.forEach(one => { one.scrollTop = 0 })")
    tab.evaluate("document.body.style.height = '100vh'")  # at nought, which JupyterLab leaves it, all is out of sight
    if not tab.evaluate("typeof axe === 'object'"):
        tab.evaluate(AXE)
    broken, read = tab.evaluate(
        """async only => { const found = await axe.run('.scorecard-kit', {runOnly: only});
        return [found.violations, found.passes].map(rules => rules.flatMap(one => one.nodes.map(it => it.html))) }""",
        RULES_OF_COLOUR,
    )
    assert len(read) > 10
    tab.set_viewport_size(WINDOW)
    return [*broken, *tab.evaluate(FAINT)]


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_notebook_shows_and_looks_as_its_page(
    name: str, tab: Page, lab: str, kit: Path, pages: dict[str, Page]
) -> None:
    """With other parameters it has the words and figures of the page; in both themes each has the page's look.

    The page is as wide as the place that the notebook has, since blocks stand side by side where there is room.
    """
    tab.goto(lab % f"notebooks/{name}.ipynb")
    changed(tab, kit / "notebooks" / f"{name}.ipynb", CHANGED[name])
    with (kit / "data" / "scs" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        known = [row["words"] for row in csv.DictReader(file)]
    shown = (tab, ".jp-OutputArea .scorecard-kit:not(:has(> .rated-frame))"), (pages[name], "main")
    words, wanted = (where.evaluate(WORDS, [within, known]) for where, within in shown)
    assert words == wanted
    place = tab.locator(".jp-OutputArea .scorecard-kit").first.evaluate("place => place.clientWidth")
    pages[name].set_viewport_size({**WINDOW, "width": place})
    for theme in ("Light", "Dark"):
        with_theme(tab, theme)
        pages[name].emulate_media(color_scheme="dark" if theme == "Dark" else "light")
        seen, page = (where.evaluate(LOOKS, [within, PARTS, LOOK]) for where, within in shown)
        assert [pair for pair in zip(seen, page, strict=True) if pair[0][1:] != pair[1][1:]][:3] == []
        assert faint(tab) == []
    tab.set_viewport_size({"width": 680, "height": 1000})
    tab.keyboard.press("Control+b")
    assert (tab.evaluate(CUT), tab.evaluate(CAPTIONS)) == ([], [])
    tab.set_viewport_size(WINDOW)


@pytest.mark.parametrize(
    ("body", "scheme", "paper"),
    [
        ("data-jp-theme-light=true", "dark", "light"),
        ("data-jp-theme-light=false", "light", "dark"),
        ("class=vscode-light", "dark", "light"),
        ("class=vscode-dark", "light", "dark"),
        ("class=vscode-high-contrast", "light", "dark"),
        ("class='vscode-high-contrast-light vscode-high-contrast'", "dark", "light"),
        ("class=other", "dark", "dark"),
        ("class=other", "light", "light"),
    ],
)
def test_a_block_follows_its_surroundings(browser: Browser, body: str, scheme: Scheme, paper: str) -> None:
    """The theme of JupyterLab, of nbconvert's pages and of VS Code goes before the system's; else that counts."""
    page = browser.new_page(color_scheme=scheme)
    page.set_content(f"<body {body}>{in_notebook(rating(Rag.RED))}<p>b</p></body>")
    style = "([where, name]) => getComputedStyle(document.querySelector(where))[name]"
    ground, edge = (
        page.evaluate(style, [".scorecard-kit", "backgroundColor"]),
        page.evaluate(style, [".rag", "borderColor"]),
    )
    chip = RATING[Rag.RED]
    assert (ground, edge) == (rgb(PAPER[paper]), rgb(chip.edge if paper == "light" else chip.dark_edge))
    assert page.evaluate(style, ["body > p", "fontFamily"]) != page.evaluate(style, [".rag", "fontFamily"])
    page.close()


def test_a_table_keeps_its_lines(browser: Browser) -> None:
    """VS Code takes the lines of every table away, with force; a block's table has them still, and its words left."""
    page = browser.new_page()
    block = in_notebook(table("Visits", [Column("Area")], [("", [Line(["Kent"])])]))
    page.set_content(f"<style>th {{ border: none !important; text-align: right }}</style><body>{block}")
    look = "() => ['thead th', 'tbody th'].map(where => getComputedStyle(document.querySelector(where)))"
    found = page.evaluate(f"({look})().map(one => [one.borderBottomWidth, one.textAlign])")
    assert found == [["2px", "left"], ["1px", "left"]]
    page.close()


def rgb(colour: str) -> str:
    """Write a colour as a browser does."""
    return f"rgb({', '.join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))})"
