"""`scorecard share`: a pack made ready to be handed over, or refused."""
