"""`scorecard audit`: a rendered pack beside the editions over its data, as a reader has them."""

import csv
import hashlib
import io
import json
import shutil

import pytest

from scorecard_kit.data.editions import sealed
from tests.editions.conftest import MARCH, Published

EARLIER = "open/2016-05-13-1"


def publish_openly(published: Published) -> None:
    """Keep an edition of another pack over the same data, which printed the 3 of 40 reviews of North Kent."""
    folder = published.root / "editions" / EARLIER
    shutil.copytree(published.editions / MARCH, folder)
    rows = list(csv.DictReader(io.StringIO((folder / "figures.csv").read_text(encoding="utf-8"), newline="")))
    for row in rows:
        if (row["indicator"], row["area"]) == ("reviews", "North Kent"):
            row |= {"numerator": "3", "denominator": "40", "value": "7.5", "status": ""}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / "figures.csv").write_text(out.getvalue(), encoding="utf-8", newline="\n")
    said = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    said |= {"pack": "open", "edition": MARCH}
    said["files"]["figures.csv"] = hashlib.sha256((folder / "figures.csv").read_bytes()).hexdigest()
    (folder / "edition.json").write_bytes(sealed(said))


def test_what_nobody_can_work_out_is_said_to_be_so(published: Published) -> None:
    """3 of 40 in North Kent takes Kent with it, the area that it is the only part of: two counts and two remainders."""
    said = published.run_any("audit", "parameters/small.yaml")
    assert said == "4 withheld counts: none can be worked out, with 1 edition over its data.\n"


def test_what_another_edition_prints_falls(published: Published) -> None:
    """Whose figure, what it is, where it stands; a pack that withholds it now cannot take it back."""
    publish_openly(published)
    said = published.run_any("audit", "parameters/small.yaml", code=2)
    told = f"Reviews in time, North Kent, March 2016: is withheld, but can only be 3: it is printed in {EARLIER}"
    assert told in " ".join(said.split())
    assert said.endswith("A reader can work out what is withheld, or may be able to.\n")


def test_without_the_library_nothing_is_called_proved(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install, and still finds what falls by bounds."""
    monkeypatch.setattr("scorecard_kit.safe.audit.is_exact", lambda: False)
    said = published.run_any("audit", "parameters/small.yaml")
    assert "That is no proof. For one: pip install 'scorecard-kit[safe]'." in said
    publish_openly(published)
    assert EARLIER in published.run_any("audit", "parameters/small.yaml", code=2)


def test_a_pack_that_is_not_rendered_as_its_data_are_is_refused(published: Published) -> None:
    """Its pages say something else than what would be judged."""
    published.change("data/small/results.csv", "visits,2016-02,Kent,,450,600", "visits,2016-02,Kent,,451,600")
    assert "Run `scorecard render parameters/small.yaml` first." in published.run_any(
        "audit", "parameters/small.yaml", code=2
    )
