"""The job, the business or the training behind a situation told, within a unit of work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound, Problem
from gen_desktop.models.attached_document import AttachedDocument
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.placement import Placement
from gen_desktop.services.companies import CompanyInput, find_or_insert

_GONE = "Cet emploi ou cette formation n’est plus dans le fichier."


def write_told_spell(
    session: Session, follow_up: FollowUp, spell: Mapping[str, Any] | None, company: CompanyInput | None
) -> None:
    """The one spell of a follow-up: made, corrected, or taken away when the situation tells of none (None).

    ``spell``: its columns. ``company``: the employer to find, or to make.
    """
    kept = _spells_of(session, follow_up.id)
    for placement in kept if spell is None else kept[1:]:
        session.delete(placement)
    if spell is None:
        return
    placement = (
        kept[0] if kept else Placement(enrollment_id=follow_up.enrollment_id, follow_up_id=follow_up.id)
    )
    for column, value in spell.items():
        setattr(placement, column, value)
    placement.company_id = find_or_insert(session, company)[0] if company else None
    if not kept:
        session.add(placement)


def confirm_told_spell(
    session: Session, follow_up: FollowUp, placement_id: int, paper_id: int | None
) -> None:
    """The situation is that a spell goes on: it is confirmed, and the follow-up keeps no other one.

    ``paper_id``: its proof, a paper of the person. Raises NotFound when it is gone, or is of somebody else.
    """
    placement = session.get(Placement, placement_id)
    if placement is None or placement.enrollment_id != follow_up.enrollment_id:
        raise NotFound(_GONE)
    for other in _spells_of(session, follow_up.id):
        if other is not placement:
            session.delete(other)
    placement.attached_document_id = paper_id
    if placement.starts_on is None or placement.starts_on <= follow_up.recorded_on:
        placement.confirm(follow_up.recorded_on)


def paper_problems(session: Session, enrollment_id: int, paper_id: int | None) -> Iterator[Problem]:
    """Why a paper cannot be the proof: it is not one of the person's own. None: there is none."""
    if paper_id is None:
        return
    own = (
        select(AttachedDocument.id)
        .join(Enrollment, Enrollment.learner_id == AttachedDocument.learner_id)
        .where(Enrollment.id == enrollment_id, AttachedDocument.id == paper_id)
    )
    if session.scalar(own) is None:
        yield Problem("attached_document_id", "Cette pièce n’est plus parmi celles de la personne.")


def _spells_of(session: Session, follow_up_id: int) -> list[Placement]:
    of_it = select(Placement).where(Placement.follow_up_id == follow_up_id).order_by(Placement.id)
    return list(session.scalars(of_it))
