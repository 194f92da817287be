"""A workbook as the data, with all that Excel does to a cell."""
