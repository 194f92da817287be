"""The explorer's controls in JupyterLab: each choice shows the blocks that a page would show."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import ipywidgets as kinds

from scorecard_kit.blocks.html import Block, paragraph
from scorecard_kit.blocks.look import in_notebook
from scorecard_kit.data.part import part
from scorecard_kit.explore._adding import add_view, find_pack
from scorecard_kit.explore.choices import Desk, View, after_choice, choices, settled
from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import read_pack

_LABELS = {
    "area": "Area", "period": "Period", "group": "Group", "cohort": "Cohort", "sort_by": "Sort by",
    "compare": "Compare", "other": "With",
}  # fmt: skip
_PAIRS = [("period", "group"), ("cohort", "sort_by"), ("compare", "other")]
"""The menus that stand side by side, under those of the pack and the area."""
_TITLES = ".scorecard-tabs { --jp-widgets-horizontal-tab-width: 12rem }"  # room for the longest


class Explorer:
    """The widgets, and the view that they stand for. Every change goes through `show`.

    `box` holds them all. `tabs`: by title, what fills the tab. `report` is the pack to which views are added.
    """

    def __init__(self, desk: Desk, view: View, report: str, tabs: Mapping[str, Callable[[Desk, View], Block]]) -> None:
        self.desk, self.view, self.report, self.is_settling = desk, view, report, False
        self.blocks = list(tabs.values())
        wide, style = kinds.Layout(width="26rem"), {"description_width": "5.5rem"}
        self.pack = kinds.Dropdown(description="Pack", options=_packs(report), value=report, layout=wide, style=style)
        self.menus = {
            name: kinds.Dropdown(description=label, layout=wide, style=style) for name, label in _LABELS.items()
        }
        self.menus["indicator"] = kinds.Select(
            description="Indicator", rows=12, layout=kinds.Layout(width="53rem"), style=style
        )
        self.add = kinds.Button(description="Add this view to the pack", layout=kinds.Layout(width="16rem"))
        self.message, self.tabs = kinds.HTML(), kinds.Tab([kinds.HTML() for _ in tabs], titles=list(tabs))
        self.tabs.add_class("scorecard-tabs")
        for name, menu in self.menus.items():
            menu.observe(self._chosen(name), "value")
        self.pack.observe(self._pack_chosen, "value")
        self.tabs.observe(self.fill, "selected_index")
        self.add.on_click(self._added)
        pairs = [(self.pack, self.menus["area"]), *((self.menus[one], self.menus[two]) for one, two in _PAIRS)]
        bars = [kinds.HBox(pair) for pair in [*pairs, (self.menus["indicator"],), (self.add, self.message)]]
        self.box = kinds.VBox([*bars, self.tabs])
        self.show(view)

    def show(self, view: View) -> None:
        """Show a view: what each control offers, the chosen indicator, and the results."""
        self.view = settled(self.desk, view)
        self.is_settling = True
        try:
            for name, offered in choices(self.desk, self.view).items():
                value = getattr(self.view, name)
                self.menus[name].options = offered
                self.menus[name].value = value if value in [each for _, each in offered] else None
                self.menus[name].disabled = not offered
        finally:
            self.is_settling = False
        self.fill()
        self.message.value = ""

    def fill(self, _: object = None) -> None:
        """Fill the tab that is open; the others wait until they are opened."""
        place = self.tabs.selected_index or 0
        try:
            html = self.blocks[place](self.desk, self.view).html or paragraph("No indicator is chosen.")
        except ValueError as error:  # an error in the data, which would stop a page
            html = paragraph(f"{error}.")
        self.tabs.children[place].value = f"<style>{_TITLES}</style>{in_notebook(html)}"

    def _chosen(self, name: str) -> Callable[[dict[str, Any]], None]:
        def show(change: dict[str, Any]) -> None:
            if not self.is_settling and change["new"] is not None:
                self.show(after_choice(self.desk, replace(self.view, **{name: change["new"]})))

        return show

    def _pack_chosen(self, change: dict[str, Any]) -> None:
        if change["new"] == self.report:
            return
        try:
            pack = read_pack(find_pack(change["new"]))
            book = part(pack.dataset)
        except InputError as error:
            self.pack.value = self.report
            self._say(str(error))
            return
        self.desk = Desk(book, book.rule, pack.head.reporting)
        self.report = change["new"]
        self.show(View(pack.head.period))

    def _added(self, _: object) -> None:
        try:
            name = add_view(find_pack(self.report), self.view)
        except InputError as error:
            self._say(str(error))
        else:
            self._say(f"Added to {self.report} as {name}. Render the pack to publish it.")

    def _say(self, sentence: str) -> None:
        self.message.value = str(paragraph(sentence))


def _packs(report: str) -> list[str]:
    folder = find_pack(report).parent
    return sorted(path.stem for path in folder.glob("*.yaml"))
