"""The analyst's desk: other places where figures live."""
