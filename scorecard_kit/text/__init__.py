"""Words: which characters a text may have, counts that agree with their noun, and text from outside made harmless."""
