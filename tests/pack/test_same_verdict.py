"""Whatever `check` refuses, a render refuses in the same words; whatever it accepts can be rendered."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import check, examine
from scorecard_kit.run._render import prepare

HEAD = "title: A pack\nperiod: 2016-03\ndata: data/small\n"
PLAIN = f"{HEAD}sections: [{{notebook: plain}}]\n"
BOM = b"\xef\xbb\xbf"

SECTIONS = {
    "an unknown notebook": "{notebook: plane}",
    "a notebook elsewhere": "{notebook: ../notebooks/plain}",
    "an unknown parameter": "{notebook: plain, parameters: {aera: Kent}}",
    "text for a number": "{notebook: plain, parameters: {decimals: one}}",
    "yes for true": "{notebook: plain, parameters: {fail: yes}}",
    "a number with a line in it": "{notebook: plain, parameters: {decimals: 1_0}}",
    "a nought first": "{notebook: plain, parameters: {decimals: 012}}",
    "a number of hours": "{notebook: plain, parameters: {decimals: 1:30}}",
    "a hexadecimal number": "{notebook: plain, parameters: {decimals: 0x1F}}",
    "a number under nought": "{notebook: plain, parameters: {decimals: -1}}",
    "a number over all bounds": "{notebook: plain, parameters: {decimals: 99999999999}}",
    "a part of a number": "{notebook: plain, parameters: {decimals: 1.5}}",
    "no number": "{notebook: plain, parameters: {decimals: .nan}}",
    "nothing at all": "{notebook: plain, parameters: {decimals: }}",
    "text for a list": "{notebook: plain, parameters: {areas: Knt}}",
    "an empty list": "{notebook: plain, parameters: {areas: []}}",
    "an area twice": "{notebook: plain, parameters: {areas: [Kent, Kent]}}",
    "a list of numbers": "{notebook: plain, parameters: {areas: [1]}}",
    "a list without end": f"{{notebook: plain, parameters: {{areas: [{'Kent, ' * 300}]}}}}",
    "text without end": f"{{notebook: plain, parameters: {{report: {'x' * 501}}}}}",
    "blank where text belongs": "{notebook: plain, parameters: {area: ''}}",
    "an unknown area": "{notebook: plain, parameters: {area: Kentt}}",
    "an unknown indicator": "{notebook: one_indicator, parameters: {indicator: vists}}",
    "an unknown cohort": "{notebook: one_indicator, parameters: {cohort: excluding_usac}}",
    "a section's month that is none": "{notebook: plain, parameters: {period: 2016-3}}",
    "a section's data by their address": "{notebook: plain, parameters: {data: 'sqlite:///x'}}",
    "a rule with an unknown key": "{notebook: plain, parameters: {small_counts: {blow: 6}}}",
    "a rule that is no number": "{notebook: plain, parameters: {small_counts: {below: x}}}",
    "for each of both": "{notebook: plain, for_each: {area: all, indicator: red}}",
    "for each of neither": "{notebook: plain, for_each: {}}",
    "for each of what is blank": "{notebook: plain, for_each: {area: ['']}}",
    "for each of an unknown area": "{notebook: plain, for_each: {area: [Kentt]}}",
    "for each of what it does not take": "{notebook: noisy, for_each: {area: all}}",
    "for each and a parameter": "{notebook: plain, parameters: {area: Kent}, for_each: {area: all}}",
}
"""Sections that cannot be used."""

PARAMETERS = {
    "no title": "period: 2016-03\ndata: data/small\nsections: [{notebook: plain}]\n",
    "no period": "title: A\ndata: data/small\nsections: [{notebook: plain}]\n",
    "no data": "title: A\nperiod: 2016-03\nsections: [{notebook: plain}]\n",
    "no sections": HEAD,
    "empty sections": f"{HEAD}sections: []\n",
    "sections that are text": f"{HEAD}sections: plain\n",
    "a section that is a number": f"{HEAD}sections: [1]\n",
    "an unknown key": f"{PLAIN}publshed: 2016-05-13\n",
    "a key twice": f"{PLAIN}period: 2016-02\n",
    "an impossible date": f"{PLAIN}published: 2016-02-30\n",
    "a month of another century": PLAIN.replace("2016-03", "0016-03"),
    "a month in other digits": PLAIN.replace("2016", "".join(chr(0xFF10 + int(digit)) for digit in "2016")),
    "a month without figures, to be published": f"{PLAIN.replace('2016-03', '2016-04')}status: final\n",
    "an unknown status": f"{PLAIN}status: done\n",
    "an unknown rhythm": f"{PLAIN}reporting: weekly\n",
    "data that are not there": PLAIN.replace("data/small", "data/smal"),
    "data by their address": PLAIN.replace("data/small", "sqlite:///x.db"),
    "data that are a list": PLAIN.replace("data/small", "[data/small]"),
    "data of an unknown key": PLAIN.replace("data/small", "{databse: env:X}"),
    "a section's month without figures": (
        f"{HEAD}status: final\nsections: [{{notebook: plain, parameters: {{period: 2014-03}}}}]\n"
    ),
    "a section's data that are not there": f"{HEAD}sections: [{{notebook: plain, parameters: {{data: data/no}}}}]\n",
    "two sections of one name": f"{HEAD}sections: [{{notebook: plain}}, {{notebook: plain}}]\n",
    "a name that is taken": f"{HEAD}sections: [{{notebook: plain, name: index}}]\n",
    "a name that is too long": f"{HEAD}sections: [{{notebook: plain, name: {'a' * 81}}}]\n",
    "a name that will be taken once the other indicator is Red": (
        f"{HEAD}sections:\n- {{notebook: plain, name: one-reviews}}\n"
        "- {notebook: one_indicator, name: one, for_each: {indicator: red}}\n"
    ),
    "a title without end": PLAIN.replace("A pack", "x" * 501),
    "a rule that withholds all": f"{PLAIN}small_counts: {{below: 100000}}\n",
    "sections without end": f"{HEAD}sections: [{'{notebook: plain}, ' * 501}]\n",
    "a mark": f"{HEAD}sections: [{{notebook: !x plain}}]\n",
    "an anchor": f"{HEAD}sections: &x [{{notebook: plain}}]\n",
    "two documents": f"{PLAIN}---\n{PLAIN}",
    "a second colon": PLAIN.replace("A pack", "A pack: the report"),
    "a bracket that stays open": PLAIN.replace("]", ""),
}
"""Parameters files that cannot be used."""


def rewritten(name: str, change: Callable[[dict[str, Any]], object]) -> Callable[[Path], object]:
    """A change of a notebook's JSON."""

    def write(kit: Path) -> None:
        path = kit / "notebooks" / f"{name}.ipynb"
        said = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(change(said) or said), encoding="utf-8")

    return write


