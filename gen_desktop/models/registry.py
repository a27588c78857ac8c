"""Every mapped class in one import, for whoever needs the whole schema (undo, migrations test, export)."""

from gen_desktop.models.absence_contact import AbsenceContact
from gen_desktop.models.assessment import BlockResult, Certification
from gen_desktop.models.attached_document import AttachedDocument, StoredContent
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.base import Base
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.closure import Closure
from gen_desktop.models.cohort import Cohort, CohortSlot
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.complaint import Complaint
from gen_desktop.models.contact import Consent, ContactPoint
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.document import DocumentSequence, IssuedDocument
from gen_desktop.models.doubtful_pair import DoubtfulPair, MergedRecord
from gen_desktop.models.draft import Draft
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.exemption import Exemption
from gen_desktop.models.follow_up import ContactAttempt, FollowUp
from gen_desktop.models.funding_program import FundingProgram, ProgramParameter, Target
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.importing import ImportMapping, ImportReport
from gen_desktop.models.jury_session import JurySession
from gen_desktop.models.learner import Learner
from gen_desktop.models.message_template import MessageTemplate
from gen_desktop.models.month_statement import MonthStatement
from gen_desktop.models.organization import Organization, Site, StaffMember
from gen_desktop.models.placement import Company, CompanyContact, Placement
from gen_desktop.models.positioning import Positioning, Prerequisite
from gen_desktop.models.privacy import Erasure, NominativeExport
from gen_desktop.models.remote_work import RemoteActivity, RemoteAssistance
from gen_desktop.models.retention import RetentionPeriod, RetentionReview
from gen_desktop.models.rncp_sheet import RncpBlock, RncpSheet
from gen_desktop.models.satisfaction import SatisfactionAnswer, SatisfactionScore
from gen_desktop.models.saved_view import SavedView
from gen_desktop.models.signed_sheet import SheetHalfDay, SignatureDefect, SignedSheet
from gen_desktop.models.skill import Skill, SkillLevel
from gen_desktop.models.submitted_report import SubmittedReport
from gen_desktop.models.zoning_list import ZoningList

__all__ = [
    "AbsenceContact",
    "AttachedDocument",
    "Attendance",
    "Base",
    "BlockResult",
    "Certification",
    "CertificationBlock",
    "ChangeSet",
    "ClassSession",
    "Closure",
    "Cohort",
    "CohortSlot",
    "Company",
    "CompanyContact",
    "CompanyPeriod",
    "Complaint",
    "Consent",
    "ContactAttempt",
    "ContactPoint",
    "Course",
    "DocumentSequence",
    "DoubtfulPair",
    "Draft",
    "Enrollment",
    "Erasure",
    "Exemption",
    "FollowUp",
    "FundingProgram",
    "ImportMapping",
    "ImportReport",
    "IssuedDocument",
    "JurySession",
    "Learner",
    "MergedRecord",
    "MessageTemplate",
    "MonthStatement",
    "NominativeExport",
    "Organization",
    "Placement",
    "Positioning",
    "Prerequisite",
    "ProgramParameter",
    "RecordChange",
    "RemoteActivity",
    "RemoteAssistance",
    "RetentionPeriod",
    "RetentionReview",
    "RncpBlock",
    "RncpSheet",
    "SatisfactionAnswer",
    "SatisfactionScore",
    "SavedView",
    "SensitiveFacts",
    "SheetHalfDay",
    "SignatureDefect",
    "SignedSheet",
    "Site",
    "Skill",
    "SkillLevel",
    "StaffMember",
    "StoredContent",
    "SubmittedReport",
    "Target",
    "ZoningList",
]
