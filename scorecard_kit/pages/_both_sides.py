"""The tables of results with and without a cohort: both sides in a row, the variance between them and its bar."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial

from markupsafe import Markup

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.cells import figure
from scorecard_kit.blocks.html import Cell, Column, about, paragraph, rating, table, unbroken
from scorecard_kit.charts.variance_bar import variance_bar
from scorecard_kit.judge.impact import worth
from scorecard_kit.judge.indicators import DataPeriod, Polarity, Rag, Unit
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import COUNTS, FIGURES, Row
from scorecard_kit.text.counting import capitalised, out_of

__all__ = ["area_table", "grouped_table", "moved_and_rated", "remainder_table", "widest"]

_SIDES = ("including", "excluding")
_CSS = "cards impact dense"
_BOTH = f"{_CSS} both"  # whose cards name their figures by the style sheet, since a page has hundreds of them


def moved_and_rated(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows whose ratings differ, and all whose ratings can be compared: rated on both sides, with a variance."""
    rated = [row for row in rows if row["variance"] != "" and Rag.NOT_RATED not in _rags(row)]
    return [row for row in rated if len(set(_rags(row))) > 1], rated


def _rags(row: Row) -> tuple[Rag, Rag]:
    return row["including_rag"], row["excluding_rag"]


def widest(rows: Sequence[Row]) -> Fraction:
    """The largest variance of percentages that are better or worse: that of the longest bar."""
    return max(map(abs, _gains(rows)), default=Fraction(0))


def _gains(rows: Sequence[Row]) -> list[Fraction]:
    return [gain for row in rows if row["unit"] == Unit.PERCENT and (gain := worth(row)) is not None]


def area_table(rows: Sequence[Row], cohort: str, area: str, longest: Fraction, *, first: bool = True) -> Markup:
    """An area's table: ratings that differ, then the others, each the largest variance first.

    Beneath it, in a sentence, what is the same on both sides. `longest` is the variance of the longest bar of the page.
    The `first` table of a page says in its rows what is measured, and how many ratings differ.
    """
    same = [row for row in rows if _is_same(row)]
    moved, rated = moved_and_rated(rows)
    others = sorted((row for row in rows if not _is_same(row)), key=lambda row: (row not in moved, *_size(row)))
    differ, rest = [row for row in others if row in moved], [row for row in others if row not in moved]
    label = capitalised(out_of(len(moved), len(rated), "rating", "differ"))
    groups = [(label, differ), ("The others", rest)] if first and differ and rest else [("", others)]
    gains, words = _gains(rows), sentences.cohort_words(cohort)
    caption = sentences.better_and_worse(gains, cohort, area) if gains else f"Including and {words}, {area}"
    columns = _columns(others, cohort, longest, measured=first)
    css = _both(others) + (" long" if first else "")
    shown = table(caption, columns, groups, css=css) if others else Markup("")
    return shown + _same(same)


def _size(row: Row) -> tuple[bool, bool, Fraction]:
    """What has a variance before what has none, and percentages before what differs in another unit."""
    size = Fraction(0) if row["variance"] == "" else abs(row["variance"])
    return row["variance"] == "", row["unit"] != Unit.PERCENT, -size


def _is_same(row: Row) -> bool:
    """Whether both sides count the same, so that one of them says it all."""
    counted = {tuple(row[f"{side}_{name}"] for name in FIGURES) for side in _SIDES}
    told = not (row["withheld"] or row["problem"]) and row["including_numerator"] != ""
    return told and len(counted) == 1 and len(set(_rags(row))) == 1


def _same(rows: Sequence[Row]) -> Markup:
    """Each indicator that is the same on both sides, with its result and rating."""
    each = Markup("; ").join(map(_once, rows))
    return paragraph(Markup("The same on both sides: {}.").format(each), "quiet") if rows else Markup("")


def _once(row: Row) -> Markup:
    counts = _counts(row, "including")
    result = _result(row, "including") + (f" ({counts})" if counts else "")
    left_out = ", whose definition leaves them out" if row["excluded_by_definition"] else ""
    return Markup("{}, {}, {}{}").format(row["name"], result, _chip(row, "including"), left_out)


def grouped_table(caption: str, groups: Iterable[tuple[str, Sequence[Row]]], cohort: str, side: str = "") -> Markup:
    """Every row in its group with both sides; or one `side` alone, where it excludes a cohort beside everyone's."""
    kept = list(groups)
    rows = [row for _, group in kept for row in group]
    indicator, *others = _columns(rows, cohort, widest(rows))
    if not side:
        return table(caption, [indicator, *others], kept, css=_both(rows))
    chosen = others[:1] if side == "including" else others[1::-1]
    return table(caption, [indicator, *_named(chosen)], kept, css=_CSS)


def remainder_table(caption: str, rows: Sequence[Row], whole: Mapping[str, Row], cohort: str, areas: str) -> Markup:
    """What a county counts beyond its areas, beside everyone who is counted in them; `whole` are the county's rows.

    What is left is nobody's result: it is not rated, and none is better or worse.
    """
    indicator, *others = _columns(rows, cohort, measured=False)
    sign = _one_sign(rows)
    inside = Column(f"In {areas}{sign}", lambda row: _inside(row, whole[row["indicator"]], sign))
    return table(caption, [indicator, *_named([inside, *others])], [("", rows)], css=_CSS)


