"""How much a section may put out: what is more is a mistake, and is stopped before it costs the memory or the page."""

__all__ = ["OUTPUT", "PAGE", "PRINTED", "TEXT", "stated"]

_MEGABYTE = 1_000_000
PRINTED = 1_000_000
"""Characters that a section may print, to standard output and to standard error each."""
OUTPUT = 5_000_000
"""Bytes of all that a section's cells put out, as they come from its kernel."""
TEXT = 20_000
"""Characters of plain text that a page may hold: it is made of figures, tables and sentences, not of print."""
PAGE = 5_000_000
"""Characters of a section's HTML: a reader opens it on a phone."""


def stated(amount: int) -> str:
    """A limit in words."""
    return f"{amount:,} characters" if amount < _MEGABYTE else f"{amount // _MEGABYTE} MB"
