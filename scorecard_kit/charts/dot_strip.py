"""A strip of dots as small as a word, an area each: how far apart the areas of one indicator are, and the target."""

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

__all__ = ["dot_strip"]

_WIDTH, _HEIGHT, _EDGE = 192, 32, 10  # twice the pixels that it is shown in, so that every place is a whole number


def dot_strip(home: Fraction | None, others: Sequence[Fraction], target: Fraction | None, *, is_lower: bool) -> Markup:
    """Dots for the `others`, a ring for `home` and a line for the target, from the lowest figure to the highest.

    Where lower `is_lower`, that is better, the lowest stands on the right: so better is to the right in every strip
    that has a better side. It says nothing that the figures beside it do not, and is hidden from screen readers. Blank
    where fewer than two figures are known; what is withheld is not given to it, and leaves no trace.
    """
    known = [*others, *([] if home is None else [home])]
    if len(known) < 2:  # noqa: PLR2004  # one is no comparison
        return Markup("")
    ends = [*known, *([] if target is None else [target])]
    low, high = min(ends), max(ends)

    def across(value: Fraction) -> int:
        share = (value - low) / (high - low) if high > low else Fraction(1, 2)
        return round(_EDGE + (1 - share if is_lower else share) * (_WIDTH - 2 * _EDGE))

    middle = _HEIGHT // 2
    marks = [Markup('<path d="M0 {}H{}"/>').format(middle, _WIDTH)]
    if target is not None:
        marks.append(Markup('<path class="t" d="M{} 2V{}"/>').format(across(target), _HEIGHT - 2))
    dot = Markup('<circle cx="{}" cy="{}" r="6"/>')
    marks += [dot.format(across(value), middle) for value in others]
    if home is not None:
        marks.append(Markup('<circle class="h" cx="{}" cy="{}" r="9"/>').format(across(home), middle))
    strip = Markup('<svg class="ds" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>')
    return strip.format(_WIDTH, _HEIGHT, Markup("").join(marks))
