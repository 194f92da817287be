"""Frames that pandas knows: what a judgement hands to a notebook, with the exact figures within."""
