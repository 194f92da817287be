"""What only a browser can tell of the March 2016 pack: accessibility, requests, width, print, forced colours."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PageObject, PdfReader

from tests.browser.axe import AXE, EVERY_RULE, RULES_OF_COLOUR

pytestmark = pytest.mark.browser

USUAL = [
    "index.html", "scorecard-kent.html", "scorecard-north-kent.html", "areas.html", "activity.html",
    "impact-of-uasc.html", "exception-report-pf-initial-visits.html", "exception-report-cic-3-placements.html",
    "reconciliation.html", "pack.html",
]  # fmt: skip


class Opened:
    """A page of the pack in a tab, with what it asked for and complained of."""

    def __init__(self, context: BrowserContext, path: Path) -> None:
        """Open the page; whatever it asks for beside itself is noted and refused."""
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.tab: Page = context.new_page()
        self.tab.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.tab.goto(path.as_uri(), wait_until="load")
        self.requests.remove(path.as_uri())

    def ask(self, script: str, *arguments: Any) -> Any:  # noqa: ANN401 - whatever the script gives
        """Evaluate JavaScript in the page."""
        return self.tab.evaluate(script, *arguments)


@pytest.fixture(scope="session")
def context(browser: Browser) -> BrowserContext:
    """Give the surroundings that all pages share: to begin new ones for each would take twice as long."""
    return browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", bypass_csp=False)


@pytest.fixture(scope="session")
def pages(context: BrowserContext, march_pack: Path, soak: bool) -> dict[str, Opened]:
    """Open each page once."""
    names = sorted(path.name for path in march_pack.glob("*.html")) if soak else USUAL
    return {name: Opened(context, march_pack / name) for name in names}


def told(pages: dict[str, Opened], script: str) -> dict[str, Any]:
    """Give what a script finds on each page, where it finds anything."""
    found = {name: opened.ask(script) for name, opened in pages.items()}
    return {name: value for name, value in found.items() if value}


def violations(opened: Opened, only: dict[str, Any], without: Sequence[str] = ()) -> list[str]:
    """Run axe with some rules, `without` others: those that are broken, each with the first place."""
    if not opened.ask("typeof axe === 'object'"):
        opened.ask(AXE)
    found: list[str] = opened.ask(
        """async ([only, without]) => (await axe.run(document, {runOnly: only, resultTypes: ['violations'],
            rules: Object.fromEntries(without.map(rule => [rule, {enabled: false}]))})).violations
            .map(one => one.id + ' ' + one.nodes.length + ' ' + one.nodes[0].target)""",
        [only, without],
    )
    return found


def test_a_page_asks_for_nothing_and_complains_of_nothing(pages: dict[str, Opened]) -> None:
    """No request beside the page itself, no error on the console."""
    assert {name: (page.requests, page.errors) for name, page in pages.items() if page.requests or page.errors} == {}


def test_a_page_runs_nothing(pages: dict[str, Opened]) -> None:
    """No script and no event handler is on a page."""
    script = """[...document.querySelectorAll('*')].filter(one => one.tagName === 'SCRIPT'
        || [...one.attributes].some(attribute => attribute.name.startsWith('on'))).map(one => one.outerHTML)"""
    assert told(pages, script) == {}


def test_structure(pages: dict[str, Opened]) -> None:
    """One first heading, one main part, language, title, header, no empty footer; headings skip no level."""
    script = """() => { const one = name => document.querySelectorAll(name).length;
        const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(head => +head.tagName[1]);
        const skips = levels.filter((level, place) => level > (place ? levels[place - 1] : 0) + 1).length;
        return [one('h1'), one('main'), one('body > header'), one('footer:not(:has(*))'), document.documentElement.lang,
            document.title.length > 5, skips].join(' ') }"""
    assert {opened.ask(script) for opened in pages.values()} == {"1 1 1 0 en-GB true 0"}


def test_the_skip_link_works(pages: dict[str, Opened]) -> None:
    """The first stop of the Tab key is a link that shows itself then, and leads into the main part."""
    for name, opened in pages.items():
        opened.tab.keyboard.press("Tab")
        place = opened.ask("(() => {const box = document.activeElement.getBoundingClientRect(); return box.x >= 0})()")
        opened.tab.keyboard.press("Enter")
        assert (place, opened.ask("location.hash")) == (True, "#main"), name


def test_every_table_has_caption_scopes_and_row_headers(pages: dict[str, Opened]) -> None:
    """Each table: a caption with words, a scope on every header, none empty, a header in every row of its bodies."""
    script = """[...document.querySelectorAll('table')].filter(table => !table.caption?.textContent.trim()
        || [...table.querySelectorAll('th')].some(head => !head.scope || !head.textContent.trim())
        || [...table.querySelectorAll('tbody tr')].some(row => !row.querySelector('th')))
        .map(table => table.caption?.textContent ?? table.outerHTML.slice(0, 80))"""
    assert told(pages, script) == {}
    assert sum(told(pages, "document.querySelectorAll('table').length").values()) > 20


def test_every_chart_has_a_name_and_a_description_of_its_own(pages: dict[str, Opened]) -> None:
    """Each drawing that is not hidden is an image whose title and description are found by id, and no other's."""
    script = """[...document.querySelectorAll('svg:not([aria-hidden=true])')].map(svg => [svg.getAttribute('role'),
        ...svg.getAttribute('aria-labelledby').split(' ').map(id => document.getElementById(id))
        .map(one => svg.contains(one) ? one.textContent : '')])"""
    for name, charts in told(pages, script).items():
        assert {role for role, *_ in charts} == {"img"}, name
        assert [len(words) for _, *words in charts] == [2] * len(charts), name
        assert all(len(word) > 10 for _, *words in charts for word in words), name
        assert len({tuple(words) for _, *words in charts}) == len(charts), name


