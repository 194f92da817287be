"""Between rows and tables: each contradiction is found, once, with the row where it stands."""

import shutil
from inspect import signature
from pathlib import Path

import pytest

from scorecard_kit import load
from scorecard_kit.data._tables import rows
from scorecard_kit.data.checks import findings
from scorecard_kit.data.load import check
from scorecard_kit.data.schema import TABLES
from scorecard_kit.judge.indicators import Target
from scorecard_kit.judge.numbers import text_of_number
from scorecard_kit.judge.ratings import rag_rating

SMALL = Path(__file__).parents[2] / "data_cases" / "small"


def told(folder: Path, file: str, old: str, new: str) -> list[str]:
    """What is found in a small sound folder once one text in one of its files is replaced; old "" adds a row."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    text = (folder / file).read_text(encoding="utf-8")
    assert not old or text.count(old) == 1
    (folder / file).write_text(text.replace(old, new) if old else f"{text}{new}\n", encoding="utf-8")
    return [str(finding) for finding in check(folder)]


def add(path: Path, row: str) -> None:
    """Write one more row at the end of a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")


def test_no_rule_is_passed_over_for_a_slip_in_a_name() -> None:
    """What a rule looks at are tables of the contract, all of them, or the definitions: else it would never run."""
    lists = [value for name, value in vars(findings).items() if name.startswith(("_ERRORS", "_UNLIKELY"))]
    rules = [rule for of_list in lists for rule in of_list]
    assert len(rules) > len(TABLES)
    looked_at = {name for rule in rules for name in signature(rule).parameters}
    assert looked_at <= {*TABLES, "tables", "definitions"}


def test_the_small_folder_is_sound() -> None:
    """The folder that every other test spoils has nothing to be said of it."""
    assert check(SMALL) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "cic-review,2016-03,South,,1,2,,,",
            (
                'results.csv, row 11, column indicator: "cic-review" is not in indicators.csv. '
                'Did you mean "cic-reviews"? If not, add it to indicators.csv.'
            ),
        ),
        (
            "cic-reviews,2016-03,Soth,,1,2,,,",
            (
                'results.csv, row 11, column area: "Soth" is not in areas.csv. '
                'Did you mean "South"? If not, add it to areas.csv.'
            ),
        ),
        (
            "cic-reviews,2016-03,Elsewhere,,1,2,,,",
            (
                'results.csv, row 11, column area: "Elsewhere" is not in areas.csv. '
                "Add it to areas.csv, or correct it here."
            ),
        ),
        (
            "cic-reviews,2016-03,South,exluding_uasc,1,2,,,",
            'results.csv, row 11, column cohort: "exluding_uasc" is not a cohort. Did you mean "excluding_uasc"?',
        ),
        (
            "cic-reviews,2016-03,South,excluding_usac,1,2,,,",
            (
                'results.csv, row 11, column cohort: "excluding_usac" is unknown: it stands in no other row. '
                'Did you mean "excluding_uasc"?'
            ),
        ),
        (
            "cic-reviews,2016-03,South,UASC,1,2,,,",
            (
                'results.csv, row 11, column cohort: "UASC" is not a cohort. '
                "Write excluding_uasc or the like, or leave the cell blank."
            ),
        ),
        (
            "cic-reviews,2016-03,North,,90,100,,,",
            'results.csv, row 11: "cic-reviews, 2016-03, North" stands in row 4 already. Keep one of the two rows.',
        ),
        (
            "cic-reviews,2016-03,South,,68,52,,,",
            (
                'results.csv, row 11, column numerator: "68" is over its denominator 52. '
                "Correct one, or say yes under may_exceed_100 in indicators.csv."
            ),
        ),
        (
            "overdue,2016-03,South,,-3,,,,",
            (
                'results.csv, row 11, column numerator: "-3" is negative. '
                "Write 0 or more, or say yes under may_be_negative in indicators.csv."
            ),
        ),
        (
            "cic-reviews,2016-03,South,,3,0,,,",
            (
                'results.csv, row 11, column denominator: "0" stands beneath the numerator 3. '
                "Correct one: 0 of 0 means no cases."
            ),
        ),
        (
            "cic-reviews,2016-03,South,,,,100.1,,",
            (
                'results.csv, row 11, column value: "100.1" is over 100%. '
                "Correct it, or say yes under may_exceed_100 in indicators.csv."
            ),
        ),
        (
            "cic-reviews,2016-03,South,,52,68,76.4,,",
            (
                'results.csv, row 11, column value: "76.4" is not what 52 of 68 gives. '
                "Correct one, or leave the value blank."
            ),
        ),
        (
            "cic-reviews,2016-03,South,,52,,,,",
            (
                'results.csv, row 11, column numerator: "52" stands without its denominator. '
                "Write the denominator, or the printed result under value."
            ),
        ),
        (
            "overdue,2016-03,South,,3,10,,,",
            (
                'results.csv, row 11, column denominator: "10" stands beneath a count, which has no denominator. '
                "Leave the cell blank."
            ),
        ),
        (
            "overdue,2016-03,South,,,,3,,",
            (
                'results.csv, row 11, column value: "3" is the value of a count, which stands under numerator. '
                "Write it there, and leave this blank."
            ),
        ),
    ],
)
def test_an_impossible_result_is_found(tmp_path: Path, row: str, message: str) -> None:
    """One wrong row gives one finding and no other."""
    assert told(tmp_path, "results.csv", "", row) == [message]


