"""An audit says which withheld figures fall, in which way, and what must go with them."""

from scorecard_kit.judge.rows import definitions, parents_of
from scorecard_kit.safe.audit import Audit, audit, mend_words, named, way_words
from scorecard_kit.safe.relations import system
from scorecard_kit.safe.system import About
from tests.safe.as_printed import as_printed
from tests.safe.attacker import AREAS, indicators

ITEMS, PARENTS = definitions(indicators("YTD")), parents_of(AREAS)
MONTHS: dict[str, tuple[str, dict[str, int | None]]] = {
    "2015-04": ("adoptions/2015-05-01-1", {"County": 40, "N": 4, "E": 16, "S": 20}),
    "2015-05": ("pack", {"County": 50, "N": None, "E": None, "S": 24}),
}
"""April was printed before the rule, with North's 4. In May North is withheld, and cannot have fallen."""


def audited(*, exactly: bool = True, **shown: int | None) -> Audit:
    """The audit of both months, with some counts of May otherwise."""
    rows = [
        as_printed("adoptions", period, area, count, at)
        for period, (at, month) in MONTHS.items()
        for area, count in ({**month, **shown} if at == "pack" else month).items()
    ]
    return audit(system(rows, About(ITEMS, PARENTS, 6)), PARENTS, "pack", exactly=exactly)


def test_what_falls_is_named_with_its_way() -> None:
    """North's 4 or 5 is said, from which figures it follows, and in which edition one of them stands."""
    found = audited()
    assert (found.judged, found.unproved) == (2, ())
    north = next(fall for fall in found.falls if fall.reached.cell.area == "N")
    assert named(north.reached.cell, ITEMS) == "Adoptions, N, May 2015"
    assert way_words(north).startswith("is withheld, but can only be 4 to 5: ")
    assert "from April 2015 to May 2015 it cannot fall" in way_words(north)
    assert "printed in adoptions/2015-05-01-1" in way_words(north)


def test_the_least_that_mends_it_is_named_where_there_is_one() -> None:
    """The county less East and South is North's 4: South is the smaller, and goes with it."""
    rows = [
        as_printed("adoptions", "2015-05", area, count)
        for area, count in {"County": 50, "N": None, "E": 26, "S": 20, "W": 0}.items()
    ]
    found = audit(system(rows, About(ITEMS, PARENTS, 6)), PARENTS, "pack")
    [fall] = found.falls
    assert (fall.reached.low, fall.reached.high) == (4, 4)
    assert mend_words(fall, ITEMS) == "Withhold as well: Adoptions, S, May 2015."


def test_nothing_mends_what_is_published_already() -> None:
    """What falls by an edition alone cannot be helped by hiding more now."""
    rows = [
        as_printed("adoptions", "2015-05", "N", 4, "before"),
        as_printed("adoptions", "2015-05", "N", None, "pack"),
    ]
    [fall] = audit(system(rows, About(ITEMS, PARENTS, 6)), PARENTS, "pack").falls
    assert fall.way == ("it is printed in before",)
    assert mend_words(fall, ITEMS).startswith("No one or two further results of this pack are enough")


def test_bounds_alone_prove_no_safety() -> None:
    """Without the library what falls is found, and what does not is said to be unproved."""
    quick = audited(exactly=False, N=None, E=None)
    assert not quick.exact
    assert {fall.reached.cell.area for fall in quick.falls} <= {"N", "E"}
    assert len(quick.fallen) + len(quick.unproved) == quick.judged
