"""What the jury said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.assessment import BlockResult, outcome_of_blocks
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import CertificationBlock
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.reference.lists import code_list
from gen_desktop.services.certification_rows import (
    certifications,
    entrants,
    jury_session_on,
    keep_or_drop,
)
from gen_desktop.services.enrollments import name_of

KINDS = frozenset({"certification", "block_result"})


@dataclass(frozen=True, slots=True)
class CertificationInput:
    """The passage of one enrollment before the jury. ``blocks``: result by block id.

    ``outcome`` and ``presented`` are used only where the blocks do not settle them.
    """

    jury_on: dt.date | None = None
    presented: bool | None = None
    outcome: str | None = None
    blocks: Mapping[int, str] = field(default_factory=dict)


def record_certification(db: Database, enrollment_id: int, values: CertificationInput) -> Change:
    """Replace what is known of the certification; nothing known takes it away.

    Raises InvalidInput with every problem, NotFound.
    """
    name = f"Certification{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        set_certification(session, enrollment_id, values)
    return Change(KINDS, frozenset({enrollment_id}), name)


def set_certification(session: Session, enrollment_id: int, values: CertificationInput) -> None:
    """The same within a unit of work."""
    row = session.execute(
        select(Enrollment.entered_on, Cohort.course_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.id == enrollment_id)
    ).first()
    if row is None:
        raise NotFound("Cette inscription n’est plus dans le fichier.")
    blocks = list(
        session.scalars(select(CertificationBlock.id).where(CertificationBlock.course_id == row.course_id))
    )
    if problems := _problems(values, blocks, row.entered_on):
        raise InvalidInput(*problems)
    outcome = outcome_of_blocks([values.blocks.get(block_id) for block_id in blocks]) or values.outcome
    presented = values.presented
    if outcome is not None:
        presented = code_list("certification_outcome")[outcome]["presented"] == "yes"
    _write_certification(session, enrollment_id, values.jury_on, presented, outcome)
    _write_blocks(session, enrollment_id, values.blocks)


def _problems(values: CertificationInput, blocks: list[int], entered_on: dt.date | None) -> list[Problem]:
    problems = []
    if entered_on is None:
        problems.append(Problem("", "Cette personne n’est pas entrée en formation."))
    elif values.jury_on is not None and values.jury_on < entered_on:
        sentence = f"Le jury ({short_date(values.jury_on)}) est avant l’entrée ({short_date(entered_on)})."
        problems.append(Problem("jury_on", sentence))
    if values.outcome is not None and values.outcome not in code_list("certification_outcome"):
        problems.append(Problem("outcome", "Ce résultat n’existe pas dans la liste."))
    if any(block_id not in blocks for block_id in values.blocks):
        problems.append(Problem("blocks", "Un des blocs n’est pas de la certification de cette cohorte."))
    if any(result not in code_list("block_result") for result in values.blocks.values()):
        problems.append(Problem("blocks", "Un des résultats de bloc n’existe pas dans la liste."))
    return problems


def _write_certification(
    session: Session,
    enrollment_id: int,
    jury_on: dt.date | None,
    presented: bool | None,
    outcome: str | None,
) -> None:
    kept = certifications(session, [enrollment_id])[enrollment_id]
    if kept.jury_on != jury_on:
        cohort_id = entrants(session, [enrollment_id])[enrollment_id].cohort_id
        held = jury_session_on(session, cohort_id, jury_on)
        kept.jury_session_id = held.id if held is not None else None
    kept.jury_on, kept.is_presented, kept.outcome = jury_on, presented, outcome
    keep_or_drop(session, [kept])


def _write_blocks(session: Session, enrollment_id: int, results: Mapping[int, str]) -> None:
    kept = {
        row.block_id: row
        for row in session.scalars(select(BlockResult).where(BlockResult.enrollment_id == enrollment_id))
    }
    for block_id, result in results.items():
        row = kept.pop(block_id, None)
        if row is None:
            session.add(BlockResult(enrollment_id=enrollment_id, block_id=block_id, result=result))
        elif row.result != result:
            row.result = result
    for row in kept.values():
        session.delete(row)
