"""The charts of a page as pictures, taken of the page's own drawings by the browser that the machine has."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode

from scorecard_kit.publish.browser import BrowserError, room_for_browser, run_browser

__all__ = ["charts", "pictures"]

_WIDE, _HIGH, _GAP = 1280, 7600, 8  # pixels of a screen; a browser draws no more than 16,384 in one, twice as fine
_FINE = 2
_COLOURS = 64


class _Place(NamedTuple):
    screen: int
    left: int
    top: int
    width: int
    height: int


def charts(page: LexborHTMLParser) -> list[LexborNode]:
    """The drawings of a page that say something, but for those within a table."""
    return [drawing for drawing in page.css("svg[role=img]") if not _is_within_a_table(drawing)]


def _is_within_a_table(node: LexborNode) -> bool:
    while (around := node.parent) is not None:
        if around.tag == "table":
            return True
        node = around
    return False


def pictures(page: LexborHTMLParser, folder: Path) -> Mapping[int, bytes] | None:
    """A PNG of each drawing by the `mem_id` of its element, of twice its size; None where no browser draws them.

    `folder` is where the browser may write; nothing is left in it.
    """
    drawn = charts(page)
    if not drawn:
        return {}
    places = list(_placed([_size(drawing) for drawing in drawn]))
    style = "\n".join(sheet.text() for sheet in page.css("head > style"))
    try:
        with room_for_browser(folder) as room:
            screens = [_taken(drawn, places, style, number, room) for number in range(places[-1].screen + 1)]
    except BrowserError:
        return None
    return {drawing.mem_id: _cut(screens[place.screen], place) for drawing, place in zip(drawn, places, strict=True)}


def _size(drawing: LexborNode) -> tuple[int, int]:
    width, height = (re.match(r"\d{1,4}", drawing.attributes.get(name) or "") for name in ("width", "height"))
    box = re.findall(r"[\d.]+", drawing.attributes.get("viewbox") or drawing.attributes.get("viewBox") or "")
    wide, high = (float(box[2]), float(box[3])) if len(box) == 4 else (520.0, 270.0)  # noqa: PLR2004 - left, top, ...
    whole = (int(width[0]), int(height[0])) if width and height else (int(wide), int(high))
    return min(max(whole[0], 1), _WIDE), min(max(whole[1], 1), _HIGH)


def _placed(sizes: Sequence[tuple[int, int]]) -> Iterator[_Place]:
    """Where each drawing stands: side by side, row beneath row, on as many screens as it takes."""
    screen = left = top = tallest = 0
    for width, height in sizes:
        if left and left + width > _WIDE:
            left, top, tallest = 0, top + tallest + _GAP, 0
        if top and top + height > _HIGH:
            screen, left, top, tallest = screen + 1, 0, 0, 0
        yield _Place(screen, left, top, width, height)
        left, tallest = left + width + _GAP, max(tallest, height)


def _taken(drawn: Sequence[LexborNode], places: Sequence[_Place], style: str, screen: int, room: Path) -> Image.Image:
    """A screen of drawings on white, as the browser shows them in the page's own style."""
    here = [(drawing, place) for drawing, place in zip(drawn, places, strict=True) if place.screen == screen]
    boxes = "\n".join(
        f'<div style="position:absolute;left:{at.left}px;top:{at.top}px;width:{at.width}px;height:{at.height}px;'
        f'overflow:hidden">{drawing.html}</div>'
        for drawing, at in here
    )
    own = ":root{color-scheme:light}body{margin:0;padding:0;max-width:none;background:#fff}"
    own += "svg{width:100%!important;height:100%!important;max-width:none!important;margin:0!important}"
    file, shot = room / "charts.html", room / f"charts-{screen}.png"
    text = f'<!DOCTYPE html><html lang="en-GB"><meta charset="utf-8"><style>{style}\n{own}</style><body>{boxes}</body>'
    file.write_text(text, encoding="utf-8", newline="\n")
    height = max(at.top + at.height for _, at in here) + 200  # a window has a frame
    switches = (f"--window-size={_WIDE},{height}", f"--force-device-scale-factor={_FINE}", "--hide-scrollbars")
    run_browser(file, "draw the charts", *switches, f"--screenshot={shot}", makes=shot)
    return Image.open(io.BytesIO(shot.read_bytes())).convert("RGB")


def _cut(screen: Image.Image, place: _Place) -> bytes:
    """The part of a screen as a PNG of few colours."""
    corners = (place.left, place.top, place.left + place.width, place.top + place.height)
    part = screen.crop(tuple(_FINE * each for each in corners)).quantize(_COLOURS)  # type: ignore[arg-type]  # four
    written = io.BytesIO()
    part.save(written, "PNG", optimize=True)
    return written.getvalue()
