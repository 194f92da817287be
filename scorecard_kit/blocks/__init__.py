"""What a page is made of: escaped HTML, sentences, colours with words."""
