"""The batch: many sections at once in kernels that start warm, nothing done twice, and nothing half done."""
