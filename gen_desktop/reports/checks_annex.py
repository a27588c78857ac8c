"""The last section of a report: what is still to be looked at. It counts people and names nobody."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop.reports.blocks import Heading, Paragraph
from gen_desktop.reports.checks import points
from gen_desktop.reports.common import Check
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Table
from gen_desktop.reports.written import Written, plural, tell

HEADING = "Annexe. Points à vérifier"
WORDS = {"blocking": "Bloquant", "warning": "À vérifier", "information": "Pour information"}


def annex_blocks(checks: Sequence[Check]) -> list[Block]:
    """The points that the report leaves with, the gravest first."""
    found = points(checks)
    blocks: list[Block] = [Heading(1, HEADING), Paragraph(_introduction(found))]
    if found:
        columns = [
            Column("Gravité", align="left", width=92),
            Column("Point", align="left"),
            Column("Pourquoi, ou que faire", align="left"),
        ]
        rows = [
            (WORDS[one.level], Written(one.title, {"n": one.n, "N": one.of}), one.detail) for one in found
        ]
        blocks.append(Table(columns, rows, dense=True))
    return blocks


def _introduction(found: Sequence[Check]) -> str:
    blocking = sum(one.level == "blocking" for one in found)
    if not found:
        return "Aucun des contrôles faits sur ces données n’a rien relevé."
    if not blocking:
        return tell("Aucun point bloquant. {} à connaître :", plural(len(found), "point"))
    return tell(
        "Rapport provisoire : {} sur {}. La liste des personnes est un document à part, nominatif.",
        plural(blocking, "point bloquant", "points bloquants"),
        plural(len(found), "point"),
    )
