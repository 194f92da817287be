"""The sections: one module a notebook, under the same name, with the blocks that it shows."""
