"""The results of blocks, cell by cell; the result of the certification follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput
from gen_desktop.french import NBSP, plural
from gen_desktop.models.assessment import BlockResult, Certification, outcome_of_blocks
from gen_desktop.models.course import CertificationBlock
from gen_desktop.models.history import name_gesture
from gen_desktop.reference.lists import code_list
from gen_desktop.services.certification_rows import Entrant, certifications, entrants, keep_or_drop

KINDS = frozenset({"block_result", "certification"})

Cell = tuple[int, int]
"""Enrollment and block."""


def set_block_results(db: Database, results: Mapping[Cell, str | None]) -> Change:
    """Record, replace or (None) take away results of blocks, all or none, in one gesture.

    The outcome of the certification follows (``models.assessment.outcome_of_blocks``); one that was told
    apart from the blocks stays until they settle it. A Change without kinds tells that nothing was written.
    Raises InvalidInput when one of them cannot be, NotFound.
    """
    if any(result is not None and result not in code_list("block_result") for result in results.values()):
        raise InvalidInput.one("result", "Ce résultat de bloc n’existe pas dans la liste.")
    with db.write("Résultats de blocs") as session:
        people = entrants(session, {cell[0] for cell in results})
        blocks = _blocks(session, people)
        if any(cell[1] not in blocks[people[cell[0]].course_id] for cell in results):
            raise InvalidInput.one("block_id", "Ce bloc n’est pas de la certification de cette cohorte.")
        name = _name(session, results, people)
        name_gesture(session, name)
        is_changed = _write(session, results, people, blocks)
    return Change(KINDS if is_changed else frozenset(), frozenset(people), name)


def _blocks(session: Session, people: Mapping[int, Entrant]) -> dict[int, list[int]]:
    """The blocks of each course of these people."""
    found: dict[int, list[int]] = {one.course_id: [] for one in people.values()}
    rows = session.execute(
        select(CertificationBlock.course_id, CertificationBlock.id).where(
            CertificationBlock.course_id.in_(found)
        )
    )
    for course_id, block_id in rows:
        found[course_id].append(block_id)
    return found


def _write(
    session: Session,
    results: Mapping[Cell, str | None],
    people: Mapping[int, Entrant],
    blocks: Mapping[int, Sequence[int]],
) -> bool:
    rows = session.scalars(select(BlockResult).where(BlockResult.enrollment_id.in_(people)))
    known = {(row.enrollment_id, row.block_id): row for row in rows}
    before: dict[Cell, str | None] = {cell: row.result for cell, row in known.items()}
    changed = {cell: result for cell, result in results.items() if before.get(cell) != result}
    for cell, result in changed.items():
        row = known.get(cell)
        if result is None:
            session.delete(row)
        elif row is None:
            session.add(BlockResult(enrollment_id=cell[0], block_id=cell[1], result=result))
        else:
            row.result = result
    after = before | changed
    kept = certifications(session, {cell[0] for cell in changed})
    for enrollment_id, certification in kept.items():
        own = blocks[people[enrollment_id].course_id]
        _follow(
            certification,
            outcome_of_blocks([before.get((enrollment_id, block)) for block in own]),
            outcome_of_blocks([after.get((enrollment_id, block)) for block in own]),
        )
    keep_or_drop(session, kept.values())
    return bool(changed)


def _follow(certification: Certification, before: str | None, after: str | None) -> None:
    """What the blocks settle; what they settled and no longer do is unknown again."""
    if after is not None:
        certification.outcome = after
        certification.is_presented = code_list("certification_outcome")[after]["presented"] == "yes"
    elif before is not None and certification.outcome == before:
        certification.outcome = certification.is_presented = None


def _name(session: Session, results: Mapping[Cell, str | None], people: Mapping[int, Entrant]) -> str:
    """« Bloc BC01 : Delorme Kévin », « 12 résultats de blocs »."""
    if len(results) != 1:
        return plural(len(results), "résultat de bloc", "résultats de blocs")
    ((enrollment_id, block_id),) = results
    code = session.scalar(select(CertificationBlock.code).where(CertificationBlock.id == block_id))
    return f"Bloc {code}{NBSP}: {people[enrollment_id].name}"
