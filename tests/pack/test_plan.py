"""A parameters file to a plan, and every way in which it can be wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_kit.findings import InputError
from scorecard_kit.pack.notebook import read
from scorecard_kit.pack.plan import Section, check, read_pack

HEAD = "title: A pack\nperiod: 2016-03\ndata: data/small\n"


@pytest.fixture
def kit(tmp_path: Path, make_kit: Callable[[Path], Path]) -> Path:
    """A small kit of its own for a test."""
    return make_kit(tmp_path)


def write(kit: Path, text: str | bytes) -> Path:
    """Write parameters/small.yaml."""
    path = kit / "parameters" / "small.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def sections(kit: Path, entries: str) -> list[Section]:
    """Plan a pack of these entries."""
    return list(read_pack(write(kit, f"{HEAD}sections:\n{entries}")).sections)


def twice(one: str, other: str) -> str:
    """The entries of a notebook used twice, with these parameters."""
    return f"  - notebook: plain\n    parameters: {one}\n  - notebook: plain\n    parameters: {other}\n"


def messages(kit: Path, text: str | bytes) -> list[str]:
    """What reading and planning a parameters file complains of."""
    with pytest.raises(InputError) as caught:
        read_pack(write(kit, text))
    return [str(finding) for finding in caught.value.findings]


def test_a_notebook_gets_the_packs_values_that_it_declares(kit: Path) -> None:
    """Pack-level values reach a notebook that declares them, and a section's own parameters outrank them."""
    head = f"{HEAD}small_counts: {{below: 6, already_published: true}}\n"
    entries = "  - notebook: plain\n  - notebook: noisy\n    parameters: {period: 2016-02}\n"
    pack = read_pack(write(kit, f"{head}sections:\n{entries}"))
    rule = {"below": 6, "already_published": True}
    shared = {"data": "data/small", "period": "2016-03", "small_counts": rule, "report": "small"}
    assert pack.absent == ()
    assert list(pack.sections) == [
        Section("plain", kit / "notebooks" / "plain.ipynb", shared),
        Section("noisy", kit / "notebooks" / "noisy.ipynb", {"data": "data/small", "period": "2016-02"}),
    ]


def test_a_date_reaches_the_notebook_as_iso_text(kit: Path) -> None:
    """A YAML date is text like 2016-03-30 in a section's parameters, fit for JSON."""
    [section] = sections(kit, "  - notebook: plain\n    parameters: {as_at: 2016-03-30}\n")
    assert json.loads(json.dumps(section.parameters))["as_at"] == "2016-03-30"


def test_a_list_that_is_given_as_one_word_is_that_list_of_one(kit: Path) -> None:
    """It is the same plan, and the same names of sections, as with the list; only text takes it."""
    text = twice("{areas: North Kent}", "{areas: [North Kent], decimals: 2}")
    first, second = sections(kit, text)
    assert first.parameters["areas"] == second.parameters["areas"] == ["North Kent"]
    assert (first.name, second.name) == ("plain", "plain-2")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ("  - notebook: one_indicator\n    parameters: {area: Kent}\n", ["one-indicator"]),
        (
            twice("{area: Kent, decimals: 2}", "{area: North Kent, decimals: 2}"),
            ["plain-kent", "plain-north-kent"],
        ),
        (
            twice("{areas: [Kent, North Kent], fail: true}", "{areas: [Kent], fail: false}"),
            ["plain-kent-north-kent-fail", "plain-kent-no-fail"],
        ),
        ("  - notebook: plain\n    name: by-name\n  - notebook: plain\n", ["by-name", "plain"]),
        ("  - notebook: plain\n    for_each: {area: all}\n", ["plain-kent", "plain-north-kent"]),
        ("  - notebook: plain\n    name: p\n    for_each: {area: [North Kent]}\n", ["p-north-kent"]),
        (
            "  - notebook: one_indicator\n    for_each: {indicator: all}\n",
            ["one-indicator-visits", "one-indicator-reviews"],
        ),
    ],
)
def test_a_sections_name(kit: Path, entries: str, expected: list[str]) -> None:
    """It is its `name` or its notebook's in kebab case, then the for_each value, then what differs among uses."""
    assert [section.name for section in sections(kit, entries)] == expected


