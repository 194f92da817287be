"""How a result stands to its bands, in words: the bands themselves, the bound it misses, one more case, rounding."""

from fractions import Fraction
from typing import Any

import pytest

from scorecard_kit.blocks import bands
from scorecard_kit.judge import scorecard
from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Rag, Target, Unit

STRICT = ": no Amber, since minimum and target are the same"
VISITS = Indicator("visits", "Visits", Polarity.HIGHER, DataPeriod.YEAR_TO_DATE, Unit.PERCENT, cases_sentence=True)


def row(**fields: Any) -> dict[str, Any]:  # noqa: ANN401  # any field of a rated row
    """Give a rated row: 52 of 68 against 85 and 76.5, Red, with other fields where they are given."""
    whole: dict[str, Any] = {
        "numerator": Fraction(52), "denominator": Fraction(68), "value": Fraction(1300, 17), "unit": Unit.PERCENT,
        "decimals": 1, "polarity": Polarity.HIGHER, "target": Fraction(85), "floor": Fraction(153, 2), "rag": Rag.RED,
        "floor_basis": "printed", "period": "2016-03", "status": "", "reason": "",
    }  # fmt: skip
    return whole | fields


@pytest.mark.parametrize(
    ("target", "polarity", "unit", "words"),
    [
        (Target(85, 76.5), "H", "percent", "Below 76.5% Red, 76.5% to 85% Amber, 85% and above Green"),
        (Target(9, 12), "L", "percent", "Above 12% Red, 12% to 9% Amber, 9% and below Green"),
        (
            Target(85, 85),
            "H",
            "percent",
            "Below 85% Red, 85% and above Green: no Amber, since minimum and target are the same",
        ),
        (
            Target(75, 75),
            "L",
            "count",
            "Above 75 Red, 75 and below Green: no Amber, since minimum and target are the same",
        ),
        (
            Target(426),
            "L",
            "days",
            "426 and below Green, otherwise Amber: no minimum is set, so this cannot be Red",
        ),
        (
            Target(85),
            "H",
            "percent",
            "85% and above Green, otherwise Amber: no minimum is set, so this cannot be Red",
        ),
        (
            Target(88, green_from=85, green_to=92, amber_from=75, amber_to=98),
            "T",
            "percent",
            "Green 85% to 92%, Amber 75% to 98%, Red outside",
        ),
        (Target(10, green_to=10.5, amber_to=11), "T", "percent", "Green up to 10.5%, Amber up to 11%, Red outside"),
        (Target(90, green_from=88, amber_from=80), "T", "percent", "Green from 88%, Amber from 80%, Red outside"),
        (Target(7.5), "T", "percent", "Green exactly 7.5%, otherwise Amber"),
    ],
)
def test_the_bands_in_words(target: Target, polarity: str, unit: str, words: str) -> None:
    """Both ends of every band are named with their unit, the worst first."""
    assert bands.banding(target, Polarity(polarity), Unit(unit)) == words


