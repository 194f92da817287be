"""Numbers are the decimals that were written, whatever kind they come as."""

import copy
import pickle
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.judge.numbers import (
    Written,
    as_written,
    decimals_that_tell,
    difference,
    display,
    exact,
    fifteen_digits,
    last_digit,
    plain,
    pounds,
    pounds_briefly,
    pounds_in_sentence,
    pounds_over_or_under,
    rounding_sentence,
    text_of_number,
)


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
        ("-0.5", 0, False, "-1"),
        ("-0.4", 0, False, "0"),
        ("0.4", 0, True, "+0"),
        ("1", 0, True, "+1"),
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


def test_a_written_number_keeps_its_digits_and_counts_as_a_fraction() -> None:
    """85.0 equals 85 and hashes as it, travels with its one decimal, and loses it once it is computed with."""
    written = Written("85.0", 1)
    assert (written, hash(written)) == (Fraction(85), hash(Fraction(85)))
    kept = [copy.copy(written), copy.deepcopy(written), pickle.loads(pickle.dumps(written)), exact(written)]  # noqa: S301 - written here
    assert [getattr(number, "decimals", None) for number in kept] == [1] * 4
    assert {type(number) for number in (written + 1, -written, abs(written), Fraction(written))} == {Fraction}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.57 * 100, "57"),
        (0.1 + 0.2, "0.3"),
        (85.0, "85"),
        (np.float64(76.5), "76.5"),
        (np.int64(68), "68"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (-0.0, "0"),
        (float("nan"), ""),
        (52 / 68 * 100, "76.4705882352941"),
        (Decimal("85.0"), "85.0"),
        (Decimal("1E+2"), "100"),
        (Decimal("-0.00"), "0.00"),
        (Fraction(1, 3), "0.333333333333333"),
    ],
)
def test_a_stored_number_is_written_to_fifteen_digits(value: float | Decimal | Fraction, text: str) -> None:
    """Residue of binary arithmetic goes; a Decimal keeps its scale, and a float has none."""
    assert text_of_number(value) == text


@pytest.mark.parametrize(
    ("text", "rounded"),
    [
        ("56.99999999999999", "57"),
        ("14.200000000000001", "14.2"),
        ("-0.28999999999999998", "-0.29"),
        ("85.000000000000000", "85"),
        ("85.0", "85.0"),
        ("1234567890123456", "1234567890123460"),
        ("0.12345678901234550", "0.123456789012346"),
        ("000000000000000085", "000000000000000085"),
    ],
)
def test_text_is_rounded_where_it_has_more_than_fifteen_digits(text: str, rounded: str) -> None:
    """The fifteenth digit is rounded half up, and what was written with fewer stays."""
    assert fifteen_digits(text) == rounded


@given(st.floats(-1e9, 1e9))
def test_a_float_and_the_text_that_a_script_writes_of_it_are_one_number(value: float) -> None:
    """A CSV file and a database give the same figure."""
    assert exact(fifteen_digits(f"{Decimal(repr(value)):f}")) == exact(text_of_number(value))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("0", 1, "0.0"),
        ("-0.04", 1, "-0.04"),
        ("0.04", 1, "+0.04"),
        ("-0.05", 1, "-0.1"),
        ("-0.0004", 1, "-0.0004"),
        ("0.3", 0, "+0.3"),
        ("-0.5", 0, "-1"),
        ("-0.004", 2, "-0.004"),
        ("1236", 0, "+1,236"),
        (None, 1, ""),
    ],
)
def test_a_difference_is_never_nought_with_a_sign(value: str | None, decimals: int, text: str) -> None:
    """A difference has as many decimals as show it, and an exact zero has no sign."""
    assert difference(value, decimals) == text


