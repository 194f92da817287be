"""Two truths that agree on what is printed give the same bytes: nothing is drawn or said by what is withheld."""

import shutil
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.in_process import rendered

INDICATORS = """indicator,name,polarity,data_period,unit,role,definition
visits,Visits in time,H,month,percent,indicator,Of the visits that were due the share in time.
plans,Second plans,L,month,percent,indicator,Of the plans the share that are a second one.
"""
TARGETS = """indicator,from,area,target,floor,basis
visits,2015-04,,80,70,council
plans,2015-04,,3,4,council
"""
AREAS = "area,kind,parent\nShire,county,\nAldford,area,Shire\nBrook,area,Shire\nCombe,area,Shire\nDown,area,Shire\n"
PACK = """title: Small teams
period: 2016-03
data: data/small
sections:
  - {notebook: scorecard, parameters: {area: Shire}}
  - {notebook: scorecard, name: scorecard-aldford, parameters: {area: Aldford}}
  - {notebook: areas, parameters: {areas: [Aldford, Brook, Combe, Down]}}
  - notebook: summary
"""
MONTHS = ("2016-02", "2016-03")


def results(small: dict[tuple[str, str], int]) -> str:
    """Two indicators in four teams: Aldford has a small count, Brook goes with it, the two add to 60 whatever it is."""
    lines = ["indicator,period,area,cohort,numerator,denominator,value"]
    for name in ("visits", "plans"):
        for month in MONTHS:
            count = small[name, month]
            more = MONTHS.index(month)
            of_team = {"Shire": (240 + 2 * more, 400), "Aldford": (count, 100), "Brook": (60 - count, 100),
                       "Combe": (88 + more, 100), "Down": (92 + more, 100)}  # fmt: skip
            lines += [f"{name},{month},{area},,{above},{base}," for area, (above, base) in of_team.items()]
    return "\n".join(lines) + "\n"


def laid_out(root: Path) -> Path:
    """A kit with these tables but for the results; its parameters file."""
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    tables = {"indicators": INDICATORS, "areas": AREAS, "targets": TARGETS}
    texts = {f"data/small/{name}.csv": text for name, text in tables.items()} | {"parameters/p.yaml": PACK}
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root / "parameters" / "p.yaml"


COUNTS = st.fixed_dictionaries({(name, month): st.integers(1, 5) for name in ("visits", "plans") for month in MONTHS})


def test_withheld_counts_may_be_any_that_are_small(tmp_path: Path, soak: bool) -> None:
    """Whatever Aldford's small counts are, every page and table of the pack is the same, byte for byte."""
    parameters = laid_out(tmp_path)
    results_file = tmp_path / "data" / "small" / "results.csv"

    def pages(small: dict[tuple[str, str], int]) -> dict[str, str]:
        results_file.write_text(results(small), encoding="utf-8")
        return rendered(parameters)

    first = pages(dict.fromkeys([(name, month) for name in ("visits", "plans") for month in MONTHS], 3))
    assert "<td>c</td>" in first["areas.html"] or "withheld" in first["areas.html"]

    @settings(max_examples=40 if soak else 2, database=None)
    @given(COUNTS)
    def same(small: dict[tuple[str, str], int]) -> None:
        assert [name for name, text in pages(small).items() if text != first[name]] == []

    same()
