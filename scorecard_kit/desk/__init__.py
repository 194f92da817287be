"""The analyst's desk: figures from elsewhere, a closer look, a scorecard to begin with, and a pack handed over."""
