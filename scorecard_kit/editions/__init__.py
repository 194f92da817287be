"""Editions: what was published, kept as it was, listed, made again and compared."""