@pytest.mark.parametrize(
    ("parameters", "expected", "absent"),
    [
        ("", ["visits"], []),  # 52 of 68 is 76.47: under the floor of 76.5; 90 of 100 meets 85
        ("    parameters: {area: North Kent}\n", [], ["No one indicator: no indicator is Red in March 2016."]),
        ("    parameters: {cohort: excluding_uasc}\n", [], ["No one indicator: no indicator is Red in March 2016."]),
    ],
)
def test_the_reds_are_those_of_the_sections_own_area_and_cohort(
    kit: Path, parameters: str, expected: list[str], absent: list[str]
) -> None:
    """`for_each: {indicator: red}` gives one section a Red indicator; none is allowed and said."""
    text = f"{HEAD}sections:\n  - notebook: one_indicator\n    for_each: {{indicator: red}}\n{parameters}"
    pack = read_pack(write(kit, text))
    assert [section.parameters["indicator"] for section in pack.sections] == expected
    assert list(pack.absent) == absent


def test_everything_wrong_is_found_at_once(kit: Path) -> None:
    """Shape, notebooks, parameters, areas and data are all checked before anything is said, in the order of lines."""
    (kit / "data" / "small" / "targets.csv").write_text("indicator,from,target\nvists,2015-04,85\n", encoding="utf-8")
    text = """titel: A pack
period: 2016-13
published: 2016-02-30
status: finished
council: 12
small_counts: {below: 0, already_published: "yes"}
data: data/small
period: 2016-03
sections:
  - notebook: plane
  - notebook: plain
    parameters: {aera: Kent, decimals: "1", areas: [], as_at: 31/03/2016}
  - notebok: plain
  - notebook: one_indicator
    name: Bad Name
    for_each: {indicator: blue}
  - plain
"""
    own, neither = "key sections 2.parameters", "neither red, red_and_amber, all nor a list of text"
    bare = "Write 1, without quotes or anything between the digits."
    *found, in_data = [message.removeprefix("small.yaml, line ") for message in messages(kit, text)]
    assert found == [
        "1, key title: it is missing. Add `title: Performance scorecard`.",
        '1, key titel: it is no key that is known here. Did you mean "title"?',
        '2, key period: "2016-13" is not a month. Write a month like 2016-03.',
        '3, key published: "2016-02-30" is not a date. Write a date like 2016-05-13.',
        "4, key status: \"finished\" is not 'draft' or 'final'. Write one of them, without quotes.",
        '5, key council: "12" is not text. Put it in quotes.',
        '6, key small_counts.below: "0" is under 1. Write the lowest count that may be shown, such as 6.',
        '6, key small_counts.already_published: "yes" is not true or false. Write true or false, without quotes.',
        "8, key period: it stands in line 2 already. Keep one.",
        '10, key sections 1.notebook: "plane" is no notebook. Did you mean "plain"?',
        f'12, {own}.aera: it is no parameter of plain. Did you mean "area"?',
        f'12, {own}.decimals: "1" is text, where the notebook expects a whole number. {bare}',
        f'12, {own}.areas: it is an empty list. The default is ["Kent"].',
        f'12, {own}.as_at: "31/03/2016" is not a date written like 2016-05-13. Did you mean "2016-03-31"?',
        "13, key sections 3.notebook: it is missing. Add `notebook: scorecard`.",
        '13, key sections 3.notebok: it is no key that is known here. Did you mean "notebook"?',
        '15, key sections 4.name: "Bad Name" cannot be a page\'s name. Use small letters, digits and single hyphens.',
        f"16, key sections 4.for_each: it gives indicator {neither}. Write `for_each: {{indicator: all}}`.",
        '17, key sections 5: "plain" does not hold keys with values. Write it as `- notebook: scorecard`.',
    ]
    assert in_data.startswith('targets.csv, row 2, column indicator: "vists"')