def test_every_picture_and_symbol_is_silent_or_named(pages: dict[str, Opened]) -> None:
    """A symbol beside its word is hidden from screen readers; a picture has its alternative."""
    script = """[...document.querySelectorAll('.rag i, td i, img:not([alt])')]
        .filter(one => one.getAttribute('aria-hidden') !== 'true').map(one => one.outerHTML)"""
    assert told(pages, script) == {}


def test_axe_finds_nothing(pages: dict[str, Opened], soak: bool) -> None:
    """No rule of WCAG 2.2 A and AA nor of best practice is broken; on every page where there is time.

    Else on two of the pages, and on pack.html, which holds every section, all rules but those of colour.
    """
    few = {"index.html": (), "scorecard-north-kent.html": (), "pack.html": RULES_OF_COLOUR["values"]}
    left_out = dict.fromkeys(pages, ()) if soak else few
    found = {name: violations(pages[name], EVERY_RULE, without) for name, without in left_out.items()}
    assert {name: broken for name, broken in found.items() if broken} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_pale_colour(pages: dict[str, Opened], scheme: Literal["light", "dark"], soak: bool) -> None:
    """The rules of colour hold on a page of each kind, in light and in dark mode; where there is time, on every page.

    In dark mode all rules are asked for then. pack.html has the colours of its sections.
    """
    found = {}
    for name, opened in pages.items():
        if soak or name not in {"pack.html", "scorecard-kent.html"}:  # large, and no other than its neighbours
            opened.tab.emulate_media(color_scheme=scheme)
            found[name] = violations(opened, EVERY_RULE if soak and scheme == "dark" else RULES_OF_COLOUR)
            opened.tab.emulate_media(color_scheme="light")
    assert {name: broken for name, broken in found.items() if broken} == {}


def test_axe_finds_what_is_broken(context: BrowserContext, tmp_path: Path) -> None:
    """The check itself sees a picture without an alternative and a text without contrast."""
    path = tmp_path / "broken.html"
    path.write_text('<html lang="en"><title>x</title><main><h1>x</h1><img src="data:image/png;base64,">'
                    '<p style="color: #ccc; background: #fff">pale</p></main></html>', encoding="utf-8")  # fmt: skip
    opened = Opened(context, path)
    assert {line.split()[0] for line in violations(opened, EVERY_RULE)} >= {"image-alt", "color-contrast"}
    assert {line.split()[0] for line in violations(opened, RULES_OF_COLOUR)} == {"color-contrast"}


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_sideways(pages: dict[str, Opened], width: int) -> None:
    """The page is as wide as the screen; only named regions that can have focus scroll; no table is clipped."""
    script = """() => { const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
        const moving = [...document.querySelectorAll('body *')].filter(one => one.scrollWidth > one.clientWidth + 1
            && one.clientWidth > 20 && getComputedStyle(one).overflowX !== 'visible'
            && !(one.getAttribute('role') === 'region' && one.tabIndex === 0
                 && document.getElementById(one.getAttribute('aria-labelledby'))));
        return wide > 0 || moving.length ? [wide, ...moving.map(one => one.outerHTML.slice(0, 80))] : null }"""
    for opened in pages.values():
        opened.tab.emulate_media(color_scheme="light")
        opened.tab.set_viewport_size({"width": width, "height": 900})
    assert told(pages, script) == {}


