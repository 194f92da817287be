"""The next month of a pack: its parameters file, commentary to be written, the entry sheet moved, what is left."""