@pytest.mark.parametrize(
    "row",
    [
        "cic-reviews,2016-03,South,,0,0,,,",
        "cic-reviews,2016-03,South,,,,,suppressed,",
        "cic-reviews,2016-03,South,,52,68,76.5,,",
        "cic-reviews,2016-03,South,,52,68,76.47,,",
        "cic-reviews,2016-03,South,,,68,76.5,,",
        "posts,2016-03,South,,110,100,,,",
        "posts,2016-03,South,,,,110,,",
        "cic-reviews,2016-03,South,excluding_girls,50,60,,,",
        "adoption-days,2016-03,South,,0,0,,,",
    ],
)
def test_an_unusual_result_is_accepted(tmp_path: Path, row: str) -> None:
    """No cases, a suppressed result, a printed value beside its counts and posts over 100% are all sound."""
    assert told(tmp_path, "results.csv", "", row) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "excluding_uasc,150,170",
            "excluding_uasc,181,225",
            (
                'results.csv, row 3, column numerator: "181" is more than everyone\'s 180. '
                "Correct one of the rows: everyone's is row 2."
            ),
        ),
        (
            "excluding_uasc,150,170",
            "excluding_uasc,150,226",
            (
                'results.csv, row 3, column denominator: "226" is more than everyone\'s 225. '
                "Correct one of the rows: everyone's is row 2."
            ),
        ),
        (
            "excluding_uasc,150,170",
            "excluding_uasc,124,170",
            (
                'results.csv, row 3, column numerator: "124" leaves 56 of 55 for the cohort itself. '
                "Correct one of the rows: everyone's is row 2."
            ),
        ),
    ],
)
def test_a_cohort_is_a_part_of_everyone(tmp_path: Path, old: str, new: str, message: str) -> None:
    """An excluding result larger than everyone's, or one that leaves an impossible cohort, is found."""
    assert told(tmp_path, "results.csv", old, new) == [message]


@pytest.mark.parametrize(
    ("file", "row", "message"),
    [
        (
            "results.csv",
            "adoption-days,2016-02,Shire,,,,85%,,",
            (
                'results.csv, row 11, column value: "85%" has a percent sign, and the unit of adoption-days is days. '
                "Write 85 if that is meant."
            ),
        ),
        (
            "results.csv",
            "second-plans,2016-02,Shire,,£114,1000,,,",
            (
                'results.csv, row 11, column numerator: "£114" has a currency sign, and the unit of second-plans is '
                "percent. Write 114 if that is meant."
            ),
        ),
        (
            "results.csv",
            "posts,2016-02,Shire,,,,(45.5),,",
            (
                'results.csv, row 11, column value: "(45.5)" stands in brackets, and the unit of posts is percent. '
                "Write -45.5 if that is meant."
            ),
        ),
        (
            "targets.csv",
            "adoption-days,2015-04,,95%,,,,,",
            (
                'targets.csv, row 5, column target: "95%" has a percent sign, and the unit of adoption-days is days. '
                "Write 95 if that is meant."
            ),
        ),
        (
            "breakdowns.csv",
            "overdue,2016-03,Shire,Sex,Girls,£38",
            (
                'breakdowns.csv, row 4, column count: "£38" has a currency sign, and the unit of overdue is count. '
                "Write 38 if that is meant."
            ),
        ),
    ],
)
def test_a_mark_of_another_unit_is_refused(tmp_path: Path, file: str, row: str, message: str) -> None:
    """A percent sign, a pound or brackets are read where the unit has them, and nowhere else."""
    assert message in told(tmp_path, file, "", row)


