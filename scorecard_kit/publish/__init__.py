"""Executed notebooks to pages, and the folder that they stand in."""
