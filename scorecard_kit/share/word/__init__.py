"""pack.docx: the pages of a pack as a Word document, for an agenda that is put together in Word."""
