"""Reads every file that is to leave, and says what must not."""
