"""The explorer in a real JupyterLab: what an analyst chooses is what the pack has published."""

import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from scorecard_kit.judge.numbers import difference, display

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PACK = "scs-2016-03"
PATIENCE = 120  # seconds, for a machine that does much else


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a kit with the March 2016 pack, which the explorer may write to."""
    root = tmp_path_factory.mktemp("kit")
    for folder in ("notebooks", "data/scs"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "parameters").mkdir()
    shutil.copy(ROOT / "parameters" / f"{PACK}.yaml", root / "parameters")
    return root


@pytest.fixture(scope="module")
def address(kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start JupyterLab by the kit's own command, on the loopback address with a free port, and give the address."""
    own = tmp_path_factory.mktemp("jupyter")
    (own / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}', encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"JUPYTER_CONFIG_DIR": own, "JUPYTERLAB_SETTINGS_DIR": own / "settings", "JUPYTER_PORT": port,
                "JUPYTERLAB_WORKSPACES_DIR": own / "workspaces", "JUPYTER_TOKEN": "explorer"}  # fmt: skip
    command = [sys.executable, "-m", "scorecard_kit", "explore", f"parameters/{PACK}.yaml", "--no-browser"]
    with (own / "log.txt").open("w", encoding="utf-8") as log:
        environment = os.environ | {name: str(value) for name, value in settings.items()}
        server = subprocess.Popen(command, cwd=kit, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait_for(port, server, own / "log.txt")
            yield f"http://127.0.0.1:{port}/lab/tree/desk/explore-{PACK}.ipynb?token=explorer"
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(PATIENCE)


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
def explorer(browser: Browser, address: str) -> Iterator[Page]:
    """Open the explorer and run all of it; nothing is asked for but from JupyterLab itself."""
    context = browser.new_context(viewport={"width": 1400, "height": 1300}, locale="en-GB")
    page, outside = context.new_page(), []
    page.set_default_timeout(PATIENCE * 1000)
    page.on("request", lambda request: outside.append(request.url) if "//127.0.0.1" not in request.url else None)
    page.goto(address)
    page.get_by_text("| Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.get_by_role("tab", name="Results").wait_for()
    yield page
    assert [url for url in outside if not url.startswith(("data:", "blob:"))] == []
    context.close()


@pytest.fixture(scope="module")
def published(march_pack: Path) -> dict[str, dict[str, str]]:
    """Give North Kent's rows of impact-of-uasc.csv in the rendered pack, by the indicator's name."""
    with (march_pack / "data" / "impact-of-uasc.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file) if row["area"] == "North Kent"}


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
    shown = explorer.locator(".scorecard-kit:visible")
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
    shown.locator("desc", has_text=f"Difference: {variance(moved)}.").wait_for(state="attached")
    together = cells(shown.locator("tbody tr"))[-1]
    names = ("value", "numerator", "denominator")
    sides = [[moved[f"{side}_{name}"] for name in names] for side in ("including", "excluding")]
    assert together[1:3] == [f"{display(value, 1)}% ({above} of {below})" for value, above, below in sides]
    assert together[-1] == variance(moved)


def variance(row: dict[str, str]) -> str:
    """Give a variance as it is shown; blank where there is none."""
    return difference(row["variance"], 1)


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
