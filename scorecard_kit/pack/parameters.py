"""A parameters file, opened once in a command: what is compared, read, planned and recorded is one content."""

import os
from dataclasses import dataclass
from errno import ELOOP, ENAMETOOLONG
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING

from scorecard_kit.findings import Finding, InputError, did_you_mean, refusal

if TYPE_CHECKING:
    from scorecard_kit.data.yaml_file import Document

__all__ = ["ParametersFile", "opened"]

_MOST = 1_000_000  # bytes: more than the longest text has that is read at all
_SHOWN = 60  # characters of a name in a message
_OTHERS = frozenset(".ipynb .csv .xlsx .parquet .db .md .html .json .py .txt .docx .pdf .zip".split())


@dataclass(frozen=True)
class ParametersFile:
    """A parameters file as it was when it was opened.

    `path` is absolute, without `..`, and its links are as they are; `content` its bytes, of one that is far too long
    the first million. Where it could not be opened, `findings` say why.
    """

    path: Path
    content: bytes = b""
    findings: tuple[Finding, ...] = ()

    @cached_property
    def document(self) -> "Document":
        """What is written in it; duplicate keys and impossible dates are among the document's findings.

        Raises InputError where there is nothing to go on with: no file, not UTF-8, not YAML, empty, or no mapping.
        """
        from scorecard_kit.data.yaml_file import read_text  # noqa: PLC0415 - it takes longer than an unchanged pack

        if self.findings:
            raise InputError(self.findings)
        document = read_text(self._text(), self.path.name)
        if not document.values and not document.findings:
            raise refusal(self.path.name, "it is empty", "Write at least title, period, data and sections.")
        return document

    def _text(self) -> str:
        if self.content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise refusal(self.path.name, "it is saved as UTF-16", "Save it as UTF-8.")
        try:
            return self.content.decode("utf-8-sig", "strict" if len(self.content) < _MOST else "ignore")
        except UnicodeDecodeError as error:
            line = self.content.count(b"\n", 0, error.start) + 1
            mend = "Save the file as UTF-8 in your editor."
            raise refusal(self.path.name, "a character is not UTF-8", mend, row=line) from None


def opened(parameters: ParametersFile | str | Path) -> ParametersFile:
    """A parameters file as it is now; one that is open stays as it was. Raises nothing, and waits for no pipe."""
    if isinstance(parameters, ParametersFile):
        return parameters
    path = Path(os.path.abspath(parameters))  # noqa: PTH100 - resolve makes a mapped drive of Windows a network path
    try:
        kind = path.stat().st_mode
        if S_ISREG(kind) and path.suffix.lower() not in _OTHERS:
            with path.open("rb") as file:
                return ParametersFile(path, file.read(_MOST))
        name = path.name or str(path)
        problem = f"it is {'a folder' if S_ISDIR(kind) else 'no parameters file' if S_ISREG(kind) else 'no file'}"
        mend = "Name the pack's own file: parameters/scs-2016-03.yaml."
    except FileNotFoundError:
        others = [other.name for other in path.parent.glob("*.yaml") if other.is_file()]
        name, problem = path.name, f"there is no such file in {path.parent}"
        mend = did_you_mean(name, others, "Check the name.")
    except OSError as error:
        name, problem = path.name[:_SHOWN], f"it cannot be read ({error.strerror})"
        mend = "Check the name." if error.errno in (ENAMETOOLONG, ELOOP) else "Close it in other programs."
    return ParametersFile(path, findings=(Finding(name, problem=problem, mend=mend),))