@pytest.mark.parametrize(
    ("amount", "unit", "shown", "said", "way"),
    [
        (14_703_000, "£k", "+14,703", "£14,703k", "£14,703k over"),
        (-93_000, "£m", "-0.093", "£0.093m", "£0.093m under"),
        (0, "£k", "0", "£0k", "exactly at"),
        (-499, "£k", "-0.5", "£0.5k", "£0.5k under"),
        (3, "£k", "+0.003", "£0.003k", "£0.003k over"),
        (-40, "£m", "-0.00004", "£0.00004m", "£0.00004m under"),
    ],
)
def test_pounds_are_shown_in_the_printed_unit(amount: int, unit: str, shown: str, said: str, way: str) -> None:
    """A table's cell is signed, a sentence says the size with its unit, and over or under in words."""
    assert pounds(amount, unit, signed=True) == shown
    assert pounds_in_sentence(amount, unit) == said
    assert pounds_over_or_under(Fraction(amount), unit) == way


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (14_703_000, "£k", "£14.7m"),
        (-110_856_000, "£k", "£110.9m"),
        (939_000, "£k", "£939k"),
        (939_000, "£m", "£0.9m"),
        (999_499, "£k", "£999k"),
        (999_500, "£k", "£1.0m"),  # and not £1,000k
        (400, "£k", "£0.4k"),
        (0, "£k", "£0k"),
        (None, "£k", ""),
    ],
)
def test_an_amount_is_said_aloud(amount: int | None, unit: str, said: str) -> None:
    """In millions from a million on, else in whole thousands; what is not nought does not read as nought."""
    assert pounds_briefly(amount, unit) == said


def test_an_unknown_unit_is_refused() -> None:
    """The message names the units there are."""
    with pytest.raises(ValueError, match="the unit is '£bn'; write one of £k, £m"):
        pounds(1, "£bn")


def test_a_difference_of_one_from_rounding_is_said() -> None:
    """Two halves of a thousand round up by themselves; amounts in whole thousands are silent."""
    said = "As shown the parts add to 2, not to 1: each was rounded by itself."
    assert rounding_sentence([Fraction(500), Fraction(500)], "£k") == said
    assert rounding_sentence([Fraction(1000), Fraction(-2000)], "£k") == ""


@pytest.mark.parametrize(
    ("number", "decimals", "mark", "text"),
    [
        (85, 0, "%", "85%"),
        ("512.5", 2, "£", "£512.50"),
        (-45, 0, "(", "(45)"),
        (-45, 0, "£(", "£(45)"),
        (-1200, 0, "", "-1200"),
    ],
)
def test_a_number_is_told_as_it_was_typed(number: str | int, decimals: int, mark: str, text: str) -> None:
    """With its sign of percent, its pounds or its brackets, and without thousands separators."""
    assert as_written(Written(number, decimals, mark)) == text


def test_a_missing_amount_is_blank() -> None:
    """In a table and in a sentence alike; and so is a difference from it."""
    assert (pounds(None, "£k"), pounds_in_sentence("", "£m"), difference(None, 1)) == ("", "", "")


def test_a_pound_is_over_and_the_parts_of_thousands_are_added() -> None:
    """£1 is over. Separators do not count: 1,000.4 and 1,000.4 thousand read 1,000 each, and 2,001 together."""
    assert pounds_over_or_under(Fraction(1), "£k") == "£0.001k over"
    assert rounding_sentence([Fraction(1_000_400), Fraction(1_000_400)], "£k") == (
        "As shown the parts add to 2,000, not to 2,001: each was rounded by itself."
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("0.10"), "0.10"), (100.0, "100"), (0.5, "0.5"), (-0.0, "0"), (float("inf"), "Infinity")],
)
def test_noughts_that_were_written_stay(value: float | Decimal, text: str) -> None:
    """A Decimal keeps its scale, a float has none, nought has no sign, and infinity is for the reader to refuse."""
    assert text_of_number(value) == text


def test_decimals_that_tell_two_numbers() -> None:
    """84.96 and 85 read alike to one decimal and differ to two; the same number is told from nothing."""
    assert decimals_that_tell(Fraction("84.96"), Fraction(85), 1) == 2
    assert decimals_that_tell(Fraction(84), Fraction(85), 0) == 0
    with pytest.raises(ValueError, match="no number of decimals tells 85 from itself"):
        decimals_that_tell(Fraction(85), Fraction(85), 0)


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [("0.5", 1, "0.5"), ("-0.5", 1, "-0.5"), ("0", 0, "0"), ("85", 1, "85.0"), ("-12.25", 2, "-12.25")],
)
def test_a_number_as_it_was_written(number: str, decimals: int, text: str) -> None:
    """Its digits and its own sign, above and below nought."""
    assert str(Written(number, decimals)) == text


def test_the_last_digit_of_a_printed_amount() -> None:
    """A thousand pounds in £k, and a thousand in £m with its three decimals."""
    assert (last_digit("£k"), last_digit("£m")) == (Fraction(1000), Fraction(1000))
