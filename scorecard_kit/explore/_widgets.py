"""The explorer's controls in JupyterLab: each choice shows the blocks that a page would show, or the code for them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import ipywidgets as kinds

from scorecard_kit.blocks.html import Block, paragraph
from scorecard_kit.blocks.look import in_notebook
from scorecard_kit.data.part import part
from scorecard_kit.explore._adding import add_view, find_pack
from scorecard_kit.explore.choices import after_choice, choices, settled
from scorecard_kit.explore.view import Desk, View
from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import read_pack

_LABELS = {
    "area": "Area", "period": "Period", "group": "Group", "cohort": "Cohort", "sort_by": "Sort by",
    "compare": "Compare", "other": "With", "counted": "Counted", "other_counted": "With counted",
    "other_area": "With area", "other_period": "With period",
}  # fmt: skip
_PAIRS = [
    *(("period", "group"), ("cohort", "sort_by"), ("compare", "other")),
    *(("other_area", "other_period"), ("counted", "other_counted")),
]
"""The menus that stand side by side, under those of the pack and the area; one that offers nothing is hidden."""
_TITLES = ".scorecard-tabs .lm-TabBar-tab { flex-basis: 12rem; min-width: max-content !important; padding: 0 .5rem }"
"""Room for the longest title, at half a screen's width too."""
_STYLE = {"description_width": "6.5rem"}
_WRAPPED = {"flex_flow": "row wrap"}  # at half a screen's width one menu stands beneath the other


class Panel:
    """What is in a tab: a button, the code that it shows, and the blocks."""

    def __init__(self) -> None:
        self.asked = kinds.ToggleButton(description="Show me the code", layout=kinds.Layout(width="12rem"))
        self.code = kinds.Textarea(description="Code", layout=kinds.Layout(width="98%", display="none"), style=_STYLE)
        self.html = kinds.HTML()
        self.box = kinds.VBox([self.asked, self.code, self.html])

    def fill(self, html: str, lines: str) -> None:
        """Show the blocks, and the lines where they are asked for."""
        self.html.value = html
        self.code.value, self.code.rows = lines, lines.count("\n") + 1
        self.code.layout.display = None if self.asked.value and lines else "none"
        self.asked.disabled = not lines


class Explorer:
    """The widgets, and the view that they stand for. Every change goes through `show`.

    It shows itself at the end of a cell. `tabs`: by title, what fills the tab; `code`: the lines that make the same.
    `report` is the pack to which views are added.
    """

    def __init__(
        self,
        desk: Desk,
        view: View,
        report: str,
        tabs: Mapping[str, Callable[[Desk, View], Block]],
        code: Mapping[str, Callable[[Desk, View], str]],
    ) -> None:
        self.desk, self.view, self.report, self.is_settling = desk, view, report, False
        self.blocks, self.lines = list(tabs.values()), [code[title] for title in tabs]
        self.pack = _menu("Pack", options=_packs(report), value=report)
        self.menus = {name: _menu(label) for name, label in _LABELS.items()}
        wide = kinds.Layout(width="53rem", max_width="98%")
        self.menus["indicator"] = kinds.Select(description="Indicator", rows=12, layout=wide, style=_STYLE)
        self.add = kinds.Button(description="Add this view to the pack", layout=kinds.Layout(width="16rem"))
        self.message, self.panels = kinds.HTML(), [Panel() for _ in tabs]
        self.tabs = kinds.Tab([panel.box for panel in self.panels], titles=list(tabs))
        self.tabs.add_class("scorecard-tabs")
        self._listen()
        pairs = [(self.pack, self.menus["area"]), *((self.menus[one], self.menus[two]) for one, two in _PAIRS)]
        bars = [_bar(*pair) for pair in pairs]
        self.box = kinds.VBox([*bars, _bar(self.menus["indicator"]), _bar(self.add, self.message), self.tabs])
        self.show(view)

    def _listen(self) -> None:
        for name, menu in self.menus.items():
            menu.observe(self._chosen(name), "value")
        self.pack.observe(self._pack_chosen, "value")
        self.tabs.observe(self.fill, "selected_index")
        for panel in self.panels:
            panel.asked.observe(self.fill, "value")
        self.add.on_click(self._added)

    def _repr_mimebundle_(self, **asked: Any) -> Any:  # noqa: ANN401 - IPython's own
        return self.box._repr_mimebundle_(**asked)

    @property
    def code(self) -> str:
        """The code that the open tab shows; blank where it shows none."""
        panel = self.panels[self.tabs.selected_index or 0]
        return str(panel.code.value) if panel.asked.value else ""

    def show(self, view: View) -> None:
        """Show a view: what each control offers, the chosen indicator, and the results."""
        self.view = settled(self.desk, view)
        self.is_settling = True
        try:
            for name, offered in choices(self.desk, self.view).items():
                value = getattr(self.view, name)
                self.menus[name].options = offered
                self.menus[name].value = value if value in [each for _, each in offered] else None
                self.menus[name].layout.display = None if offered else "none"
        finally:
            self.is_settling = False
        self.fill()
        self.message.value = ""

    def fill(self, _: object = None) -> None:
        """Fill the tab that is open; the others wait until they are opened."""
        place, lines = self.tabs.selected_index or 0, ""
        try:
            html = self.blocks[place](self.desk, self.view).html or paragraph("No indicator is chosen.")
            lines = self.lines[place](self.desk, self.view)
        except ValueError as error:  # an error in the data, which would stop a page
            html = paragraph(f"{error}.")
        self.panels[place].fill(f"<style>{_TITLES}</style>{in_notebook(html)}", lines)

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
        self.desk = Desk(book, book.rule, pack.head.reporting, pack.shared["data"])
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


def _menu(label: str, **offered: Any) -> Any:  # noqa: ANN401 - a widget
    layout = kinds.Layout(width="26rem", max_width="98%")
    return kinds.Dropdown(description=label, layout=layout, style=_STYLE, **offered)


def _bar(*menus: Any) -> Any:  # noqa: ANN401 - widgets
    return kinds.HBox(menus, layout=kinds.Layout(**_WRAPPED))


def _packs(report: str) -> list[str]:
    folder = find_pack(report).parent
    return sorted(path.stem for path in folder.glob("*.yaml"))
