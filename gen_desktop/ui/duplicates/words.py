"""What a merge asks and does, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gen_desktop import french
from gen_desktop.importing.likeness import LIKENESS_WORDS
from gen_desktop.models.merging import BOTH, LEFT, RIGHT, Question
from gen_desktop.queries.duplicates import OneOf, Pair
from gen_desktop.queries.merge_plan import MergePlan
from gen_desktop.reference import field_words
from gen_desktop.reference.field_words import counted

Words = Callable[[str, str, Any], str]
"""Table, column, stored value → the value in words."""
BOTH_TEXT = "Les deux"
_GROUPS = {
    "learner.address": "Adresse",
    "enrollment.positioned_on": "Positionnement",
    "enrollment.interviewed_on": "Entretien",
    "enrollment.decision": "Décision",
    "enrollment.planned_entry_on": "Dates prévues",
    "enrollment.entered_on": "Entrée",
    "enrollment.exit_type": "Sortie",
    "enrollment.planned_center_minutes": "Durées prévues",
    "enrollment.situation_before": "Avant l’entrée",
    "enrollment.france_travail_category": "France Travail",
    "enrollment.in_qpv": "QPV",
    "enrollment.rural_zoning": "Zone rurale",
}
"""What the facts that are chosen together are called."""
_QUIET = frozenset({"entry_follows_attendance", "insee_code", "is_no_show"})
"""Columns that follow from what is said beside them, while they are « no »."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is read: its key, title, and the text of each answer; ``proposed`` is taken first."""

    key: str
    title: str
    answers: tuple[tuple[str, str], ...]
    proposed: str


def who(one: OneOf) -> str:
    """« Aubert Inès, née le… » as a line of a list tells people apart."""
    return f"{one.last_name} {one.first_name}".strip()


def born(one: OneOf) -> str:
    """The birth date and the commune, what is known of them."""
    birth = french.short_date(one.birth_date) if one.birth_date else "naissance inconnue"
    return f"{birth}, {one.city}" if one.city else birth


def reasons(pair: Pair) -> str:
    """Why the two look alike."""
    said = [LIKENESS_WORDS.get(code, code) for code in pair.reasons]
    return ", ".join(said).capitalize() if said else french.UNKNOWN


def asked(question: Question, words: Words) -> Asked:
    """One question in words."""
    sides: dict[str, Mapping[str, Any]] = {LEFT: question.left, RIGHT: question.right}
    answers = [
        (answer, BOTH_TEXT if answer == BOTH else _values(question.table, sides[answer], words))
        for answer in question.answers
    ]
    return Asked(question.key, _title(question), tuple(answers), question.proposed)


def _title(question: Question) -> str:
    if question.table in ("learner", "enrollment", "sensitive_facts"):
        first = next(iter(question.left))
        title = _GROUPS.get(f"{question.table}.{first}") or field_words.name(first, question.table)
    else:
        title = field_words.kind_name(question.table)
    return f"{question.place}\n{title}" if question.place else title


def _values(table: str, values: Mapping[str, Any], words: Words) -> str:
    said = [
        words(table, name, value)
        for name, value in values.items()
        if value not in (None, "") and not (name in _QUIET and (not value or name == "insee_code"))
        if name not in ("class_session_id", "entry_follows_attendance")
    ]
    return ", ".join(said) or french.UNKNOWN


def what_happens(plan: MergePlan) -> Iterator[str]:
    """What the merge does with all that hangs on the two records, one sentence each."""
    moved = [_count(table, count) for table, count in plan.moved.items()]
    if moved:
        yield f"Rejoignent la fiche gardée\u00a0: {french.join_names(moved)}."
    repeated = [_count(table, count) for table, count in plan.repeated.items()]
    if repeated:
        yield f"Dites deux fois, gardées une fois\u00a0: {french.join_names(repeated)}."
    abandoned: dict[str, int] = {}
    for one in plan.abandoned:
        abandoned[one.table] = abandoned.get(one.table, 0) + 1
    if abandoned:
        lost = french.join_names([_count(table, count) for table, count in abandoned.items()])
        yield f"Abandonnées, mais gardées dans l’historique\u00a0: {lost}."
    if not (moved or repeated or abandoned):
        yield "Rien d’autre ne dépend de ces deux fiches."


def _count(table: str, count: int) -> str:
    try:
        return counted(table, count)
    except KeyError:
        return f"{count} × {field_words.kind_name(table).lower()}"
