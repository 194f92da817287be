"""What a section has read, noted while it runs: the kernel side of recorded reads."""