def test_captions_are_whole_on_a_phone(pages: dict[str, Opened]) -> None:
    """At 320 px every caption is within the screen, though its table scrolls, also when it has been scrolled."""
    script = """far => [...document.querySelectorAll('table')].filter(table => {
        if (!table.checkVisibility()) return false;
        const region = table.closest('[role=region]'); if (region) region.scrollLeft = far ? 1e6 : 0;
        const range = document.createRange(); range.selectNodeContents(table.caption);
        const box = range.getBoundingClientRect(); return box.left < 0 || box.right > innerWidth })
        .map(table => table.caption.textContent)"""
    cut = {}
    for name, opened in pages.items():
        opened.tab.set_viewport_size({"width": 320, "height": 900})
        for far in (True, False):
            cut[name, far] = opened.ask(script, far)
    assert {place: captions for place, captions in cut.items() if captions} == {}


def test_the_first_column_stays_on_a_phone(pages: dict[str, Opened]) -> None:
    """Scrolled sideways, a wide table that is no card still shows which row is which."""
    opened = pages["scorecard-kent.html"]
    opened.tab.set_viewport_size({"width": 500, "height": 900})
    left = opened.ask(
        """() => { const region = document.querySelector('[role=region]'); region.scrollLeft = 200;
        const left = region.querySelector('tbody th[scope=row]').getBoundingClientRect().left;
        const at = region.scrollLeft; region.scrollLeft = 0; return [at, Math.round(left) >= 0] }"""
    )
    assert left == [200, True]


def test_words_grow_without_loss(pages: dict[str, Opened]) -> None:
    """Text at twice its size (as at 200% zoom of a 1280 px window) moves nothing sideways."""
    for name, opened in pages.items():
        opened.tab.set_viewport_size({"width": 640, "height": 450})
        wide = opened.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        opened.tab.set_viewport_size({"width": 1280, "height": 900})
        assert wide <= 0, name


def test_chips_keep_border_and_word_in_forced_colours(pages: dict[str, Opened]) -> None:
    """With the reader's own colours a rating is still a bordered word with its symbol."""
    opened = pages["scorecard-kent.html"]
    opened.tab.emulate_media(forced_colors="active")
    chips = opened.ask(
        """[...document.querySelectorAll('main .rag')].map(chip => { const style = getComputedStyle(chip);
        return [parseFloat(style.borderTopWidth) >= 1, style.borderTopColor === getComputedStyle(document.body).color,
                chip.innerText.trim()].join(' ') })"""
    )
    opened.tab.emulate_media(forced_colors="none")
    assert set(chips) == {"true true ● Green", "true true ◆ Amber", "true true ■ Red"}


def words(text: str) -> Counter[str]:
    """Count the words of a text, without what print may change: ligatures and soft hyphens."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    return Counter(re.findall(r"[^\W_]+", plain))


def printed(opened: Opened) -> PdfReader:
    """Print a page as its own style sheet asks."""
    opened.tab.emulate_media(color_scheme="light")
    paper = opened.tab.pdf(prefer_css_page_size=True, print_background=False, tagged=True, outline=True)
    return PdfReader(io.BytesIO(paper))


@pytest.fixture(scope="session")
def papers(pages: dict[str, Opened], soak: bool) -> dict[str, PdfReader]:
    """Print each page once; pack.html, whose print tests/share/ looks at as well, only where there is time."""
    return {name: printed(opened) for name, opened in pages.items() if soak or name != "pack.html"}


@pytest.fixture(scope="session")
def texts(papers: dict[str, PdfReader]) -> dict[str, list[str]]:
    """Read the text of each sheet once, without ligatures."""
    return {name: [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in paper.pages]
            for name, paper in papers.items()}  # fmt: skip


def test_no_word_of_a_table_is_lost_in_print(pages: dict[str, Opened], texts: dict[str, list[str]]) -> None:
    """Every word of every open table's cells is on paper as often as on the screen."""
    script = """() => { const unseen = [...document.querySelectorAll('.sr')];
        unseen.forEach(one => one.hidden = true);  // what is drawn, in words for screen readers alone
        const said = [...document.querySelectorAll('table')].filter(table => table.checkVisibility())
            .map(table => [...table.querySelectorAll('caption, th, td')].map(cell => cell.innerText).join(' '));
        unseen.forEach(one => one.hidden = false); return said.join(' ') }"""
    for name, sheets in texts.items():
        paper = "\n".join(sheets)
        joined = re.sub(r"\s+", "", paper)
        wanted, have = words(pages[name].ask(script)), words(paper)
        lost = [word for word, times in wanted.items() if have[word] < times and joined.count(word) < times]
        assert lost == [], name


def test_print_is_tagged_on_a4(papers: dict[str, PdfReader]) -> None:
    """The sheet is A4, the way that the page asks for; the document is tagged, titled and has its language."""
    for name, paper in papers.items():
        root = paper.root_object
        sizes = {tuple(sorted(round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:])) for sheet in paper.pages}
        assert "'/Marked': True" in str(root.get("/MarkInfo")), name
        assert "/StructTreeRoot" in root, name
        assert sizes == {(210, 297)}, name
        assert paper.metadata, name
        assert paper.metadata.title, name


