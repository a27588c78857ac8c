"""How two records of one person become one: which facts go together, and what is proposed.

Pure rules over rows as plain values: the preview and the merge itself come from the same plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gen_desktop.models.learner_completeness import kept_as_typed, still_to_correct, typed_texts

LEFT, RIGHT, BOTH = "left", "right", "both"
"""The record that stays, the one that goes, or the words of both."""
Row = Mapping[str, Any]

LEARNER_GROUPS: tuple[tuple[str, ...], ...] = (
    *(("last_name",), ("first_name",), ("birth_name",), ("birth_date",), ("birth_place",), ("sex",)),
    *(("phone",), ("email",), ("address", "postal_code", "city", "insee_code"), ("relay_contact",)),
    *(("france_travail_id",), ("note",)),
)
"""Facts of a person that are chosen together. ``second_phone`` follows from the choice of the telephone."""
ENROLLMENT_GROUPS: tuple[tuple[str, ...], ...] = (
    ("applied_on",),
    ("positioned_on", "positioning_method"),
    ("interviewed_on", "interviewer", "interview_note"),
    ("decision", "decided_on", "decision_reason", "waiting_rank", "is_no_show"),
    ("planned_entry_on", "planned_exit_on"),
    ("entered_on", "entry_follows_attendance", "aes_on"),
    (
        *("exit_type", "exit_on", "exit_reason", "other_exit_reasons", "exit_interview_done"),
        "exit_solutions",
    ),
    ("planned_center_minutes", "planned_company_minutes"),
    *(
        ("prescriber",),
        ("funder",),
        ("remuneration",),
        ("bpf_status",),
        ("employer_company_id",),
        ("last_class",),
        ("highest_diploma",),
    ),
    ("situation_before", "unemployment_months"),
    ("france_travail_category", "france_travail_registered_on"),
    ("is_career_change",),
    ("in_qpv", "qpv_code", "qpv_method", "qpv_checked_on", "qpv_vintage"),
    ("rural_zoning", "zoning_vintage", "zoning_method", "zoning_checked_on"),
)
SENSITIVE_GROUPS: tuple[tuple[str, ...], ...] = (
    *(("is_rqth", "rqth_valid_until"), ("is_brsa",), ("receives_ass",), ("receives_aah",), ("receives_are",)),
    *(("esf_collected_on",), ("esf_exit_collected_on",), ("nationality",)),
    *(("has_foreign_background",), ("is_minority",), ("is_homeless",)),
)
GROUPS = {
    "learner": LEARNER_GROUPS,
    "enrollment": ENROLLMENT_GROUPS,
    "sensitive_facts": SENSITIVE_GROUPS,
}
"""Table → its groups: these rows are united fact by fact, all others are taken whole."""
JOINED = {"note": "\n", "relay_contact": " ; "}
"""Texts that can be kept from both, and what stands between them."""
_NEUTRAL: dict[str, Any] = {"is_no_show": False, "entry_follows_attendance": False}
"""Facts whose value tells nothing."""


@dataclass(frozen=True, slots=True)
class Question:
    """Two values of which one is kept. ``key`` names it; ``place``: of which record, '' for the person.

    ``left`` and ``right``: column → value. ``proposed`` is taken when nobody answers.
    """

    key: str
    table: str
    place: str
    left: Row
    right: Row
    proposed: str
    answers: tuple[str, ...] = (LEFT, RIGHT)


@dataclass(frozen=True, slots=True)
class United:
    """The values of two rows made one, and the questions that they ask."""

    values: dict[str, Any]
    questions: tuple[Question, ...]


def unite(
    table: str,
    left: Row,
    right: Row,
    answers: Mapping[str, str],
    *,
    place: str = "",
    prefix: str = "",
    changed: Mapping[str, tuple[int, int]] | None = None,
) -> United:
    """The facts of two rows of one table, group by group: the known over the unknown, then what was answered.

    ``changed``: column → positions in the log of its last change on the left and on the right. Unanswered,
    the later one is proposed; the left one when nothing tells.
    """
    values: dict[str, Any] = {}
    questions = []
    for group in GROUPS[table]:
        one = {name: left[name] for name in group}
        other = {name: right[name] for name in group}
        if one == other or not _says(other):
            values |= one
        elif not _says(one):
            values |= other
        elif completed := _completed(one, other):
            values |= completed
        else:
            key = f"{prefix}{table}.{group[0]}"
            proposed = _later(group, changed or {})
            both = (LEFT, RIGHT, BOTH) if group[0] in JOINED else (LEFT, RIGHT)
            if group[0] in JOINED:
                proposed = BOTH
            questions.append(Question(key, table, place, one, other, proposed, both))
            values |= _answered(group, one, other, answers.get(key, proposed))
    return United(values, tuple(questions))


def phones_of(first: Sequence[str | None], second: Sequence[str | None]) -> list[str]:
    """Every telephone of two records, those of the one chosen first, each once."""
    return list(dict.fromkeys(number for number in (*first, *second) if number))


def to_correct(left: str | None, right: str | None, values: Row) -> str | None:
    """What is still to be corrected, of both, once the record has these values."""
    return still_to_correct(kept_as_typed(typed_texts(right) | typed_texts(left)), values)


def same_content(one: Row, other: Row, aside: Iterable[str]) -> bool:
    """Whether two rows say the same, their identity and these columns aside."""
    ignored = {"id", "version", *aside}
    return all(one[name] == other[name] for name in one if name not in ignored)


def _says(values: Row) -> bool:
    return any(
        value is not None and value != "" and value != _NEUTRAL.get(name) for name, value in values.items()
    )


def _completed(one: Row, other: Row) -> dict[str, Any] | None:
    """One of the two with what only the other knows, when nothing known contradicts."""
    for name in one:
        if one[name] is not None and other[name] is not None and one[name] != other[name]:
            return None
    return {name: one[name] if one[name] is not None else other[name] for name in one}


def _later(group: Sequence[str], changed: Mapping[str, tuple[int, int]]) -> str:
    left = max((changed.get(name, (0, 0))[0] for name in group), default=0)
    right = max((changed.get(name, (0, 0))[1] for name in group), default=0)
    return RIGHT if right > left else LEFT


def _answered(group: Sequence[str], one: Row, other: Row, answer: str) -> dict[str, Any]:
    if answer == BOTH and group[0] in JOINED:
        (name,) = group
        return {name: JOINED[name].join((one[name], other[name]))}
    return dict(other if answer == RIGHT else one)
