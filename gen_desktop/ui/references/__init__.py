"""The official lists and what is shipped: imported, dated, deleted."""
