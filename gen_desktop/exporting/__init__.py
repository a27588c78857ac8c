"""Data out, in open formats. Reports are elsewhere: this is for other programs and other years."""