def first_cell(**what: object) -> Callable[[dict[str, Any]], object]:
    """A change of the first code cell."""
    return lambda said: next(cell for cell in said["cells"] if cell["cell_type"] == "code").update(what)


def raw(name: str, content: bytes) -> Callable[[Path], object]:
    """Another content of a file."""
    return lambda kit: (kit / name).write_bytes(content)


IN_R = {"kernelspec": {"language": "R"}}
PLAIN_FILE, RESULTS = "notebooks/plain.ipynb", "data/small/results.csv"
FILES: dict[str, Callable[[Path], object]] = {
    "a notebook of a later format": rewritten("plain", lambda said: said.update(nbformat=5)),
    "a notebook of text": raw(PLAIN_FILE, b"not a notebook"),
    "a notebook of nothing": raw(PLAIN_FILE, b""),
    "a notebook that is a list": raw(PLAIN_FILE, b"[]"),
    "a notebook nested without end": raw(PLAIN_FILE, b"[" * 100_000),
    "a notebook in another language": rewritten(
        "plain", lambda said: said.update(metadata={"kernelspec": {"language": "R"}})
    ),
    "a cell without its source": rewritten("plain", lambda said: said.update(cells=[{"cell_type": "code"}])),
    "a cell of an unknown kind": rewritten("plain", first_cell(cell_type="heading")),
    "a default beyond its own bounds": raw(
        "notebooks/plain.ipynb",
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "metadata": {"tags": ["parameters"]}, '
        b'"source": "data: str = \'data/small\'  # folder\\nmonths: int = 0  # months (1 to 12)"}]}',
    ),
    "a cell that is not Python": rewritten("plain", first_cell(source="import = 1")),
    "no cell with the parameters": rewritten("plain", lambda said: said.update(cells=[])),
    "two cells with the parameters": rewritten("plain", first_cell(metadata={"tags": ["parameters"]})),
    "results without a header": raw(RESULTS, b"visits,2016-03,Kent,,52,68\n"),
    "a result that is no number": raw(
        RESULTS, b"indicator,period,area,numerator,denominator\nvisits,2016-03,Kent,x,68\n"
    ),
    "no results": raw(RESULTS, b""),
    "commentary with an unknown figure": raw("data/small/commentary/2016-03/visits.md", b"{{ numeratr }}\n"),
    "commentary with a head that cannot be read": raw("data/small/commentary/2016-03/visits.md", b"---\n- a: [\n---\n"),
}
"""What may stand in the way beside the parameters file."""


