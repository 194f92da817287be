"""The Chromium, Chrome or Edge that the machine has: found, and run without a window, a network or a trace of it."""

import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["BrowserError", "find_browser", "room_for_browser", "run_browser"]

_NAMES = "chromium chromium-browser google-chrome google-chrome-stable chrome microsoft-edge msedge".split()
_WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
_MAC = ("Google Chrome", "Microsoft Edge", "Chromium")
_SWITCHES = (
    "--headless --disable-gpu --disable-extensions --disable-background-networking --disable-component-update "
    "--disable-default-apps --disable-sync --disable-breakpad --disable-dev-shm-usage --no-first-run --no-pings "
    "--no-default-browser-check"
).split()
_NO_NETWORK = ("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>")
_SECONDS = 300


class BrowserError(Exception):
    """There is no browser, or it did not do its work; the text says which."""


def find_browser() -> str | None:
    """The browser to use: SCORECARD_CHROMIUM where it is set, else the first in its usual place."""
    if named := os.environ.get("SCORECARD_CHROMIUM"):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, _places())), None)


def _places() -> Iterator[str]:
    yield from _NAMES
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            yield from (str(Path(folder) / name) for name in _WINDOWS)
    for name in _MAC:
        yield f"/Applications/{name}.app/Contents/MacOS/{name}"


@contextmanager
def room_for_browser(folder: Path) -> Iterator[Path]:
    """A folder of its own within this one, made where need be; neither is left. OSError where there is no room."""
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="print-", dir=folder, ignore_cleanup_errors=True) as place:
            yield Path(place)
    finally:
        with suppress(OSError):
            folder.rmdir()


def run_browser(page: Path, work: str, *switches: str, makes: Path | None = None) -> str:
    """Open a page with these switches, and give what the browser writes to its standard output.

    The folder of the page holds its profile meanwhile. BrowserError where there is no browser to do the `work` with, it
    fails or takes too long, or the file that it is to make is not there afterwards.
    """
    browser = find_browser()
    if browser is None:
        raise BrowserError(f"there is no browser to {work} with")
    is_root = platform.system() == "Linux" and os.geteuid() == 0
    command = [
        browser, *_SWITCHES, *_NO_NETWORK, *(["--no-sandbox"] if is_root else []),
        f"--user-data-dir={page.parent / 'profile'}", *switches, page.as_uri(),
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - no shell
            command, capture_output=True, timeout=_SECONDS, check=True, cwd=page.parent, env=_surroundings(page.parent)
        )
        reason = "it wrote nothing" if makes and not makes.is_file() else ""
    except (OSError, subprocess.SubprocessError) as error:
        reason = type(error).__name__
    if reason:
        raise BrowserError(f"{Path(browser).stem} did not {work} ({reason})")
    return done.stdout.decode("utf-8", errors="replace")


def _surroundings(place: Path) -> dict[str, str]:
    """The environment of the browser, with a temporary folder in which there is room."""
    try:
        temporary = tempfile.gettempdir()
    except OSError:  # every usual one is full or closed
        temporary = str(place)
    return {**os.environ, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), temporary)}
