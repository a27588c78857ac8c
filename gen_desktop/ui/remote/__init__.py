"""Distance work: planned, done, verified, and the help given."""