@pytest.fixture(scope="module")
def shared_kit(tmp_path_factory: pytest.TempPathFactory, make_kit: Callable[[Path], Path]) -> Path:
    """A kit that no test changes but for its parameters file."""
    return make_kit(tmp_path_factory.mktemp("kit"))


def verdicts(kit: Path, text: str) -> tuple[list[str], list[str]]:
    """What `check` and a render say of a pack."""
    path = kit / "parameters" / "small.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        prepare(path, kit / "outputs")
    except InputError as error:
        refused = [f"{finding.level}: {finding}" for finding in error.findings]
    else:
        refused = []
    return [f"{finding.level}: {finding}" for finding in check(path)], refused


@pytest.mark.parametrize("text", PARAMETERS.values(), ids=PARAMETERS)
def test_a_parameters_file_that_check_refuses_a_render_refuses_in_the_same_words(shared_kit: Path, text: str) -> None:
    """Errors, warnings and notes are the same, word for word and in the same order."""
    checked, refused = verdicts(shared_kit, text)
    assert any(said.startswith("error") for said in checked)
    assert refused == checked
    assert not (shared_kit / "outputs").exists()


def test_every_section_that_check_refuses_a_render_refuses_in_the_same_words(shared_kit: Path) -> None:
    """One pack of nothing but wrong sections: each is told of, and both say the same."""
    checked, refused = verdicts(shared_kit, f"{HEAD}sections:\n" + "".join(f"- {text}\n" for text in SECTIONS.values()))
    found = {int(number) for number in re.findall(r"^error: .*?, key sections (\d+)", "\n".join(checked), re.MULTILINE)}
    assert refused == checked
    assert [name for number, name in enumerate(SECTIONS, start=1) if number not in found] == []


@pytest.mark.parametrize("change", FILES.values(), ids=FILES)
def test_a_file_that_check_refuses_a_render_refuses_in_the_same_words(
    tmp_path: Path, make_kit: Callable[[Path], Path], change: Callable[[Path], object]
) -> None:
    """The same holds for notebooks, data and commentary."""
    kit = make_kit(tmp_path)
    (kit / "data" / "small" / "commentary" / "2016-03").mkdir(parents=True)
    change(kit)
    entries = "sections: [{notebook: plain}, {notebook: one_indicator, for_each: {indicator: [visits]}}]\n"
    checked, refused = verdicts(kit, HEAD + entries)
    assert any(said.startswith("error") for said in checked)
    assert refused == checked
    assert not (kit / "outputs").exists()


