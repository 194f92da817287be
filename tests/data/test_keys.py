"""Rows of a store are chosen by what its keys say, however they are spelled there."""

from collections.abc import Mapping

from scorecard_kit.data._keys import Choice, Newest, Store, newest, read_values, spelled, unreadable
from scorecard_kit.data.schema import TABLES, Table

RESULTS = TABLES["results"]
HELD: dict[str, list[str]] = {
    "indicator": ["visits", "visits\t"],
    "period": ["Mar-16", "2016-03-31", "2016-02 ", "spring", ""],
    "area": ["Kent", "\u00a0Kent", "Kent\r\n", "Ke\u200bnt"],
    "cohort": [""],
}


def store(rows: Newest | None = None) -> Store:
    """A store that holds these texts, and gives these rows as the newest."""

    def texts(_: Table, name: str) -> list[str]:
        return HELD[name]

    def given(choice: Choice, months: Mapping[str, str], count: int) -> Newest:
        assert choice["area"] == ["Kent", "\u00a0Kent", "Kent\r\n"]
        assert months == {"2016-02 ": "2016-02"}
        assert count == 1
        return rows or []

    return Store(lambda _, size: size < len(HELD["area"]), texts, given)


def test_every_spelling_of_a_value_is_found() -> None:
    """A tab, a no-break space and a line break beside an area, and a month in words, are asked for as they stand."""
    wanted = spelled(store(), RESULTS, [{"area": ["Kent"], "period": {"2016-03"}}, {"indicator": ["visits", "other"]}])
    assert [dict(choice) for choice in wanted] == [
        {"area": ["Kent", "\u00a0Kent", "Kent\r\n"], "period": ["Mar-16", "2016-03-31"]},
        {"indicator": ["visits", "visits\t"]},
    ]


def test_values_are_those_that_can_be_read() -> None:
    """A month that is none and an area with an invisible character are no values; a blank required cell is none."""
    assert sorted(read_values(store(), RESULTS, "period")) == ["2016-02", "2016-03"]
    assert list(read_values(store(), RESULTS, "area")) == ["Kent"]
    assert list(read_values(store(), RESULTS, "cohort")) == [""]


def test_what_cannot_be_read_is_told_once_a_text() -> None:
    """Each text of a key that cannot be read is a finding with its column and value, a blank one too."""
    assert [(it.column, it.value) for it in unreadable(store(), RESULTS)] == [
        ("period", "spring"),
        ("period", ""),
        ("area", "Ke\u200bnt"),
    ]


def test_the_newest_months_of_a_series_are_those_of_all_its_spellings() -> None:
    """Of one series that is spelled in two ways, the newest month of both is the newest."""
    rows = [("visits", "2016-02 ", "Kent", ""), ("visits\t", "2016-02 ", "Kent", "")]
    rows = [(indicator, area, cohort, month) for indicator, month, area, cohort in rows]
    assert newest(store(rows), RESULTS, {"area": ["Kent"]}, "2016-02", 1) == [("visits", "Kent", "", "2016-02")]
