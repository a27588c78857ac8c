"""Signed sheets: filed back from their scan, with what is missing on them."""
