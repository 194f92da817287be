"""Zips whose bytes say nothing of when and where they were made."""

from scorecard_kit.files.zips import unzipped, zipped


def test_a_zip_without_a_clock() -> None:
    """The same members give the same bytes, whenever and wherever they are packed."""
    assert zipped({"a.txt": b"1"}) == zipped({"a.txt": b"1"})
    assert zipped({"a.txt": b"1"}) != zipped({"b.txt": b"1"})


def test_what_was_packed_is_there() -> None:
    """Every member comes back in its order: a workbook begins with the list of its parts."""
    members = {"z.xml": b"<z/>", "a/b.txt": bytes(1000)}
    assert list(unzipped(zipped(members)).items()) == list(members.items())
