"""What becomes of the records that point to one that is deleted. Every foreign key has its rule."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import ForeignKey


class Fate(Enum):
    """Of the record that points: it goes too, it stays without the link, or it keeps the other from going."""

    GOES = "goes"
    LETS_GO = "lets_go"
    KEEPS = "keeps"


_GOES = frozenset(
    {
        "absence_contact.enrollment_id",
        "attached_document.learner_id",
        "attendance.class_session_id",
        "attendance.enrollment_id",
        "block_result.enrollment_id",
        "certification.enrollment_id",
        "certification_block.course_id",
        "class_session.cohort_id",
        "closure.cohort_id",
        "closure.site_id",
        "cohort_slot.cohort_id",
        "company_contact.company_id",
        "company_period.enrollment_id",
        "consent.learner_id",
        "contact_attempt.enrollment_id",
        "contact_point.learner_id",
        "doubtful_pair.first_id",
        "doubtful_pair.second_id",
        "enrollment.cohort_id",
        "enrollment.learner_id",
        "exemption.enrollment_id",
        "follow_up.enrollment_id",
        "jury_session.cohort_id",
        "merged_record.learner_id",
        "month_statement.cohort_id",
        "placement.enrollment_id",
        "placement.follow_up_id",
        "positioning.enrollment_id",
        "prerequisite.course_id",
        "remote_activity.enrollment_id",
        "remote_assistance.enrollment_id",
        "rncp_block.rncp_sheet_id",
        "satisfaction_answer.cohort_id",
        "satisfaction_answer.enrollment_id",
        "satisfaction_score.satisfaction_answer_id",
        "sensitive_facts.enrollment_id",
        "sheet_half_day.class_session_id",
        "sheet_half_day.signed_sheet_id",
        "signature_defect.enrollment_id",
        "signature_defect.sheet_half_day_id",
        "signed_sheet.cohort_id",
        "skill.block_id",
        "skill_level.enrollment_id",
        "target.funding_program_id",
    }
)
_LETS_GO = frozenset(
    {
        "attendance.attached_document_id",
        "certification.jury_session_id",
        "company_period.company_id",
        "complaint.cohort_id",
        "complaint.enrollment_id",
        "enrollment.employer_company_id",
        "issued_document.enrollment_id",
        "issued_document.replaces_id",
        "placement.attached_document_id",
        "placement.company_id",
        "signed_sheet.issued_document_id",
    }
)  # the employer stays as it was told
_KEEPS = frozenset(
    {
        "block_result.block_id",
        "cohort.course_id",
        "cohort.funding_program_id",
        "cohort.site_id",
        "erasure.learner_id",
        "issued_document.cohort_id",
        "positioning.prerequisite_id",
        "record_change.change_set_id",
        "site.organization_id",
        "skill_level.skill_id",
        "staff_member.organization_id",
        "submitted_report.issued_document_id",
    }
)
_FATES = {
    **dict.fromkeys(_GOES, Fate.GOES),
    **dict.fromkeys(_LETS_GO, Fate.LETS_GO),
    **dict.fromkeys(_KEEPS, Fate.KEEPS),
}


def fate(foreign: ForeignKey) -> Fate:
    """What becomes of the records that point through this key. KeyError for a key without a rule."""
    return _FATES[f"{foreign.parent.table.name}.{foreign.parent.name}"]
