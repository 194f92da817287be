"""Charts as inline SVG, each with its title, its words and its figures."""
