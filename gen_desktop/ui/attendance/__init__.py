"""Émargement: one week of one cohort, one key per cell."""
