"""Commentary to be written: for each page of an indicator a file that begins with the actions of the month before."""

import re
from collections.abc import Iterator
from pathlib import Path

from scorecard_kit.data.dataset import main_area
from scorecard_kit.data.yaml_file import as_yaml
from scorecard_kit.judge.periods import month_name
from scorecard_kit.pack.notebook import parameters
from scorecard_kit.pack.plan import Pack
from scorecard_kit.pages import commentary

_ACTIONS = re.compile(r"^## +Actions *$\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_CARRIED = re.compile(r"^As they stood for \w+ \d{4}:$", re.MULTILINE)
_CARRIED_ON = ("area", "also_for", "author")  # of the head of a text; the rest is of its month
_STUB = """---
{front}
---

## Commentary

In {{{{ month }}}} the result was {{{{ value }}}}.{{% if target %}} The target is {{{{ target }}}}.{{% endif %}}\
{{% if previous %}} In {{{{ previous_period }}}} it was {{{{ previous }}}}.{{% endif %}}

{to_write}
"""


def stubs(pack: Pack, old: str) -> dict[Path, str]:
    """The texts that the pages of indicators await, by where they belong; none that is there is among them.

    `pack` is that of the new month, `old` the month before, whose actions each begins with.
    """
    texts: dict[Path, str] = {}
    new, folder = pack.head.period, pack.folder
    for indicator, area in dict.fromkeys(_pages(pack)):
        if commentary.find(folder, new, indicator, area):
            continue
        before = commentary.find(folder, old, indicator, area)
        path = folder / "commentary" / new / (before.path.name if before else f"{indicator}.md")
        if not path.exists():
            texts[path] = _stub(before, area, old)
    return texts


def _pages(pack: Pack) -> Iterator[tuple[str, str]]:
    """The indicators whose own page awaits a commentary, each with the area that the page is about."""
    for section in pack.sections:
        if section.awaits_commentary and (indicator := section.parameters["indicator"]):
            default = parameters(section.notebook).get("area")
            area = section.parameters.get("area") or (default and default.default)
            yield str(indicator), str(area or main_area(pack.dataset))


def _stub(before: commentary.Commentary | None, area: str, old: str) -> str:
    found = _ACTIONS.search(before.text) if before else None
    actions = _CARRIED.sub("", found[1]).strip() if found else ""
    front = {name: before.front[name] for name in _CARRIED_ON if name in before.front} if before else {"area": area}
    if before and "external" in actions:
        front["external"] = before.front.get("external", [])
    text = _STUB.format(front=as_yaml(front or {"area": area}), to_write=commentary.TO_WRITE)
    if actions:
        text += f"\n## Actions\n\nAs they stood for {month_name(old)}:\n\n{actions}\n"
    return text
