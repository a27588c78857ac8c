"""Official lists in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.zoning_lists import ZoningFile
from gen_desktop.models.zoning import QPV
from gen_desktop.queries.zoning import ListRow
from gen_desktop.reference.lists import code_list
from gen_desktop.services.zoning_facts import ZoningPlan

SHOWN = 8


def validity(row: ListRow) -> str:
    """« du 01/07/2017 au 30/06/2024 », « depuis le 01/01/2025 »."""
    if row.valid_to is None:
        return f"depuis le {french.short_date(row.valid_from)}"
    return f"du {french.short_date(row.valid_from)} au {french.short_date(row.valid_to)}"


def places(kind: str, count: int) -> str:
    """« 34 875 communes », « 1 584 QPV »."""
    return f"{french.number(count)} {'QPV' if kind == QPV else french.form(count, 'commune')}"


def counts(classes: Mapping[str, int]) -> str:
    """How many communes of each class, in the order of the list of codes."""
    known = [(code.label, classes[code.code]) for code in code_list("rural_zoning") if code.code in classes]
    return "\n".join(f"{label}{NBSP}: {french.number(count)}" for label, count in known)


def doubts(found: ZoningFile) -> str:
    """What of the file was not understood; '' when all was."""
    said = []
    if found.unread:
        lines = french.join_names([str(number) for number in found.unread[:SHOWN]])
        more = "…" if len(found.unread) > SHOWN else ""
        left = french.plural(
            len(found.unread), "ligne non comprise est laissée", "lignes non comprises sont laissées"
        )
        said.append(f"{left} de côté{NBSP}: {lines}{more}.")
    if found.unknown:
        codes = ", ".join(found.unknown[:SHOWN])
        more = "…" if len(found.unknown) > SHOWN else ""
        left = french.plural(len(found.unknown), "commune inconnue", "communes inconnues")
        said.append(f"{left} du programme{NBSP}: {codes}{more}.")
    return "\n".join(said)


def summary(plan: ZoningPlan) -> str:
    """How many entries would be filled in, and why the others stay."""
    count = len(plan.lines)
    said = [
        french.plural(count, "entrée à compléter", "entrées à compléter") if count else "Rien à compléter"
    ]
    said += [f"{reason.lower()}{NBSP}: {french.number(number)}" for reason, number in plan.left.items()]
    return " · ".join(said)


def file_of_day(name: str, day: date | None) -> str:
    """« export du 20/11/2026 », the name of the file when it has no day."""
    return f"export du {french.short_date(day)}" if day else name
