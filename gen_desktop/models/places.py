"""What a postal code says of where somebody lives."""

from __future__ import annotations

CORSICA_SOUTH_ENDS = "20200"
"""Postal codes of Corsica below it are of Corse-du-Sud."""


def department(postal_code: str | None) -> str:
    """« 58 », « 2A », « 974 »; '' without a postal code."""
    code = postal_code or ""
    if code.startswith(("97", "98")):
        return code[:3]
    if code.startswith("20"):
        return "2A" if code < CORSICA_SOUTH_ENDS else "2B"
    return code[:2]
