"""A parameters file to a plan: what is declared, what is given, and whether the two fit."""
