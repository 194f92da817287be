"""Number formats of Excel: what one sees of a number, worked out by hand from what Excel shows."""

from decimal import Decimal

import pytest

from scorecard_kit.data.excel._number_format import decimals, distortion, text_shown

ACCOUNTS = '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        ("7123", "General", "7123"),
        ("7123", "@", "7123"),
        ("7123", "000000", "007123"),
        ("7123", "#,##0", "7,123"),
        ("7123", "0.00", "7123.00"),
        ("123456789", "000\\-00\\-0000", "123-45-6789"),
        ("1234567890123", "000\\-00", "12345678901-23"),
        ("5", '"Team "00', "Team 05"),
        ("-5", "0", "-5"),
        ("-5", "0;(0)", "(5)"),
        ("1234.5", "[$\u00a3-809]#,##0.00;[Red]-[$\u00a3-809]#,##0.00", "\u00a31,234.50"),
        ("1234.5", ACCOUNTS, "1,234.50"),
        ("71.5", "0", None),
        ("123456", "0.0E+00", None),
        ("0.5", "# ?/?", None),
        ("1234567890", "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", None),
    ],
)
def test_the_text_of_a_number_is_what_one_sees(value: str, code: str, seen: str | None) -> None:
    """Noughts in front, thousands, signs among the digits; nothing where digits are rounded away or rewritten."""
    assert text_shown(Decimal(value), code) == seen


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        ("45000", "0.0,", "is shown in thousands or millions"),
        ("45000000", '0.0,,"m"', "is shown in thousands or millions"),
        ("12", '[>=1000]0.0,"k";0', "is shown in thousands or millions"),
        ("45", '0.0"k"', "is shown as another number"),
        ("45", '0"000"', "is shown as another number"),
        ("5", ";;;", "is not shown"),
        ("5", '"n/a"', "is not shown"),
        ("0", "0;-0;;@", "is not shown"),
        ("0", ACCOUNTS, ""),
        ("5", '0" children"', ""),
        ("5", '"\u00a3"#,##0.00', ""),
        ("0.5", "# ?/?", ""),
        ("100000", "0.0E+00", ""),
        ("0.215", "0.0%", ""),
        ("76.5", '0.0"%"', ""),
    ],
)
def test_a_format_that_shows_another_number_is_named(value: str, code: str, said: str) -> None:
    """What is scaled, hidden or continued by words is said; a dash for nought and a unit beside a number are not."""
    told = distortion(Decimal(value), code)
    assert told.startswith(said)
    assert bool(told) is bool(said)
    assert not told or code in told


@pytest.mark.parametrize(
    ("code", "expected"),
    [("General", 0), ("0", 0), ("0.0", 1), ("#,##0.00", 2), ("0.0%", 1), ("0.##", 0), ("0.0E+00", 0), ("# ?/?", 0)],
)
def test_decimals_are_those_that_are_always_shown(code: str, expected: int) -> None:
    """A nought after the point is a decimal; other signs show one only where there is one."""
    assert decimals(Decimal(85), code) == expected
