"""The way into JupyterLab: a working copy with the pack's own parameters, and a plain message where there is none."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from scorecard_kit.explore import lab
from scorecard_kit.findings import InputError

ROOT = Path(__file__).parents[2]
INJECTED = """# Parameters
data = "data/scs-2013-09"
period = "2013-09"
reporting = "quarter"
small_counts = {"below": 6, "already_published": True}
report = "scs-2013-09"
draft = False
"""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """Give a kit with one pack."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    shutil.copytree(ROOT / "data" / "scs-2013-09", tmp_path / "data" / "scs-2013-09")
    (tmp_path / "parameters").mkdir()
    shutil.copy(ROOT / "parameters" / "scs-2013-09.yaml", tmp_path / "parameters")
    return tmp_path


def test_the_copy_has_the_packs_parameters(kit: Path) -> None:
    """It stands beside notebooks/, its code folded away, and the notebook in git stays as it is."""
    before = (kit / "notebooks" / "explore_variances.ipynb").read_bytes()
    copy = lab.working_copy(kit / "parameters" / "scs-2013-09.yaml")
    cells = json.loads(copy.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    [injected] = [cell for cell in code if "injected-parameters" in cell["metadata"]["tags"]]
    assert copy == kit / "desk" / "explore-scs-2013-09.ipynb"
    assert "".join(injected["source"]) == INJECTED
    assert {cell["metadata"]["jupyter"]["source_hidden"] for cell in code} == {True}
    assert (kit / "notebooks" / "explore_variances.ipynb").read_bytes() == before


def test_without_jupyterlab_the_mend_is_told(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not installed nothing is written, and the message says how to install it."""
    monkeypatch.setattr(lab, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"JupyterLab is not installed\. Install it with the kit: python -m pip"):
        lab.open_explorer(kit / "parameters" / "scs-2013-09.yaml")
    assert not (kit / "desk").exists()


@pytest.mark.parametrize(("is_root", "allowed"), [(True, False), (True, True), (False, False)])
def test_the_user_root_has_to_say_so(kit: Path, monkeypatch: pytest.MonkeyPatch, is_root: bool, allowed: bool) -> None:
    """Where JupyterLab does not open for root, the message names the option that the command itself takes."""
    started: list[list[str]] = []
    monkeypatch.setattr(lab, "find_spec", lambda _: True)
    monkeypatch.setattr(lab, "_is_root", lambda: is_root)

    def run(command: list[str], **_: object) -> SimpleNamespace:
        started.append(command)
        return SimpleNamespace(returncode=int(is_root and "--allow-root" not in command))

    monkeypatch.setattr("subprocess.run", run)
    if is_root and not allowed:
        with pytest.raises(InputError, match=r"you are the user root, .* Work as another user, or say --allow-root\."):
            lab.open_explorer(kit / "parameters" / "scs-2013-09.yaml")
        return
    assert lab.open_explorer(kit / "parameters" / "scs-2013-09.yaml", allow_root=allowed) == 0
    assert ["--allow-root" in command for command in started] == [allowed]