def test_names_that_the_data_do_not_hold(kit: Path) -> None:
    """An area, indicator or cohort under parameters is one of the data's; the nearest is named."""
    text = f"""{HEAD}sections:
  - notebook: plain
    parameters: {{area: Knt, areas: [Kent, Nort Kent]}}
  - notebook: one_indicator
    parameters: {{cohort: exluding_uasc, area: ""}}
    for_each: {{indicator: [vists]}}
"""
    mend = 'Did you mean "excluding_uasc"?'
    assert [message.removeprefix("small.yaml, line ") for message in messages(kit, text)] == [
        '6, key sections 1.parameters.area: "Knt" is no area of the data. Did you mean "Kent"?',
        '6, key sections 1.parameters.areas 2: "Nort Kent" is no area of the data. Did you mean "North Kent"?',
        f'8, key sections 2.parameters.cohort: "exluding_uasc" is no cohort of the data. {mend}',
        '9, key sections 2.for_each.indicator 1: "vists" is no indicator of the data. Did you mean "visits"?',
    ]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (
            "  - notebook: plain\n  - notebook: plain\n",
            'line 6, key sections 2: "plain" is the name of another section already',
        ),
        ("  - notebook: plain\n    name: index\n", 'line 5, key sections 1: "index" is a name that the kit or Windows'),
        ("  - notebook: plain\n    name: com1\n", 'line 5, key sections 1: "com1" is a name that the kit or Windows'),
        (f"  - notebook: plain\n    name: {'a' * 81}\n", "is a name of over 80 characters"),
        (
            "  - notebook: plain\n    parameters: {area: Kent}\n    for_each: {area: [Kent]}\n",
            "line 7, key sections 1.for_each.area: it stands under parameters too",
        ),
        ("  - notebook: noisy\n    for_each: {area: all}\n", "sections 1.for_each.area: it is no parameter of noisy"),
        ("  - notebook: ../notebooks/plain\n", '"../notebooks/plain" is no notebook'),
        (
            "  - notebook: plain\n    parameters: {small_counts: {below: .nan}}\n",
            'small_counts.below: ".nan" is no plain value',
        ),
        (
            "  - notebook: plain\n    parameters: {decimals: }\n",
            "it is empty, where the notebook expects a whole number",
        ),
        ("  - notebook: plain\n    parameters: {areas: [1]}\n", "it holds a whole number, where text belongs"),
        (
            "  - notebook: plain\n    parameters: {[1]: 2}\n",
            "line 6, key sections 1.parameters: it holds a key that is no word",
        ),
    ],
)
def test_a_section_that_cannot_be_planned(kit: Path, entries: str, expected: str) -> None:
    """A name that is taken twice or cannot be a file's, or a parameter from two places, stops the pack."""
    [message] = messages(kit, f"{HEAD}sections:\n{entries}")
    assert expected in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", "small.yaml: it is empty. Write at least title, period, data and sections."),
        (b"# a comment\n", "small.yaml: it is empty. Write at least title, period, data and sections."),
        (b"- a\n", "small.yaml, line 1: it does not hold keys with values. Write lines such as `period: 2016-03`."),
        (
            b"title: A\nsections:\n\t- b\n",
            "small.yaml, line 3: the line holds a tab. Use spaces: two for each step inwards.",
        ),
        (b"title: caf\xe9\n", "small.yaml, line 1: a character is not UTF-8. Save the file as UTF-8 in your editor."),
        ("title: A\n".encode("utf-16"), "small.yaml: it is saved as UTF-16. Save it as UTF-8."),
        (b"a: &b [1]\nc: *b\n", "small.yaml, line 2: it refers to another place with *. Write the value out."),
        (
            b"a: " + b"[" * 3000 + b"]" * 3000,
            "small.yaml, line 1: it is nested over 20 levels deep. Write it afresh.",
        ),
        (b"a\x00: b\n", "small.yaml, line 1: it holds a character that does not belong in text. Delete the character."),
    ],
)
def test_a_file_that_is_no_parameters_file(kit: Path, text: bytes, expected: str) -> None:
    """What cannot be read as YAML at all is one message with the mend."""
    assert messages(kit, text) == [expected]