def test_the_marks_of_the_own_unit_are_read(tmp_path: Path) -> None:
    """85% of a percentage and a loss in brackets of an amount are what they say, with a note."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    add(tmp_path / "indicators.csv", "surplus,Surplus of the year,H,month,gbp,Money,2,,")
    add(tmp_path / "results.csv", "surplus,2016-03,Shire,,,,(£45.50),,")
    add(tmp_path / "results.csv", "cic-reviews,2016-02,North,,,,91.5%,,")
    assert [str(finding) for finding in check(tmp_path)] == [
        'results.csv, row 11, column value: "(£45.50)" is read as -45.5 (and in 1 further row).',
    ]


def test_fewer_units_than_none_are_refused(tmp_path: Path) -> None:
    """A negative number of weeks would be split into a volume and a price that mean nothing."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "unit_costs.csv").write_text(
        "service,affordable_units,forecast_units,budget_cost,forecast_cost\nFostering,100,-90,399,380\n",
        encoding="utf-8",
    )
    assert [str(finding) for finding in check(tmp_path)] == [
        (
            'unit_costs.csv, row 2, column forecast_units: "-90" is a negative number of units (Fostering). '
            "Write 0 or more."
        )
    ]


@pytest.mark.parametrize(("value", "residue"), [("57", 0.57 * 100), ("14.2", 14.200000000000001)])
def test_binary_residue_is_no_figure_in_any_source(tmp_path: Path, value: str, residue: float) -> None:
    """What a script multiplied out is the figure that it prints as, and meets a target of as much, with one note."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    add(tmp_path / "results.csv", f"cic-reviews,2016-01,Shire,,,,{residue!r},,")
    assert repr(residue) != value
    assert [str(finding) for finding in check(tmp_path)] == [
        f'results.csv, row 11, column value: "{residue!r}" is read as {value}.'
    ]
    [residual] = (cells for row, cells in rows(load(tmp_path).results) if row == 11)
    assert rag_rating(residual["value"], Target(target=value, floor=10), "H") == "Green"
    assert text_of_number(residue) == value


NEGATIVE = "score,Average score,H,SS,ratio,Schools,2,,,yes"


def test_a_figure_under_nought_is_read_where_the_definition_allows_it(tmp_path: Path) -> None:
    """Scores, gaps and net changes may lie under nought, and so may their targets and floors."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    indicators = (tmp_path / "indicators.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"{indicators[0]},may_be_negative", *(f"{line}," for line in indicators[1:]), NEGATIVE]
    (tmp_path / "indicators.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    add(tmp_path / "results.csv", "score,2016-03,Shire,,,,-1.23,,")
    add(tmp_path / "results.csv", "score,2016-02,Shire,,-40,50,,,")
    add(tmp_path / "targets.csv", "score,2015-04,,-0.50,-1.00,,,,")
    assert check(tmp_path) == []
    add(tmp_path / "results.csv", "score,2016-01,Shire,,-40,-50,,,")
    add(tmp_path / "targets.csv", "overdue,2016-04,,-75,85,,,,")
    assert [str(finding) for finding in check(tmp_path)] == [
        'results.csv, row 13, column denominator: "-50" is negative. Write 0 or more.',
        (
            'targets.csv, row 6, column target: "-75" is negative. '
            "Write 0 or more, or say yes under may_be_negative in indicators.csv."
        ),
    ]


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        (["cic-reviews,2016-03,England,,8500,81770,10,,"], True),
        (["cic-reviews,2016-03,England,,70,110,66.7,,", "cic-reviews,2016-02,England,,100,120,83.3,,"], True),
        (["cic-reviews,2016-03,England,,8500,81770,12,,"], False),
        (["cic-reviews,2016-03,England,,70,110,66.7,,", "cic-reviews,2016-02,England,,101,120,84.2,,"], False),
        (["cic-reviews,2016-03,South,,52,68,76,,"], True),
        (["cic-reviews,2016-03,South,,52,68,76.0,,"], False),
    ],
)
def test_a_value_agrees_with_its_counts_as_far_as_it_was_written(tmp_path: Path, rows: list[str], right: bool) -> None:
    """A whole percent is right to a half, and counts that were all rounded to ten leave as much open."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    add(tmp_path / "areas.csv", "England,benchmark,")
    for row in rows:
        add(tmp_path / "results.csv", row)
    wrong = [str(finding) for finding in check(tmp_path) if finding.level == "error"]
    assert (wrong == []) is right
    tens = "even if the counts were rounded to ten: all of England end in 0"
    assert [tens in line for line in wrong] == ([] if right else ["8500" in rows[0]])


def test_a_cohort_may_be_everyone_but_none(tmp_path: Path) -> None:
    """A cohort of which every case was in time leaves as many in the numerator as in the denominator, and is sound."""
    assert told(tmp_path, "results.csv", "excluding_uasc,150,170", "excluding_uasc,125,170") == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "98,80",
            "98,98.1",
            (
                'targets.csv, row 2, column floor: "98.1" is better than the target 98 (polarity H). '
                "Write a floor at or below the target, or correct the polarity."
            ),
        ),
        (
            "75,85",
            "75,74",
            (
                'targets.csv, row 3, column floor: "74" is better than the target 75 (polarity L). '
                "Write a floor at or above the target, or correct the polarity."
            ),
        ),
        (
            "7.5,,5",
            "7.5,12,5",
            (
                'targets.csv, row 4, column floor: "12" is a floor, and polarity T has bands. '
                "Write amber_from and amber_to instead."
            ),
        ),
        (
            "98,80,,",
            "98,80,95,",
            (
                'targets.csv, row 2, column green_from: "95" is the end of a band, and polarity H has a floor. '
                "Write the floor instead."
            ),
        ),
        (
            "5,10,2.5,12.5",
            "5,10,5.5,12.5",
            (
                "targets.csv, row 4: the target must lie in the green band, and the green band in the amber band. "
                "Correct the numbers in this row."
            ),
        ),
    ],
)
def test_a_target_fits_its_polarity(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A floor on the better side, a floor or bands of the other kind, and bands that do not nest are found."""
    assert told(tmp_path, "targets.csv", old, new) == [message]


