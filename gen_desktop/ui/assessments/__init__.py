"""Évaluations: blocks of the certification, the jury, skills."""
