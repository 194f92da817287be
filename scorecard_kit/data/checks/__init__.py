"""What is wrong, or likely wrong, in tables that can each be read."""
