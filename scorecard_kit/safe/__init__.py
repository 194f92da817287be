"""What a reader can work out of what is withheld. Pure: no file is opened, no HTML written."""
