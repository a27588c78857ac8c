"""Deleting any record, and giving back what was deleted: the bin is what the change log says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.queries import bin as queries
from gen_desktop.services import (
    absence_contacts,
    attached_documents,
    class_sessions,
    cohorts,
    companies,
    contact_attempts,
    courses,
    enrollments,
    follow_ups,
    funding_programs,
    jury_sessions,
    learners,
    organization,
    placements,
    remote_assistance,
    remote_work,
    rncp_sheets,
    saved_views,
    signed_sheets,
    zoning_lists,
)
from gen_desktop.services.undo import undo_gesture

DELETIONS: Mapping[str, Callable[[Database, int], Change]] = {
    "learner": learners.delete_learner,
    "enrollment": enrollments.delete_enrollment,
    "cohort": cohorts.delete_cohort,
    "class_session": class_sessions.delete_class_session,
    "course": courses.delete_course,
    "funding_program": funding_programs.delete_program,
    "company": companies.delete_company,
    "site": organization.delete_site,
    "follow_up": follow_ups.delete_follow_up,
    "absence_contact": absence_contacts.delete_absence_contact,
    "contact_attempt": contact_attempts.delete_attempt,
    "attached_document": attached_documents.delete_paper,
    "placement": placements.delete_placement,
    "saved_view": saved_views.delete_view,
    "remote_activity": remote_work.delete_activity,
    "remote_assistance": remote_assistance.delete_assistance,
    "signed_sheet": signed_sheets.delete_sheet,
    "jury_session": jury_sessions.delete_jury,
    "zoning_list": zoning_lists.delete_zoning_list,
    "rncp_sheet": rncp_sheets.delete_sheet,
}
"""How each kind of record is deleted, by its noun's own service."""


def delete(db: Database, kind: str, record_id: int) -> Change:
    """Delete a record with all that goes with it. Raises NotFound, Conflict when something holds it."""
    return DELETIONS[kind](db, record_id)


def restore(db: Database, change_set_id: int) -> Change:
    """Take one deletion back, whatever was done since. Raises NotFound, Conflict with the reason."""
    with db.read() as session:
        found = queries.entries(session, only=[change_set_id])
    if not found:
        raise NotFound("Cette suppression n’est plus dans la corbeille.")
    return undo_gesture(db, change_set_id)
