"""Figures in: the only folder that opens input files."""
