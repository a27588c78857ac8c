"""What stands at the head of a numbered paper: the organisation, the cohort, who pays for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.organization import Organization
from gen_desktop.queries.attendance_sql import starts_on
from gen_desktop.queries.scope import parameters
from gen_desktop.queries.stored_content import content


@dataclass(frozen=True, slots=True)
class Sender:
    """The organisation as its papers name it."""

    name: str
    siret: str | None
    nda: str | None
    address: str | None
    postal_code: str | None
    city: str | None
    phone: str | None
    email: str | None
    representative: str | None
    representative_quality: str | None
    is_invented: bool


@dataclass(frozen=True, slots=True)
class Payer:
    """The programme or agreement that pays. ``kind`` and ``funder`` are codes."""

    id: int
    name: str
    kind: str | None
    funder: str | None
    agreement_number: str | None
    is_eu_cofunded: bool | None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of the papers of one cohort. ``sender`` None: the organisation is not set up yet.

    Logos are the bytes of pictures. ``gen_forbidden_from``: the papers of a cohort that starts that day or
    later may not bear the name or the logo of the Grande École du Numérique.
    """

    sender: Sender | None
    payer: Payer | None
    cohort_id: int
    cohort_code: str
    course_title: str
    starts_on: dt.date
    gen_forbidden_from: dt.date
    sender_logo: bytes | None = None
    payer_logo: bytes | None = None


def letterheads(session: Session, cohort_ids: Collection[int], today: dt.date) -> dict[int, Letterhead]:
    """The heads of the papers of these cohorts, with the rules in force today. Unknown cohorts are absent."""
    sender, sender_logo = _sender(session)
    forbidden_from = parameters(session, today).gen_logo_forbidden_from
    rows = session.execute(
        select(
            Cohort.id,
            Cohort.code,
            Course.title,
            starts_on,
            FundingProgram.id,
            FundingProgram.name,
            FundingProgram.kind,
            FundingProgram.funder,
            FundingProgram.agreement_number,
            FundingProgram.is_eu_cofunded,
            FundingProgram.logo_sha256,
        )
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .where(Cohort.id.in_(cohort_ids))
    )
    heads = {}
    for cohort_id, code, title, start, *payer, payer_logo in rows:
        heads[cohort_id] = Letterhead(
            sender=sender,
            payer=None if payer[0] is None else Payer(*payer),
            cohort_id=cohort_id,
            cohort_code=code,
            course_title=title,
            starts_on=start,
            gen_forbidden_from=forbidden_from,
            sender_logo=sender_logo,
            payer_logo=_picture(session, payer_logo),
        )
    return heads


def _sender(session: Session) -> tuple[Sender | None, bytes | None]:
    names = Sender.__dataclass_fields__
    columns = (*(getattr(Organization, name) for name in names), Organization.logo_sha256)
    row = session.execute(select(*columns)).first()
    if row is None:
        return None, None
    return Sender(*tuple(row)[:-1]), _picture(session, row[-1])


def _picture(session: Session, sha256: str | None) -> bytes | None:
    """A logo that is lost does not keep a paper from leaving: the check of the file tells it."""
    if sha256 is None:
        return None
    try:
        return content(session, sha256)
    except NotFound:
        return None