@pytest.mark.parametrize(("old", "new"), [("98,80", "98,98"), ("75,85", "75,75")])
def test_a_floor_may_be_the_target_itself(tmp_path: Path, old: str, new: str) -> None:
    """A floor that equals the target means no Amber, and is sound."""
    assert told(tmp_path, "targets.csv", old, new) == []


@pytest.mark.parametrize(
    ("file", "row", "message"),
    [
        (
            "targets.csv",
            "cic-reviews,2016-04,Nroth,98,80,,,,",
            (
                'targets.csv, row 5, column area: "Nroth" is not in areas.csv. '
                'Did you mean "North"? If not, add it to areas.csv.'
            ),
        ),
        (
            "targets.csv",
            "overdue,2015-04,,75,90,,,,",
            'targets.csv, row 5: "overdue, 2015-04" stands in row 3 already. Keep one of the two rows.',
        ),
        (
            "areas.csv",
            "Team 1,team,Soth",
            (
                'areas.csv, row 5, column parent: "Soth" is not in areas.csv. '
                'Did you mean "South"? If not, add it to areas.csv.'
            ),
        ),
        (
            "breakdowns.csv",
            "overdu,2016-03,Shire,Age,0 to 4,30",
            (
                'breakdowns.csv, row 4, column indicator: "overdu" is not in indicators.csv. '
                'Did you mean "overdue"? If not, add it to indicators.csv.'
            ),
        ),
    ],
)
def test_an_unknown_name_or_a_doubled_key_is_found_in_every_table(
    tmp_path: Path, file: str, row: str, message: str
) -> None:
    """Targets, areas and breakdowns are held to the names and keys of the others."""
    assert told(tmp_path, file, "", row)[0] == message


@pytest.mark.parametrize(
    ("new", "messages"),
    [
        pytest.param(
            "North,area,North",
            ['areas.csv, row 3, column parent: "North" leads back to where it began: North, North.'],
            id="an area in itself",
        ),
        pytest.param(
            "North,area,South\nSouth,area,North\nEast,area,South",
            [
                'areas.csv, row 3, column parent: "South" leads back to where it began: North, South, North.',
                'areas.csv, row 4, column parent: "North" leads back to where it began: South, North, South.',
            ],
            id="two in each other, and one beneath them",
        ),
    ],
)
def test_an_area_does_not_stand_under_itself(tmp_path: Path, new: str, messages: list[str]) -> None:
    """Of areas in a circle none is the topmost one, from which it is worked out what may be shown of the others."""
    old = "North,area,Shire\nSouth,area,Shire" if "South" in new else "North,area,Shire"
    mend = "Leave the parent of the highest blank."
    assert told(tmp_path, "areas.csv", old, new) == [f"{message} {mend}" for message in messages]


