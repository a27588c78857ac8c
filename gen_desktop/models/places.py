"""What a postal code, or the code of a commune, says of where somebody lives or a course is held."""

from __future__ import annotations

from gen_desktop.reference.lists import code_list

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


def region_of(insee_code: str | None) -> str | None:
    """The code of the region that a commune is in, None for one of no region (overseas collectivities)."""
    code = insee_code or ""
    department = code[:3] if code.startswith(("97", "98")) else code[:2]
    found = (one.code for one in code_list("region") if department in one["departments"].split("|"))
    return next(found, None) if department else None
