"""Westshire: an invented county with three years of figures, drawn from a seed, in which known stories are planted."""

from examples.westshire.county import SEED, tables, write

__all__ = ["SEED", "tables", "write"]
