"""Zip files, a workbook among them, whose bytes depend on their members alone."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

__all__ = ["unzipped", "zipped"]

_OLDEST = (1980, 1, 1, 0, 0, 0)  # what a zip can say, and no clock of any machine
_READABLE = 0o644 << 16


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of the members in their order; the same members give the same bytes."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _OLDEST)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, _READABLE
            archive.writestr(info, content)
    return written.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The members of a zip that the kit has written itself, in their order."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
