"""What pandas and matplotlib know: judgements as frames for a notebook, and any frame or drawing fit for a page."""
