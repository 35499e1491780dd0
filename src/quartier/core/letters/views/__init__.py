"""Pages about letters: writing them, and the batches in which they are printed."""
