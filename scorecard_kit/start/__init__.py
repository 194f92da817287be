"""`scorecard new`: a small scorecard to begin with, and the workbook that analysts fill in."""
