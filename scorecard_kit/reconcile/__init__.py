"""What a printed report says against what the figures give."""
