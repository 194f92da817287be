"""Notebooks run: one after another, many at once, or on several machines; nothing twice."""
