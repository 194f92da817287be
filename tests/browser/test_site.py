"""The site that `make docs` builds: every link of it leads somewhere, and nothing of it is fetched from elsewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

import scorecard_kit

ROOT = Path(__file__).parents[2]
FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site by the Makefile's command; a broken link or a page outside the menu would fail it."""
    folder = tmp_path_factory.mktemp("site")
    [line] = re.findall(r"\$\(RUN\) (mkdocs build .*)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", *line.split(), "--site-dir", str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, BeautifulSoup]:
    """Read every page of the site; 404.html is for a server, and has its links from there."""
    written = [path for path in sorted(site.rglob("*.html")) if path.name != "404.html"]
    return {path: BeautifulSoup(path.read_bytes(), "html.parser") for path in written}


def test_every_document_is_a_page_of_the_site(pages: dict[Path, BeautifulSoup], site: Path) -> None:
    """Each Markdown file of docs/ has its page, and each page a title and one first heading."""
    documents = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    assert {path.relative_to(site) for path in pages} == documents
    assert [path.name for path, page in pages.items() if len(page.find_all("h1")) != 1 or not page.title] == []


def test_every_link_of_the_site_leads_somewhere(pages: dict[Path, BeautifulSoup]) -> None:
    """A link within the site names a file of it and, behind a #, something on that page with that name."""
    broken = []
    for path, page in pages.items():
        for link in {str(anchor["href"]) for anchor in page.select("a[href]")}:
            address = urlsplit(link)
            if address.scheme:
                continue
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            goal = pages.get(target)
            name = unquote(address.fragment)
            if not target.is_file() or (name and goal and not goal.find(id=name)):
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_nothing_is_fetched_from_elsewhere(pages: dict[Path, BeautifulSoup], site: Path) -> None:
    """Scripts, styles, fonts and pictures all lie within the site."""
    fetched = {
        f"{path.name}: {element[attribute]}"
        for path, page in pages.items()
        for name, attribute in FETCHED.items()
        for element in page.select(f"{name}[{attribute}]")
        if urlsplit(str(element[attribute])).netloc and "canonical" not in str(element.get("rel", ""))
    }
    assert fetched == set()
    styles = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert [
        url for style in styles for url in re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)]*", style)
    ] == []


def test_every_public_name_is_described(pages: dict[Path, BeautifulSoup], site: Path) -> None:
    """The page on Python has each name of `scorecard_kit` with the words of its docstring; of data, with any words."""
    page = pages[site / "reference" / "python.html"]
    undescribed = []
    for name in scorecard_kit.__all__:
        value = getattr(scorecard_kit, name)
        first = str(value.__doc__).splitlines()[0].replace("`", "") if callable(value) else ""
        heading = page.find(id=f"scorecard_kit.{name}")
        section = heading.find_parent("div", class_="doc-object") if heading else None
        if not section or not section.find("p") or " ".join(first.split()) not in " ".join(section.get_text().split()):
            undescribed.append(name)
    assert undescribed == []


@pytest.mark.browser
def test_a_browser_asks_for_nothing_outside(site: Path, browser: Browser) -> None:
    """Opened from the folder, pages ask for files of the site alone, whatever their scripts do."""
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for name in ("index", "reference/python", "explanation/architecture"):
        page.goto((site / f"{name}.html").as_uri())
        page.wait_for_load_state("networkidle")
    page.close()
    assert [url for url in asked if not url.startswith((site.as_uri(), "data:", "blob:"))] == []
    assert len(asked) > 3