def test_a_missing_area_is_told_once(tmp_path: Path) -> None:
    """An area without its row in areas.csv is one finding for each column, however often it is used."""
    assert told(tmp_path, "areas.csv", "North,area,Shire\n", "") == [
        (
            'results.csv, row 4, column area: "North" is not in areas.csv (and in 1 further row). '
            'Did you mean "South"? If not, add it to areas.csv.'
        )
    ]


def test_without_areas_any_area_may_be_named(tmp_path: Path) -> None:
    """A folder without areas.csv is sound."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "areas.csv").unlink()
    assert check(tmp_path) == []


def test_names_in_the_optional_tables_are_checked(tmp_path: Path) -> None:
    """Owners, changes and published cells that name something unknown are found, table by table."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "owners.csv").write_text("group,role,name\nStafing,Director,A. Person\n", encoding="utf-8")
    (tmp_path / "changes.csv").write_text(
        "indicator,from,kind,comparable,note\noverdu,2015-04,source,no,A new system\n", encoding="utf-8"
    )
    (tmp_path / "published.csv").write_text(
        "report,item,area,cohort,field,printed,where\n"
        "shire-2016-03,summary,,,green,1,page 1\n"
        "shire-2016-03,posts,Shire,excluding_usac,value,104.4%,page 1\n",
        encoding="utf-8",
    )
    assert [str(finding) for finding in check(tmp_path)] == [
        (
            'owners.csv, row 2, column group: "Stafing" is not in indicators.csv. '
            'Did you mean "Staffing"? If not, add it to indicators.csv.'
        ),
        (
            'changes.csv, row 2, column indicator: "overdu" is not in indicators.csv. '
            'Did you mean "overdue"? If not, add it to indicators.csv.'
        ),
        (
            'published.csv, row 3, column cohort: "excluding_usac" is not in results.csv. '
            'Did you mean "excluding_uasc"? If not, add it to results.csv.'
        ),
    ]


def test_digits_tell_cohorts_apart(tmp_path: Path) -> None:
    """excluding_under_1, used once, is no slip of excluding_under_5, used twice."""
    rows = "\n".join(
        f"cic-reviews,2016-03,{area},excluding_under_{age},50,60,,,"
        for area, age in (("Shire", 5), ("North", 5), ("South", 1))
    )
    assert told(tmp_path, "results.csv", "", rows) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "targets.csv",
            "98,80",
            "98,",
            (
                "targets.csv, row 2, column floor: no minimum is set, and the target is missed in 5 results "
                "(first: 2016-03, Shire). Write the minimum if one was decided; until then a missed target is Amber."
            ),
        ),
        (
            "targets.csv",
            "2.5,12.5",
            ",",
            (
                "targets.csv, row 4, column floor: no minimum is set, and the target is missed in 1 result "
                "(first: 2016-03, Shire). Write the minimum if one was decided; until then a missed target is Amber."
            ),
        ),
        (
            "indicators.csv",
            "Posts filled",
            "QSW posts filled",
            (
                'indicators.csv, row 5, column name: "QSW" is an abbreviation that glossary.csv does not spell out. '
                "Add it there with its words."
            ),
        ),
        (
            "indicators.csv",
            "Posts filled",
            "C&F posts of UASCs filled",
            (
                'indicators.csv, row 5, column name: "C&F" is an abbreviation that glossary.csv does not spell out. '
                "Add it there with its words."
            ),
        ),
        (
            "breakdowns.csv",
            "17,8",
            "17,7",
            (
                "breakdowns.csv, row 2, column count: the counts by Age add to 37, and the numerator is 38. "
                "Correct a count, or say why in the note of the result."
            ),
        ),
        (
            "results.csv",
            "overdue,2016-03,Shire",
            "overdue,2016-02,Shire",
            (
                "breakdowns.csv, row 2, column count: there is no numerator for these counts to add to. "
                "Enter the result, or delete these rows."
            ),
        ),
    ],
)
def test_what_an_analyst_should_look_at_is_a_warning(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    """A missed target without a minimum, an unknown abbreviation and a breakdown that does not add are warnings."""
    assert told(tmp_path, file, old, new)[0] == message
    assert check(tmp_path)[0].level == "warning"


def test_roman_numerals_are_no_abbreviations(tmp_path: Path) -> None:
    """Part II is not asked of the glossary."""
    assert told(tmp_path, "indicators.csv", "Posts filled", "Posts filled (part II) by RAG") == []
