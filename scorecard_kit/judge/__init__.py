"""The judgements: exact and pure. No file is opened here, and no HTML is written."""
