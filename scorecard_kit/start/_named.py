"""What a new scorecard or section may be called, and the kit that it becomes part of."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from scorecard_kit.files.places import DEVICES, NAME, shortened
from scorecard_kit.findings import refusal
from scorecard_kit.text.characters import hyphenated

_LONGEST = 40
_KIT = ("notebooks", "parameters", "data")


def checked_name(name: str, what: str, example: str) -> str:
    """The name itself; InputError where it cannot be that of `what`, such as a section. `example` is one that can."""
    if not re.fullmatch(NAME, name):
        plain = hyphenated(name)[:_LONGEST].strip("-")
        mend = f"Use small letters, digits and single hyphens, such as {plain if plain[1:] else example}."
        raise refusal(shortened(name), f"it cannot be the name of a {what}", mend)
    if len(name) > _LONGEST:
        raise refusal(shortened(name), f"the name has over {_LONGEST} characters", "Choose a shorter one.")
    if name in DEVICES:
        raise refusal(name, "it is a name that Windows has taken", "Choose another.")
    return name


def kit_among(folders: Iterable[Path]) -> Path | None:
    """The first of some folders that is a kit's, with notebooks/, parameters/ and data/; None where none is."""
    return next((base for base in folders if all(os.path.isdir(base / part) for part in _KIT)), None)  # noqa: PTH112 - a name too long is none