@pytest.mark.parametrize(
    ("above", "base", "rag", "target", "allowed", "words"),
    [
        (52, 68, Rag.RED, Target(85, 76.5), True, "Amber"),
        (57, 68, Rag.AMBER, Target(85, 76.5), True, "Green"),
        (52, 68, Rag.RED, Target(85, 76.5), False, ""),
        (40, 68, Rag.RED, Target(85, 76.5), True, ""),
        (60, 68, Rag.GREEN, Target(85, 76.5), True, ""),
        (68, 68, Rag.AMBER, Target(101), True, ""),
        (52, None, Rag.RED, Target(85, 76.5), True, ""),
        (0, 0, Rag.NOT_RATED, Target(85, 76.5), True, ""),
    ],
)
def test_one_more_case(above: int, base: int | None, rag: Rag, target: Target, allowed: bool, words: str) -> None:
    """It is said only where the indicator allows it and the rating would have been another."""
    item = VISITS if allowed else Indicator("v", "V", Polarity.HIGHER, DataPeriod.SNAPSHOT, Unit.PERCENT)
    figures = row(numerator=Fraction(above), denominator=None if base is None else Fraction(base), rag=rag)
    expected = f"Had one more of the {base} been in time, the rating would have been {words}." if words else ""
    assert bands.one_more_case(figures, item, target) == expected


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {},
            (
                "In March 2016 the result was 76.5% (52 of 68), just under the minimum of 76.5% "
                "(76.47% before rounding). "
                "Had one more of the 68 been in time, the rating would have been Amber."
            ),
        ),
        (
            {"value": None, "numerator": None, "status": "suppressed", "rag": Rag.NOT_RATED},
            "For March 2016 there is no figure: c, withheld to protect individuals.",
        ),
        (
            {"late": 2, "asked": "2016-05", "numerator": None},
            (
                "May 2016 is not in yet. In March 2016 the result was 76.5%, just under the minimum of 76.5% "
                "(76.47% before rounding)."
            ),
        ),
        (
            {"target": None, "floor": None, "rag": Rag.NOT_RATED, "reason": "no target was set", "numerator": None},
            "In March 2016 the result was 76.5%. It is not rated: no target was set.",
        ),
    ],
)
def test_the_answer_of_an_exception_page(fields: dict[str, Any], words: str) -> None:
    """Result, what it is made of, where it lies, and the one case that would have changed it; or why there is none."""
    target = Target(85, 76.5) if fields.get("target", 85) else None
    assert bands.exception(row(**fields), VISITS, target) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": Fraction(70)}, "under the minimum of 76.5%"),
        ({"value": Fraction(80), "rag": Rag.AMBER}, "under the target of 85%"),
        ({"value": Fraction(85), "rag": Rag.GREEN}, "exactly the target of 85%"),
        ({"value": Fraction(90), "rag": Rag.GREEN}, "over the target of 85%"),
        ({"value": Fraction(70), "floor_basis": "inferred"}, "under the inferred minimum of 76.5%"),
        ({"value": Fraction(70), "floor": Fraction(85)}, "under the target of 85%"),
        ({"value": None}, ""),
        ({"value": Fraction(70), "target": None, "floor": None, "rag": Rag.NOT_RATED}, ""),
        (
            {"value": Fraction(13), "target": Fraction(9), "floor": Fraction(12), "polarity": Polarity.LOWER},
            "over 12%, the highest result that is still Amber",
        ),
    ],
)
def test_where_a_result_lies(fields: dict[str, Any], words: str) -> None:
    """A Red result is held against the minimum, any other against the target, and so where the two are one."""
    assert bands.against_bands(row(**fields)) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "the result is 76.47%, which is under 76.5%, though both read 76.5% when rounded."),
        (
            {"value": Fraction(84996, 1000)},
            "the result is 84.996%, which is under 85%, though both read 85.0% when rounded.",
        ),
        (
            {"value": Fraction(8504, 100)},
            "the result is 85.04%, which is over 85%, though both read 85.0% when rounded.",
        ),
        ({"value": Fraction(153, 2)}, ""),
        ({"value": Fraction(80)}, ""),
        ({"value": None}, ""),
        ({"floor": None, "target": None}, ""),
    ],
)
def test_where_rounding_hides_a_band(fields: dict[str, Any], words: str) -> None:
    """It is said with as many decimals as tell the two apart, and not where they are equal or look different."""
    assert bands.hidden_band(row(**fields)) == (f"Rounding hides the band here: {words}" if words else "")


@pytest.mark.parametrize(
    ("polarity", "floor", "amber"), [("H", 76.5, True), ("H", 85, False), ("L", 85, False), ("H", None, True)]
)
def test_whether_a_result_can_be_amber(polarity: str, floor: float | None, amber: bool) -> None:
    """Where minimum and target are the same there is no Amber, in either polarity; with no minimum there is."""
    fields = {"polarity": Polarity(polarity), "floor": floor, "target": 85, "green_from": None, "green_to": None}
    assert scorecard.has_amber(fields) is amber
    assert scorecard.has_amber({**fields, "polarity": Polarity.TARGET}) is True
    assert scorecard.has_amber({**fields, "target": None}) is False
