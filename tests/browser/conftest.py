"""The one browser of all tests that need one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT, run_command

SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--no-first-run", "--disable-quic", "--disable-dev-shm-usage",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Start the one browser of all tests."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture(scope="session")
def packs(march_pack: Path, soak: bool, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give the folders of rendered packs: March 2016 by day, and every example with time to look at everything."""
    if not soak:
        return [march_pack]
    output = tmp_path_factory.mktemp("packs")
    files = sorted(ROOT.glob("parameters/*.yaml"))
    run_command("render", *(path.relative_to(ROOT) for path in files), "--output", output)
    return [output / path.stem for path in files]
