"""What pandas and matplotlib know, made fit for a page: any frame as a table, any drawing as a chart."""