def test_no_sheet_is_empty_and_no_heading_is_left_behind(texts: dict[str, list[str]]) -> None:
    """Every sheet holds more than its margin's line, and the heading over a long table stands on the table's sheet."""
    for name, sheets in texts.items():
        margin = re.compile(r"^.*position at .*$|^\d+ of \d+$", re.MULTILINE)
        assert [place for place, text in enumerate(sheets, 1) if not margin.sub("", text).strip()] == [], name
        differing = [text for text in sheets if "Cells that differ" in text]
        assert len(differing) == (name in {"pack.html", "reconciliation.html"}), name
        assert all("\nDifferences\n" in text for text in differing), name


def filled(sheet: PageObject) -> float:
    """Give how far down a sheet its text reaches, between the margins: 1 is all of it."""
    top, bottom, places = float(sheet.mediabox.height) - 15 / 25.4 * 72, 16 / 25.4 * 72, list[float]()

    def note(text: str, matrix: list[float], of_text: list[float], *_: object) -> None:
        if text.strip():
            places.append(of_text[4] * matrix[1] + of_text[5] * matrix[3] + matrix[5])

    sheet.extract_text(visitor_text=note)
    lowest = min((place for place in places if place > bottom), default=top)
    return (top - lowest) / (top - bottom)


def test_first_and_last_sheets_are_not_left_empty(papers: dict[str, PdfReader]) -> None:
    """A section that takes several sheets fills half of its first, and brings more than two lines to its last."""
    ends = {
        name: (filled(paper.pages[0]), filled(paper.pages[-1])) for name, paper in papers.items() if name != "pack.html"
    }
    some = {name: shares for name, shares in ends.items() if len(papers[name].pages) > 1}
    assert len(some) > 2
    assert {name: shares for name, shares in some.items() if shares[0] < 0.5 or shares[1] < 0.12} == {}


def test_what_only_a_screen_can_use_is_not_printed(texts: dict[str, list[str]], march_pack: Path) -> None:
    """The figures' file is named in words at the head; no sentence lacks its end, and none speaks of the folder."""
    for name, sheets in texts.items():
        text = re.sub(r"\s+", " ", " ".join(sheets))
        has_figures = (march_pack / "data" / f"{name.removesuffix('.html')}.csv").exists()
        assert (f"The same figures for machines: data/{name.removesuffix('.html')}.csv." in text) is has_figures, name
        assert re.search(r": \.|in the same folder|All pages of this pack", text) is None, name


def test_a_scorecards_header_is_on_every_sheet(papers: dict[str, PdfReader], texts: dict[str, list[str]]) -> None:
    """Wherever the scorecard runs on, its column headers are repeated; the sheets lie across."""
    sheets = papers["scorecard-kent.html"].pages
    assert [float(sheet.mediabox.width) > float(sheet.mediabox.height) for sheet in sheets] == [True] * len(sheets)
    rows = re.compile(r"(?:Higher|Lower)\s+is\s+better|Close\s+to\s+target")
    with_rows = [text for text in texts["scorecard-kent.html"] if rows.search(text)]
    assert len(with_rows) >= 2
    with_head = [text for text in texts["scorecard-kent.html"] if re.search(r"Numerator\s+of", text)]
    assert with_head == with_rows  # and no sheet has the header alone


def test_the_margin_names_the_pack(texts: dict[str, list[str]]) -> None:
    """Every sheet carries the pack's title, the as-at date and its number of all."""
    for name in ("scorecard-kent.html", "exception-report-pf-initial-visits.html"):
        sheets = [re.sub(r"\s+", " ", text) for text in texts[name]]
        for number, text in enumerate(sheets, start=1):
            assert "position at 31 March 2016" in text, name
            assert f"{number} of {len(sheets)}" in text, name


def test_a_row_is_a_card_on_a_phone(pages: dict[str, Opened]) -> None:
    """At 360 px no cell of the tables of indicators is cut or scrolls, and each row is still one of a table."""
    for name in ("scorecard-kent.html", "areas.html"):
        opened = pages[name]
        opened.tab.set_viewport_size({"width": 360, "height": 740})
        cut = opened.ask(
            """[...document.querySelectorAll('.cards:not(details:not([open]) *) :is(th[scope=row], td)')]
            .filter(cell => [...cell.getClientRects()].some(box => box.right > innerWidth || box.left < 0))
            .map(cell => cell.textContent)"""
        )
        assert cut == [], name
        row = opened.tab.locator(".cards tbody tr:not(.group)").first
        assert row.get_by_role("rowheader").count() == 1, name
        assert row.get_by_role("cell").count() > 5, name
