"""A parameters file to a plan: a list of frozen sections. Whatever is wrong is said before anything is run.

`examine` is the one way to it: `check` prints what it finds, and whoever needs the pack gets it with `read_pack`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.data.part import part
from scorecard_kit.data.yaml_file import Key
from scorecard_kit.files.places import LONGEST, TAKEN, within
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import definitions
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.pack._bounds import Parameter, Wrong, misfit
from scorecard_kit.pack._held import names_in, unknown, without_figures, without_results
from scorecard_kit.pack._shape import Entry
from scorecard_kit.pack._texts import of_commentary
from scorecard_kit.pack.check import Pack, Read, Section, beside, folder_of, is_wrong, loaded, read_file
from scorecard_kit.pack.notebook import parameters

__all__ = ["Pack", "Section", "check", "examine", "plan", "read_pack"]

_HASH = 8  # letters that tell two long names apart


def examine(path: str | Path, *, whole: bool = False) -> Read:
    """The pack of a parameters file with its sections, and everything that is found: errors, warnings and notes.

    There is no pack where an error is among the findings. `whole`: every row of a large stored table is looked at too,
    also those that no section may read. Raises nothing.
    """
    try:
        pack, findings = read_file(Path(path), whole=whole)
        if pack is None:
            return Read(None, findings)
        planned = _planned(pack)
        pack = replace(pack, sections=tuple(section for section, _ in planned.sections), absent=tuple(planned.absent))
        if wrong := without_figures(pack.dataset, pack.head.period):
            findings.append(_of_month(pack, ("period",), wrong))
        findings += [*planned.findings, *of_commentary(pack, planned.sections)]
    except InputError as error:
        return Read(None, error.findings)
    findings = list(dict.fromkeys(findings))
    return Read(None if is_wrong(findings) else replace(pack, findings=tuple(findings)), findings)


def check(path: str | Path) -> list[Finding]:
    """Every finding of a parameters file, its data and its commentary: errors, warnings and notes. Raises nothing."""
    return examine(path, whole=True).findings


def read_pack(path: str | Path) -> Pack:
    """The pack of a parameters file. InputError holds all that was found, where an error is among it."""
    pack, findings = examine(path)
    if pack is None:
        raise InputError(findings)
    return pack


def plan(pack: Pack) -> tuple[list[Section], list[str]]:
    """The sections of a pack in order, and a sentence for every `for_each` that comes to nothing."""
    return list(pack.sections), list(pack.absent)


class _Plan(NamedTuple):
    sections: list[tuple[Section, Dataset]]
    absent: list[str]
    findings: list[Finding]


def _planned(pack: Pack) -> _Plan:
    """The sections, and the names that cannot be used: also those of indicators that are not Red this month."""
    found, taken = _Plan([], [], []), set[str]()
    for place, entry in enumerate(pack.entries):
        own = _with_its_data(pack, place, found.findings)
        if own is None:
            continue
        declared = parameters(pack.notebook(entry))
        found.findings.extend(_of_entry(own, place, declared))
        shared = {key: value for key, value in pack.shared.items() if key in declared}
        may_be, values = _spread(own, entry)
        if not values:
            found.absent.append(_absent(entry, pack.head.period))
        for each, name in zip(may_be, _names(entry, pack.entries, may_be), strict=True):
            if problem := _name_problem(name, taken):
                mend = "Give the section a `name` of its own."
                found.findings.append(pack.document.finding(("sections", place), problem, mend, value=name))
            taken.add(name)
            if each in values:
                given = {**shared, **entry.parameters, **each}
                found.sections.append((Section(name, pack.notebook(entry), given), own.dataset))
    return found


def _with_its_data(pack: Pack, place: int, findings: list[Finding]) -> Pack | None:
    """The pack with the data that an entry reads, which are its own or the pack's; None where they cannot be read."""
    entry, key = pack.entries[place], ("sections", place, "parameters")
    given = entry.parameters.get("data", pack.shared["data"])
    if given == pack.shared["data"]:
        return pack
    if isinstance(given, str) and not within(pack.root, given):
        problem, mend = "leads out of the folder that holds notebooks/", "Put the data into it: data/scs."
        findings.append(pack.document.finding((*key, "data"), problem, mend))
        return None
    folder, wrong = folder_of(given, pack.root)
    findings += [pack.document.finding((*key, *own), problem, mend) for own, problem, mend in wrong]
    place_of = beside(given, str(folder)) if folder else None
    dataset, of_data = loaded(place_of, entry.parameters.get("small_counts", pack.shared["small_counts"]), whole=False)
    findings += of_data
    return replace(pack, dataset=dataset) if dataset else None


