"""Judges a plan against the duplicates that a list was made with."""

from __future__ import annotations

from dataclasses import dataclass

from gen_desktop.importing.plan import DOUBT, Plan, PlanRow
from gen_desktop.sample.messy_lists import Hidden, MessyLists


@dataclass(frozen=True)
class Verdict:
    """``false_alarms``: the rows doubted, or taken for somebody known, that are no duplicate."""

    missed: list[Hidden]
    recognised: int
    doubted: int
    false_alarms: list[int]


def judge(plan: Plan, lists: MessyLists) -> Verdict:
    """A duplicate is found when its row is the same person as the first one, or names it as a doubt."""
    rows = {row.number: row for row in plan.rows}
    recognised = {hidden.row for hidden in lists.hidden if _is_recognised(rows[hidden.row], hidden)}
    doubted = {hidden.row for hidden in lists.hidden if _is_doubted(rows[hidden.row], hidden)}
    wrong = {row.number for row in plan.rows if _doubts(row) or _is_joined(row)} - recognised - doubted
    return Verdict(
        [hidden for hidden in lists.hidden if hidden.row not in recognised | doubted],
        len(recognised),
        len(doubted),
        sorted(wrong),
    )


def _doubts(row: PlanRow) -> list[str]:
    return [note.text for note in row.notes if note.field == DOUBT]


def _is_joined(row: PlanRow) -> bool:
    return any(detail.startswith(("même personne", "déjà connu")) for detail in row.details)


def _is_recognised(row: PlanRow, hidden: Hidden) -> bool:
    if hidden.known:
        return any(detail.startswith("déjà connu") for detail in row.details)
    return f"même personne qu’à la ligne {hidden.of_row}" in row.details


def _is_doubted(row: PlanRow, hidden: Hidden) -> bool:
    named = hidden.of_name if hidden.known else f"à la ligne {hidden.of_row} "
    return any(named in text for text in _doubts(row))
