"""Dated code lists, parameters and targets shipped with the program (``resources/reference/*.csv``)."""
