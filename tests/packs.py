"""The kit's own packs: one that somebody has begun beside them in parameters/ is none of them."""

import shutil
import subprocess

from tests.conftest import ROOT


def _committed() -> set[str]:
    """The parameters files that git knows; all that are there, where the kit lies without git."""
    command = [shutil.which("git") or "git", "ls-files", "--error-unmatch", "parameters/*.yaml"]
    try:
        known = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        return {path.name for path in (ROOT / "parameters").glob("*.yaml")}
    return {line.removeprefix("parameters/") for line in known}


PACKS = [ROOT / "parameters" / name for name in sorted(_committed())]
"""The parameters files."""
REPORTS = [path for path in PACKS if "notebook: reconciliation" in path.read_text(encoding="utf-8")]
"""Those that make a printed report again."""
