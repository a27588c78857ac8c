"""Learners: the list, the person beside it, her forms."""
