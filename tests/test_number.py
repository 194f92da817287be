"""Numbers are the decimals that were written, whatever kind they come as."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.number import exact, plain
from scorecard_kit.rating import display


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("76.5", Fraction(153, 2)),
        (" 76.5 ", Fraction(153, 2)),
        (76.5, Fraction(153, 2)),
        (0.1, Fraction(1, 10)),
        (np.float64(0.1), Fraction(1, 10)),
        (np.int64(68), Fraction(68)),
        (Decimal("0.30"), Fraction(3, 10)),
        (Fraction(1300, 17), Fraction(1300, 17)),
        (-0.0, Fraction(0)),
        ("1e2", Fraction(100)),
        (68, Fraction(68)),
    ],
)
def test_a_number_is_what_was_written(written: object, number: Fraction) -> None:
    """A float is the decimal that it prints as, and every other kind is itself."""
    assert exact(written) == number


@pytest.mark.parametrize(
    "blank",
    [None, "", "  ", float("nan"), float("inf"), float("-inf"), "NaN", "Infinity", Decimal("sNaN"), pd.NA, pd.NaT],
)
def test_what_is_no_number_is_missing(blank: object) -> None:
    """Blank, NaN and infinity are None, and never 0."""
    assert exact(blank) is None


@pytest.mark.parametrize("text", ["12.5%", "n/a", "-", "*", "1,236", True, "2016-03"])
def test_text_is_refused(text: object) -> None:
    """Anything else raises ValueError and names what stood there."""
    with pytest.raises(ValueError, match="is not a number") as raised:
        exact(text)
    assert str(text) in str(raised.value)


@given(st.decimals(-1_000_000, 1_000_000, places=4))
def test_a_decimal_is_the_same_in_every_kind(number: Decimal) -> None:
    """Text, Decimal, Fraction and float of one decimal are one number."""
    kinds = (str(number), number, Fraction(number), float(number))
    assert [exact(kind) for kind in kinds] == [Fraction(number)] * 4


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, ""),
        (Fraction(1236), "1236"),
        (Fraction(153, 2), "76.5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1300, 17), "76.47058823529412"),
        (Fraction(1, 10**7), "0.0000001"),
    ],
)
def test_a_number_for_machines_is_unrounded(number: Fraction | None, text: str) -> None:
    """A finite decimal is written in full, any other to the digits of a float, without a separator."""
    assert plain(number) == text


@given(st.decimals(-1_000_000, 1_000_000, places=3))
def test_what_is_written_for_machines_reads_back(number: Decimal) -> None:
    """A decimal survives being written to CSV."""
    assert exact(plain(Fraction(number))) == Fraction(number)


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "text"),
    [
        ("62.5", 0, False, "63"),
        ("0.05", 1, False, "0.1"),
        ("-0.05", 1, False, "-0.1"),
        (0.05, 1, False, "0.1"),
        ("2.675", 2, False, "2.68"),
        ("-62.5", 0, False, "-63"),
        ("0.04", 1, True, "+0.0"),
        ("-0.04", 1, True, "-0.0"),
        ("-0.04", 1, False, "0.0"),
        ("0", 1, True, "0.0"),
        ("2.2", 1, True, "+2.2"),
        ("1236", 0, False, "1,236"),
        ("-1234567.85", 1, True, "-1,234,567.9"),
        ("999.95", 1, False, "1,000.0"),
        (Fraction(1300, 17), 1, False, "76.5"),
        (10**30, 1, False, "1,000,000,000,000,000,000,000,000,000,000.0"),
        (None, 1, True, ""),
        (float("nan"), 1, False, ""),
        (float("inf"), 0, False, ""),
    ],
)
def test_display_rounds_half_up(value: float | str | Fraction | None, decimals: int, signed: bool, text: str) -> None:
    """A half goes away from zero; a sign tells a tiny difference from none; a missing value is blank, never 0."""
    assert display(value, decimals, signed) == text


@given(st.decimals(-10_000_000, 10_000_000, places=5), st.integers(0, 4), st.booleans())
def test_display_agrees_with_the_decimal_library(number: Decimal, decimals: int, signed: bool) -> None:
    """The digits are those of ROUND_HALF_UP."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert Decimal(display(number, decimals, signed).replace(",", "")) == rounded


@pytest.mark.parametrize("digits", [3, 28])
def test_display_and_exact_do_not_hang_on_the_settings_of_decimal(digits: int) -> None:
    """A notebook that sets the precision of Decimal changes no figure on the page."""
    with localcontext() as context:
        context.prec = digits
        assert (display("1234567.85", 1), exact("1234567.85")) == ("1,234,567.9", Fraction(123456785, 100))