def old_format(kit: Path) -> None:
    """Write the plain notebook as one of nbformat 3."""
    path = kit / "notebooks" / "plain.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    old = [
        {
            "cell_type": "code",
            "input": cell["source"],
            "language": "python",
            "metadata": cell["metadata"],
            "outputs": [],
        }
        for cell in cells
        if cell["cell_type"] == "code"
    ]
    said = {"metadata": {"name": "plain"}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": old}]}
    path.write_text(json.dumps(said), encoding="utf-8")


def encoded(name: str, encoding: str, newline: str = "\n") -> Callable[[Path], object]:
    """The same text in another encoding, with other ends of lines."""

    def write(kit: Path) -> None:
        text = (kit / name).read_text(encoding="utf-8")
        (kit / name).write_bytes(text.replace("\n", newline).encode(encoding))

    return write


@pytest.mark.parametrize(
    "change",
    [
        encoded(PLAIN_FILE, "utf-8-sig"),
        encoded(PLAIN_FILE, "utf-16"),
        encoded(PLAIN_FILE, "utf-8", "\r\n"),
        old_format,
        rewritten("plain", lambda said: {key: value for key, value in said.items() if key != "metadata"}),
        rewritten("plain", lambda said: [cell.pop("metadata", None) for cell in said["cells"][:2]] and None),
        rewritten("plain", lambda said: [cell.update(id="same") for cell in said["cells"]] and None),
    ],
    ids=["with a mark", "UTF-16", "of Windows", "of format 3", "without a kernel", "cells without metadata", "one id"],
)
def test_a_notebook_that_means_one_thing_is_read(
    tmp_path: Path, make_kit: Callable[[Path], Path], change: Callable[[Path], object]
) -> None:
    """However its file was saved, its parameters are those that it declares, and both accept it."""
    kit = make_kit(tmp_path)
    change(kit)
    checked, refused = verdicts(kit, f"{HEAD}sections: [{{notebook: plain, parameters: {{decimals: 2}}}}]\n")
    assert (checked, refused) == ([], [])


def test_a_month_without_figures_is_left_to_a_draft(shared_kit: Path) -> None:
    """To be published it is an error that names the latest month; in a draft it is a warning, and is rendered."""
    said = 'small.yaml, line 2, key period: "2016-04" is a month without any result in the data.'
    [draft], refused = verdicts(shared_kit, PLAIN.replace("2016-03", "2016-04"))
    [final], _ = verdicts(shared_kit, f"{PLAIN.replace('2016-03', '2016-04')}status: final\n")
    assert (draft, refused) == (f"warning: {said} The latest month is 2016-03.", [])
    assert final == f"error: {said} The latest month is 2016-03."


def test_rows_prepared_ahead_are_no_figures(tmp_path: Path, make_kit: Callable[[Path], Path]) -> None:
    """A month of which only blank rows are there, or a benchmark, has no figures yet."""
    kit = make_kit(tmp_path)
    with (kit / RESULTS).open("a", encoding="utf-8") as file:
        file.write("visits,2016-04,Kent,,,\n")
    checked, _ = verdicts(kit, f"{PLAIN.replace('2016-03', '2016-04')}status: final\n")
    assert any(
        '"2016-04" is a month without any result in the data. The latest month is 2016-03.' in it for it in checked
    )


def test_a_default_that_the_data_do_not_hold_is_named(tmp_path: Path, make_kit: Callable[[Path], Path]) -> None:
    """A notebook that is left at the area of another council would make an empty page."""
    kit = make_kit(tmp_path)
    for table in ("results", "areas"):
        path = kit / "data" / "small" / f"{table}.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("Kent", "Essex"), encoding="utf-8")
    checked, refused = verdicts(kit, PLAIN)
    assert checked == refused
    assert checked[0].startswith(
        "error: small.yaml, line 4, key sections 1: it leaves area at the notebook's default, "
    )
    assert "which is no area of the data. Give it under `parameters`. There are: Essex, North Essex." in checked[0]


def test_a_section_is_held_against_the_data_that_it_reads(tmp_path: Path, make_kit: Callable[[Path], Path]) -> None:
    """A section with data of its own may name what they hold, and nothing else."""
    kit = make_kit(tmp_path)
    other = kit / "data" / "other"
    other.mkdir()
    for path in (kit / "data" / "small").glob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("North Kent", "West Kent")
        (other / path.name).write_text(text, encoding="utf-8")
    entries = [
        f"{HEAD}sections: [{{notebook: plain, parameters: {{data: data/other, area: {area}}}}}]\n"
        for area in ("West Kent", "North Kent")
    ]
    assert verdicts(kit, entries[0]) == ([], [])
    checked, refused = verdicts(kit, entries[1])
    assert checked == refused
    assert [it.partition("parameters.")[2] for it in checked] == [
        'area: "North Kent" is no area of the data. Did you mean "West Kent"?'
    ]


def test_a_section_is_spread_over_the_areas_of_the_data_that_it_reads(
    tmp_path: Path, make_kit: Callable[[Path], Path]
) -> None:
    """`all` is no area's name, whichever data the section reads; each name of a list is one."""
    kit = make_kit(tmp_path)
    shutil.copytree(kit / "data" / "small", kit / "data" / "other")
    entry = "{notebook: plain, parameters: {data: data/other}, for_each: {area: all}}"
    assert verdicts(kit, f"{HEAD}sections: [{entry}]\n") == ([], [])
    pack = examine(kit / "parameters" / "small.yaml").pack
    assert pack is not None
    assert [section.name for section in pack.sections] == ["plain-kent", "plain-north-kent"]
    checked, refused = verdicts(kit, f"{HEAD}sections: [{entry.replace('all', '[Kent, West Kent]')}]\n")
    assert checked == refused
    assert [it.partition("for_each.")[2] for it in checked] == [
        'area 2: "West Kent" is no area of the data. Did you mean "North Kent"?'
    ]


def test_a_long_key_gets_a_short_name_of_its_own(tmp_path: Path, make_kit: Callable[[Path], Path]) -> None:
    """Two keys that agree in their first hundred letters have two pages, called alike in every month."""
    kit = make_kit(tmp_path)
    keys = ["a" * 100, "a" * 99 + "b"]
    for table in ("indicators", "results", "targets"):
        path = kit / "data" / "small" / f"{table}.csv"
        text = path.read_text(encoding="utf-8").replace("visits,", f"{keys[0]},").replace("reviews,", f"{keys[1]},")
        path.write_text(text, encoding="utf-8")
    path = kit / "parameters" / "small.yaml"
    names = {}
    for wanted in ("red", "all"):
        entry = f"{{notebook: one_indicator, for_each: {{indicator: {wanted}}}}}"
        path.write_text(f"{HEAD}sections: [{entry}]\n", encoding="utf-8")
        pack = examine(path).pack
        names[wanted] = [section.name for section in pack.sections] if pack else []
    assert [len(name) for name in names["all"]] == [80, 80]
    assert len(set(names["all"])) == len(keys)
    assert names["red"] == names["all"][:1]


def test_areas_that_are_written_alike_get_names_of_their_own(tmp_path: Path, make_kit: Callable[[Path], Path]) -> None:
    """What differs only in signs that no address holds is told apart by letters."""
    kit = make_kit(tmp_path)
    with (kit / "data" / "small" / "areas.csv").open("a", encoding="utf-8") as file:
        file.write("East & West,area,Kent\nEast / West,area,Kent\n")
    path = kit / "parameters" / "small.yaml"
    path.write_text(f"{HEAD}sections: [{{notebook: plain, for_each: {{area: all}}}}]\n", encoding="utf-8")
    pack = examine(path).pack
    assert pack is not None
    names = [section.name for section in pack.sections]
    assert names[:2] == ["plain-kent", "plain-north-kent"]
    assert len(set(names)) == len(names)
    assert all(name.startswith("plain-east-west-") for name in names[2:])


def test_a_notebook_that_is_a_folder_or_a_link_to_nowhere(tmp_path: Path, make_kit: Callable[[Path], Path]) -> None:
    """Each is one finding with its reason."""
    kit = make_kit(tmp_path)
    (kit / "notebooks" / "folder.ipynb").mkdir()
    (kit / "notebooks" / "link.ipynb").symlink_to(kit / "nowhere")
    checked, refused = verdicts(kit, f"{HEAD}sections: [{{notebook: folder}}, {{notebook: link}}]\n")
    assert checked == refused
    assert ['"folder" is no file' in checked[0], '"link" cannot be read (No such file' in checked[1]] == [True, True]
