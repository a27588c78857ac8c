"""What the law asks to remember about people's data: who was erased, and what left the program with names.

Also what an erasure leaves: only what figures count, on rows that name nobody any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.dates import add_months
from gen_desktop.models.base import Base, Id, Identified
from gen_desktop.models.names import sort_key, unaccent

REQUEST, RETENTION = "request", "retention"
"""Why somebody is erased: the person asked (GDPR art. 17), or the time to keep is over."""
ERASED_PERSON = "Personne effacée"
"""The name of whoever was erased."""
ERASED_GESTURE = "Geste sur une personne effacée"
"""The name of a gesture, or of a document, whose own held the name of somebody erased."""
ERASED_VALUE = "(effacé)"
"""In the place of a text of which figures count that it was known."""

NAMELESS = {
    "last_name": ERASED_PERSON,
    "first_name": "",
    "sort_key": sort_key(ERASED_PERSON, ""),
    "search_text": "",  # no search finds it
}
STAYS: dict[str, frozenset[str]] = {
    "learner": frozenset({"sex"}),
    "enrollment": frozenset(
        {"cohort_id", "applied_on", "decision", "decided_on", "is_no_show", "planned_entry_on", "entered_on"}
        | {"positioned_on", "positioning_method", "interviewed_on", "waiting_rank"}
        | {"entry_follows_attendance", "aes_on", "planned_exit_on", "exit_type", "exit_on", "exit_reason"}
        | {"exit_interview_done", "planned_center_minutes", "planned_company_minutes", "prescriber", "funder"}
        | {"bpf_status", "last_class", "highest_diploma", "situation_before", "unemployment_months"}
        | {"is_career_change", "in_qpv", "rural_zoning", "exit_interviewed_on"}
    ),
    "exemption": frozenset({"starts_on", "ends_on", "weekday", "half_day", "module"}),
    "company_period": frozenset({"starts_on", "ends_on", "planned_minutes", "done_minutes"}),
    "remote_activity": frozenset(
        {"kind", "estimated_minutes", "planned_on", "done_on", "connected_minutes", "verified_on"}
    ),
    "positioning": frozenset({"prerequisite_id", "level"}),
    "sensitive_facts": frozenset(
        {"is_rqth", "is_brsa", "esf_collected_on", "esf_exit_collected_on", "nationality"}
        | {"has_foreign_background", "is_minority", "is_homeless"}
    ),
    "attendance": frozenset({"status", "minutes_present"}),
    "block_result": frozenset({"block_id", "result"}),
    "certification": frozenset(
        {"jury_on", "is_presented", "outcome", "jury_session_id"}
        | {"certificate_received_on", "certificate_handed_on"}
    ),
    "skill_level": frozenset({"skill_id", "stage", "level", "assessed_on"}),
    "satisfaction_answer": frozenset(
        {"cohort_id", "respondent", "horizon", "sent_on", "reminded_on", "answered_on", "mode"}
    ),
    "satisfaction_score": frozenset({"item", "score"}),
    "complaint": frozenset(
        {
            "received_on",
            "channel",
            "complainant",
            "cohort_id",
            "gravity",
            "acknowledged_on",
            "answered_on",
            "measure_due_on",
            "closed_on",
        }
    ),
    "follow_up": frozenset(
        {"horizon", "situation", "recorded_on", "contact_mode", "proof", "contract_months"}
        | {"is_target_occupation"}
    ),
    "contact_attempt": frozenset({"horizon", "made_on", "contact_mode", "outcome"}),
    "placement": frozenset(
        {"follow_up_id", "kind", "starts_on", "ends_on", "contract_type", "contract_months"}
        | {"working_time", "is_digital_sector", "yearly_gross_salary", "is_target_occupation"}
        | {"contract_nature", "weekly_minutes", "training_level", "recorded_on", "confirmed_on", "proof"}
    ),
}
"""Table → the columns that figures count and an erasure leaves, beside keys. Everything else goes.

Of a table that is not here the whole rows go.
"""
WAS_KNOWN: dict[str, frozenset[str]] = {
    "learner": frozenset({"phone", "email", "postal_code", "insee_code", "france_travail_id"}),
    "enrollment": frozenset({"decision_reason", "exit_solutions"}),
    "company_period": frozenset({"host"}),
    "remote_activity": frozenset({"title"}),
    "complaint": frozenset({"subject"}),
}
"""Texts that go although a report counts that they were known: ERASED_VALUE takes their place."""


class Erasure(Identified, Base):
    """A person whose data were erased: the row of learner stays, nameless, so that figures hold.

    ``cause``: ``request`` (the person asked, GDPR art. 17) or ``retention`` (their time was over).
    ``leaves_backups_on``: the day after which no backup holds them any more; None: there was none.
    """

    __tablename__ = "erasure"

    learner_id: Mapped[int] = mapped_column(Id, ForeignKey("learner.id"), unique=True)
    cause: Mapped[str]
    reason: Mapped[str]
    erased_on: Mapped[dt.date]
    leaves_backups_on: Mapped[dt.date | None]


class NominativeExport(Identified, Base):
    """A list or document with names that left the program, recorded before it is written (GDPR art. 5-2).

    ``kind`` says what it was (a code of nominative_export_kind), ``scope`` of whom in words without a name.
    """

    __tablename__ = "nominative_export"

    kind: Mapped[str]
    scope: Mapped[str]
    people: Mapped[int]
    made_at: Mapped[str]  # ISO 8601 with offset


def birth_date_for_figures(birth: dt.date, days: Iterable[dt.date]) -> dt.date | None:
    """A birth date that gives the same age on each of these days and is not the person's own.

    None without a day: nothing counts the age then. Should one single date give these ages, it is given: it
    takes entries on the birthday itself and on its eve, years apart.
    """
    latest, earliest = dt.date.max, dt.date.min
    for day in days:
        age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
        latest = min(latest, add_months(day, -12 * age))
        earliest = max(earliest, add_months(day, -12 * (age + 1)) + dt.timedelta(days=1))
    if latest == dt.date.max:
        return None
    return earliest if latest == birth else latest


def as_words(text: str) -> str:
    """A text as folded words between single spaces, one before and one after: « delorme kevin »."""
    signs = (char if char.isalnum() else " " for char in unaccent(text))
    return f" {' '.join(''.join(signs).split())} "