@pytest.mark.parametrize("dash", ["-", "-\u00a0"])
def test_a_dash_without_its_space(kit: Path, dash: str) -> None:
    """A list whose items YAML takes for words is told by its first line."""
    said = messages(kit, f"{HEAD}sections:\n{dash}notebook: plain\n")[-1]
    assert said.endswith("notebook: it has no plain space behind its dash. Write `- notebook: scorecard`.")


@pytest.mark.parametrize("title", ["   ", "\u200b", "\u00a0"])
def test_a_title_that_nobody_sees(kit: Path, title: str) -> None:
    """A page would have no heading."""
    [said] = messages(kit, f'title: "{title}"\nperiod: 2016-03\ndata: data/small\nsections: [{{notebook: plain}}]\n')
    assert "is blank. Write `title: Performance scorecard`." in said


def test_a_file_that_is_not_there(kit: Path) -> None:
    """A misspelt file name names the nearest that is there."""
    write(kit, HEAD)
    [finding] = check(kit / "parameters" / "smal.yaml")
    assert (finding.file, finding.mend) == ("smal.yaml", 'Did you mean "small.yaml"?')


def test_yaml_runs_nothing(kit: Path) -> None:
    """A tag that other loaders would run as a command is only a wrong value."""
    marker = kit / "ran"
    text = f"{HEAD}sections:\n  - notebook: !!python/object/apply:pathlib.Path.touch [{marker}]\n"
    assert "line 5: a value is marked with !, which would give it another meaning" in messages(kit, text)[0]
    assert not marker.exists()


def test_a_data_folder_that_is_not_there(kit: Path) -> None:
    """The data folder is looked for from the parameters file's folder upwards."""
    [message] = messages(kit, "title: A\nperiod: 2016-03\ndata: data/smal\nsections: [{notebook: plain}]\n")
    mend = "It is looked for from parameters/ upwards, in every folder."
    assert message == f'small.yaml, line 3, key data: "data/smal" is no folder. {mend}'


def test_a_data_folder_by_its_whole_path_stays_out_of_the_notebook(kit: Path) -> None:
    """A notebook gets the folder as seen from the root, so that no page or record holds this machine's path."""
    path = write(kit, f"title: A\nperiod: 2016-03\ndata: {kit / 'data' / 'small'}\nsections: [{{notebook: noisy}}]\n")
    assert read_pack(path).sections[0].parameters["data"] == "data/small"


def test_check_reports_warnings_too(kit: Path) -> None:
    """A commentary that is awaited and a month without results stop nothing, and are said."""
    path = write(
        kit,
        HEAD.replace("2016-03", "2016-04")
        + "sections:\n  - notebook: one_indicator\n    for_each: {indicator: [visits]}\n",
    )
    assert [(finding.level, finding.file) for finding in check(path)] == [
        ("warning", "small.yaml"),
        ("warning", "commentary/2016-04/visits.md"),
    ]


@pytest.mark.parametrize(
    ("tags", "metadata", "said"),
    [
        ("parameters", {}, ""),
        (["parameters", "parameters"], {}, ""),
        (["parameters"], {"kernelspec": "python3"}, '"plain" cannot be read as a notebook'),
    ],
)
def test_a_notebook_that_was_written_by_hand(kit: Path, tags: object, metadata: object, said: str) -> None:
    """One tag as a text is a list of one, and what has another shape is refused before it is run."""
    path = kit / "notebooks" / "plain.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            cell["metadata"]["tags"] = tags
    path.write_text(json.dumps({**notebook, "metadata": metadata}), encoding="utf-8")
    found = [str(finding) for finding in check(write(kit, f"{HEAD}sections: [{{notebook: plain}}]\n"))]
    assert [said in message for message in found] == ([True] if said else [])
    if not said:
        [tagged] = [cell["metadata"]["tags"] for cell in read(path)["cells"] if cell["metadata"]["tags"]]
        assert tagged == ["parameters"]