def _named(columns: Sequence[Column]) -> list[Column]:
    return [column._replace(named=True) for column in columns]


def _both(rows: Sequence[Row]) -> str:
    return f"{_BOTH} percent" if _one_sign(rows) else _BOTH


def _one_sign(rows: Iterable[Row]) -> str:
    """What headings say of the unit, so that cells do not: that all are percentages."""
    return " %" if {row["unit"] for row in rows} == {Unit.PERCENT} else ""


def _columns(
    rows: Sequence[Row], cohort: str, longest: Fraction | None = None, *, measured: bool = True
) -> list[Column]:
    """The indicator, both sides, their variance and the cohort alone. Without a `longest` variance none is judged."""
    name, sign = sentences.cohort_name(cohort) or "a cohort", _one_sign(rows)
    chip = _chip if longest is not None else None
    cells: dict[str, Callable[[Row], Cell]] = {
        **{f"{side.capitalize()} {name}{sign}": partial(_side, side=side, sign=sign, chip=chip) for side in _SIDES},
        f"Variance{', points' if sign else ''}": partial(_variance, longest=longest),
        f"{capitalised(name)} alone{sign}": partial(_alone, sign=sign),
    }
    indicator = Column("Indicator", partial(_indicator, measured=measured))
    return [indicator, *(Column(label, cell) for label, cell in cells.items())]


def _indicator(row: Row, *, measured: bool) -> Markup:
    """An indicator's name and target, and what is measured; its short name where a table above says what that is."""
    hints = [Polarity(row["polarity"]).words, DataPeriod(row["data_period"]).words.lower()] if measured else []
    hints += [f"per {row['per']:,}"] if row["unit"] == Unit.RATE else []
    hints += [f"target {figure(row, 'target')}"] if row["target"] != "" else []
    name = about(row["indicator"], unbroken(row["name"])) if measured else unbroken(row["short_name"])
    return _with_hint(name, capitalised(" · ".join(hints)))


def _with_hint(shown: Markup, hint: str) -> Markup:
    return shown + Markup(' <span class="hint">{}</span>').format(hint) if hint else shown


def _chip(row: Row, side: str) -> Cell:
    """A side's rating; what has no target is not rated in words alone."""
    return "Not rated" if row["target"] == "" else rating(row[f"{side}_rag"])


def _side(row: Row, side: str, sign: str, chip: Callable[[Row, str], Cell] | None = None) -> Markup:
    """A side's result, its rating, and what it is made of beneath them."""
    return _stacked(_result(row, side, sign), chip(row, side) if chip else "", _counts(row, side))


def _stacked(first: Cell, beside: Cell, beneath: str) -> Markup:
    return _with_hint(Markup("<b>{}</b>").format(first) + (Markup(" {}").format(beside) if beside else ""), beneath)


def _result(row: Row, side: str, sign: str = "") -> str:
    above, base = row[f"{side}_numerator"], row[f"{side}_denominator"]
    if side in row["withheld"].split():
        return "c"
    value = display_result(row[f"{side}_value"], row["unit"], row["decimals"])
    absent = "No result" if base == "" else "No cases" if base == above == 0 else "No rate"
    return value.removesuffix(sign.strip()) or absent


def _counts(row: Row, side: str) -> str:
    """52 of 68; nothing where there is no denominator, nobody was counted, or it is withheld."""
    above, base = (row[f"{side}_{name}"] for name in COUNTS)
    if side in row["withheld"].split() or base == "" or base == above == 0:
        return ""
    return f"{sentences.number(above)} of {sentences.number(base)}"


def _alone(row: Row, sign: str) -> Cell:
    word = "Not counted" if row["excluded_by_definition"] else "Not comparable" if row["problem"] else ""
    word = word or (
        "c" if "cohort" in row["withheld"].split() else "Not given" if row["cohort_numerator"] == "" else ""
    )
    return _stacked(word, "", "") if word else _side(row, "cohort", sign)


def _variance(row: Row, longest: Fraction | None) -> Cell:
    """The variance with its bar and whether it is better; in words why there is none."""
    if row["variance"] == "":
        return _stacked(_no_variance(row), "", "")
    text, gain = sentences.variance(row["variance"], row["unit"], row["decimals"]), worth(row)
    if gain is None or longest is None:
        return _stacked(text, "", "")
    bar = variance_bar(gain, longest) if row["unit"] == Unit.PERCENT else ""
    return _stacked(text, bar, "better" if gain > 0 else "worse" if gain < 0 else "neither better nor worse")


def _no_variance(row: Row) -> str:
    if row["excluded_by_definition"]:
        return "None"
    if row["problem"]:
        return "Not comparable"
    if row["withheld"] not in ("", "cohort"):
        return "c"
    return "No cases" if 0 in (row["including_denominator"], row["excluding_denominator"]) else "No result"


def _inside(row: Row, whole: Row, sign: str) -> Cell:
    """What everyone in the areas comes to, of a percentage: the county less what lies outside them."""
    if "including" in row["withheld"].split():
        return _stacked("c", "", "")
    above, base = (whole[f"including_{name}"] - row[f"including_{name}"] if row[f"including_{name}"] != "" else ""
                   for name in COUNTS)  # fmt: skip
    value = "" if base == 0 else above if base == "" else above * row["per"] / base
    areas = row | {"including_numerator": above, "including_denominator": base, "including_value": value}
    return _side(areas, "including", sign)
