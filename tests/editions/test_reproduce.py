"""`scorecard reproduce`: an edition is made again from its own inputs, whatever has become of the data since."""

import json
import shutil
import zipfile

from scorecard_kit.data.editions import sealed
from scorecard_kit.publish.manifest import digest
from tests.editions.conftest import LATE, MARCH, Published, files


def test_the_same_bytes_after_the_data_were_corrected(published: Published) -> None:
    """Both editions are made again as they were published, though the data hold the later figures alone."""
    published.change(*LATE)
    published.run("render", "--correct", "late")
    published.run("publish")
    shutil.rmtree(published.root / "data")
    shutil.rmtree(published.root / "outputs")
    before = files(published.root)
    assert published.run("reproduce", f"small/{MARCH}").stdout == f"small/{MARCH}: the same, 8 files.\n"
    assert "the same, 6 files" in published.run("reproduce", "editions/small/2016-05-13-2").stdout
    assert files(published.root) == before


def test_what_differs_is_said(published: Published) -> None:
    """A page that is not as it would be made now, and a library of another version then, are both named."""
    folder = published.editions / MARCH
    with zipfile.ZipFile(folder / "pages.zip") as pages:
        held = {name: pages.read(name) for name in pages.namelist()}
    with zipfile.ZipFile(folder / "pages.zip", "w") as pages:
        for name, content in held.items():
            pages.writestr(name, content.replace(b"52", b"53") if name == "scorecard-kent.html" else content)
    said = json.loads((folder / "edition.json").read_bytes())
    said["versions"]["pandas"] = "1.0"
    said["files"]["pages.zip"] = digest((folder / "pages.zip").read_bytes())
    (folder / "edition.json").write_bytes(sealed(said))
    lines = published.run("reproduce", f"small/{MARCH}", code=1).stdout.splitlines()
    assert lines[:2] == [f"small/{MARCH}: not the same.", "scorecard-kent.html differs"]
    assert any(line.startswith("pandas was 1.0, and is ") for line in lines)


def test_inputs_that_are_not_kept_are_named(published: Published) -> None:
    """Where the figures lie in no file of the edition, that is the reason that is given."""
    folder = published.editions / MARCH
    with zipfile.ZipFile(folder / "inputs.zip") as inputs:
        held = {name: inputs.read(name) for name in inputs.namelist() if "results" not in name}
    with zipfile.ZipFile(folder / "inputs.zip", "w") as inputs:
        for name, content in held.items():
            inputs.writestr(name, content)
    said = json.loads((folder / "edition.json").read_bytes())
    said["inputs_apart"] = {"data/small/results.csv": "it has more than 30 MB"}
    said["files"]["inputs.zip"] = digest((folder / "inputs.zip").read_bytes())
    (folder / "edition.json").write_bytes(sealed(said))
    assert "the same, 8 files" in published.run("reproduce", f"small/{MARCH}").stdout  # the file is where it was
    published.change(*LATE)
    lines = published.run("reproduce", f"small/{MARCH}", code=1).stdout.splitlines()
    assert lines[0] == f"small/{MARCH} cannot be made again:"
    assert "data/small/results.csv is not kept with the edition: it has more than 30 MB" in lines


def test_what_is_no_edition_is_refused(published: Published) -> None:
    """The nearest edition is named."""
    refused = published.run("reproduce", "small/2016-05-13-7", code=2)
    assert f'editions: "small/2016-05-13-7" is no edition. Did you mean "small/{MARCH}"?' in refused.stderr
    assert "nothing of it was published" in published.run("editions", "other", code=2).stderr
