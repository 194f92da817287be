"""A variance as a bar within a table's row: from a zero in its middle, better to the right."""

from fractions import Fraction

from markupsafe import Markup

__all__ = ["variance_bar"]

_HALF = 40  # of its length, in the units that it is drawn in


def variance_bar(gain: Fraction, widest: Fraction) -> Markup:
    """A bar of a variance with better as positive, as long as its part of the `widest` one of all that stand together.

    Nought is the line at zero alone. It is hidden from screen readers: the figure and a word stand beside it.
    """
    length = round(float(_HALF * gain / widest), 1) if widest else 0
    path = f"M-.5 0h1v12h-1zM0 3h{length:g}v6H0z"
    return Markup(
        '<svg class="bar {}" viewBox="{} 0 {} 12" preserveAspectRatio="none" aria-hidden="true"><path d="{}"/></svg>'
    ).format("worse" if gain < 0 else "better", -_HALF, 2 * _HALF, path)