def _of_entry(pack: Pack, place: int, declared: dict[str, Parameter]) -> Iterator[Finding]:
    """What the data of an entry lack: figures of its month, or names that it gives or its notebook has for defaults."""
    entry, names = pack.entries[place], names_in(pack.dataset)
    key: Key = ("sections", place)
    period = entry.parameters.get("period", pack.head.period)
    is_other = bool({"period", "data"} & entry.parameters.keys())
    if is_other and (wrong := without_figures(pack.dataset, period)):
        yield _of_month(pack, (*key, "parameters", "period"), wrong)
    given = {**entry.parameters, **(entry.for_each or {})}
    for name, parameter in declared.items():
        value = given.get(name, parameter.default)
        if name not in given and (unfit := misfit(value, parameter)):  # which its own kernel would refuse
            problem = f"leaves {name} at the notebook's default, which {unfit[0]}"
            yield pack.document.finding(key, problem, f"Give it under `parameters`. {unfit[1]}", value="")
        items = value if isinstance(value, list | tuple) else [value]
        for item in items if name in given else []:
            if bare := without_results(name, item, pack.dataset):
                yield pack.document.finding((*key, "parameters", name), *bare, value=item, level="warning")
        if ("data" not in given) if name in given else (name == "cohort"):
            continue  # it was held against the pack's data, or is a default that not all data have: the page says so
        for wrong in [found for item in items if (found := unknown(name, item, names))][:1]:
            if name in given:
                yield pack.document.finding((*key, "parameters", name), *wrong)
            else:
                problem = f"leaves {name} at the notebook's default, which {wrong[0]}"
                yield pack.document.finding(key, problem, f"Give it under `parameters`. {wrong[1]}", value="")


def _of_month(pack: Pack, key: Key, wrong: Wrong) -> Finding:
    """A month without figures: nothing to publish, and in a draft to be judged."""
    return pack.document.finding(key, *wrong, level="warning" if pack.head.status == "draft" else "error")


def _spread(pack: Pack, entry: Entry) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """What `for_each` may spread an entry over in any month, and what it does in this one: parameters of a section."""
    if entry.for_each is None:
        return [{}], [{}]
    [(key, wanted)] = entry.for_each.items()
    if isinstance(wanted, list):
        given = [{key: value} for value in dict.fromkeys(wanted)]
        return given, given
    if key == "area":
        areas = pack.dataset.areas  # services and teams have activity only, benchmarks no page of their own
        given = [{key: str(area)} for area in areas[areas["kind"].isin(["county", "area"])]["area"]]
        return given, given
    period = str(entry.parameters.get("period") or pack.head.period)
    known = definitions(pack.dataset.indicators).values()
    every = [{key: item.indicator} for item in known if item.role == "indicator" and item.in_use(period)]
    if wanted != "red":
        return every, every
    reds = [{key: indicator} for indicator in _reds(pack, entry, period)]
    return [*every, *(each for each in reds if each not in every)], reds


def _reds(pack: Pack, entry: Entry, period: str) -> list[str]:
    own, area = entry.parameters, str(entry.parameters.get("area") or main_area(pack.dataset))
    of = part(pack.dataset, area, period=period, reporting=pack.head.reporting)
    scored = score_latest(
        of.results,
        of.indicators,
        of.targets,
        period,
        area,
        str(own.get("cohort", "")),
        reporting=pack.head.reporting,
        changes=of.changes,
    )
    return [str(indicator) for indicator in scored[scored["rag"] == Rag.RED]["indicator"]]


def _absent(entry: Entry, period: str) -> str:
    [(key, wanted)] = (entry.for_each or {}).items()
    why = f"no {key} is Red in {month_name(period)}" if wanted == "red" else f"there is no {key} to show"
    return f"No {entry.notebook.replace('_', ' ')}: {why}."


def _names(entry: Entry, entries: tuple[Entry, ...], spread: list[dict[str, str]]) -> list[str]:
    """The names of an entry's sections. One that is too long, or another value's too, ends in letters of its own."""
    values = ["".join(each.values()) for each in spread]
    names = [_name(entry, entries, each) for each in values]
    if len(entry.name) > LONGEST:
        return names
    return [
        f"{name[: LONGEST - _HASH - 1].rstrip('-')}-{sha256(each.encode()).hexdigest()[:_HASH]}"
        if len(name) > LONGEST or (each and (not _kebab(each) or names.count(name) > 1))
        else name
        for name, each in zip(names, values, strict=True)
    ]


def _name(entry: Entry, entries: tuple[Entry, ...], each: str) -> str:
    """The name, else the notebook's; then the for_each value; then what differs among uses of the same notebook."""
    if entry.name:
        return "-".join(filter(None, [entry.name, _kebab(each)]))
    same = [other for other in entries if other.notebook == entry.notebook and not other.name]
    differing = [
        _kebab(_words(key, value))
        for key, value in entry.parameters.items()
        if any(other.parameters.get(key) != value for other in same)
    ]
    return "-".join(filter(None, [_kebab(entry.notebook), _kebab(each), *differing]))


def _words(key: str, value: object) -> str:
    if isinstance(value, bool):
        return key if value else f"no {key}"
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    return str(value)


def _kebab(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _name_problem(name: str, others: set[str]) -> str:
    if name in others:
        return "is the name of another section already"
    if name in TAKEN:
        return "is a name that the kit or Windows has taken"
    return f"is a name of over {LONGEST} characters" if len(name) > LONGEST else ""
