"""Takes back named gestures one after the other, and does them again: all but those that are facts.

A gesture is in force, or taken back (``undone_by_id`` of its change set). Taking back and doing again are
gestures of their own, sealed like the others; only what people did themselves can be taken back.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, NotFound
from gen_desktop.french import NBSP
from gen_desktop.jobs import Job, let_go, many_objects
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.month_statement import MonthStatement
from gen_desktop.models.privacy import Erasure, NominativeExport
from gen_desktop.models.submitted_report import SubmittedReport
from gen_desktop.services.direction import LOST, is_led
from gen_desktop.services.obstacles import Why, obstacle
from gen_desktop.services.reversal import Erased, Moved, Step, steps_of, take_back

_LARGE = 5_000
_REASONS = {
    Why.LATER: "des données saisies depuis en dépendent{by}.",
    Why.GONE: "ce dont il dépend a été supprimé depuis{by}. Remettez-le d’abord.",
    Why.TAKEN: "autre chose a pris sa place depuis{by}.",
}
_ERASED = "ce geste porte sur une personne dont les données ont été effacées."
_SENDING = MonthStatement.__tablename__
_FOLLOWED = (
    "l’envoi d’un mois ou d’un rectificatif ne s’annule qu’aussitôt, avant tout autre geste. Ouvrez un "
    "rectificatif pour changer ce mois."
)
_FACTS = tuple(one.__tablename__ for one in (Erasure, IssuedDocument, NominativeExport, SubmittedReport))
"""What is recorded because it happened: taking the record back would not take back what happened."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A gesture that can be taken back or done again. ``at``: when it was first done, ISO 8601, UTC."""

    change_set_id: int
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class _Reversal:
    """``set_id`` is what the change log reverses, ``gesture`` the one that people know."""

    set_id: int
    gesture: Undoable
    verb: str
    what: str  # after « Impossible »


def last_undoable(session: Session) -> Undoable | None:
    """The last gesture in force; None at the beginning."""
    row = session.execute(
        select(ChangeSet.id, ChangeSet.name, ChangeSet.at)
        .where(ChangeSet.undone_by_id.is_(None), ChangeSet.undoes_id.is_(None), ~_is_fact())
        .order_by(ChangeSet.position.desc())
        .limit(1)
    ).first()
    return Undoable(*row) if row else None


def last_redoable(session: Session) -> Undoable | None:
    """The gesture taken back last, as long as nothing new was done since; None otherwise."""
    found = _last_undo(session)
    return found[1] if found else None


def undo_last(db: Database, job: Job | None = None) -> Change:
    """Put back what the last gesture changed, as a gesture of its own named « Annuler : … ».

    Raises NotFound when there is nothing to undo, Conflict when later work rests on it or when the data of a
    person were erased, Cancelled; nothing is then changed.
    """
    with db.read() as session:
        target = last_undoable(session)
    if target is None:
        raise NotFound("Il n’y a rien à annuler.")
    return _undo(db, target, job)


def undo_gesture(db: Database, change_set_id: int) -> Change:
    """``undo_last`` for any gesture in force, picked in the history. Raises NotFound, Conflict."""
    with db.read() as session:
        row = session.execute(
            select(
                ChangeSet.id,
                ChangeSet.name,
                ChangeSet.at,
                ChangeSet.undoes_id,
                ChangeSet.undone_by_id,
                _is_fact().label("is_fact"),
            ).where(ChangeSet.id == change_set_id)
        ).first()
    if row is None:
        raise NotFound("Ce geste n’est plus dans le journal.")
    if row.undone_by_id is not None:
        raise Conflict(f"«{NBSP}{row.name}{NBSP}» est déjà annulé.")
    if row.is_fact:
        raise Conflict(f"«{NBSP}{row.name}{NBSP}» ne s’annule pas{NBSP}: c’est fait, et le registre le dit.")
    if row.undoes_id is not None:
        raise Conflict("Une annulation ne s’annule pas ici\u00a0: utilisez «\u00a0Rétablir\u00a0».")
    return _undo(db, Undoable(row.id, row.name, row.at))


def redo_last(db: Database, job: Job | None = None) -> Change:
    """Do again the gesture taken back last, as a gesture of its own named « Rétablir : … ».

    Raises NotFound when nothing was taken back since the last new gesture, Conflict as ``undo_last``.
    """
    with db.read() as session:
        found = _last_undo(session)
    if found is None:
        raise NotFound("Il n’y a rien à rétablir.")
    undo_id, gesture = found
    return _reverse(db, _Reversal(undo_id, gesture, "Rétablir", "de rétablir"), job)


def _undo(db: Database, target: Undoable, job: Job | None = None) -> Change:
    with db.read() as session:
        if _is_sending(session, target.change_set_id) and _is_followed(session, target.change_set_id):
            raise Conflict(f"Impossible d’annuler «{NBSP}{target.name}{NBSP}»{NBSP}: {_FOLLOWED}")
    return _reverse(db, _Reversal(target.change_set_id, target, "Annuler", "d’annuler"), job)


def _is_sending(session: Session, change_set_id: int) -> bool:
    """Whether it says that a month was sent, or opens it again."""
    said = select(RecordChange.id).where(
        RecordChange.change_set_id == change_set_id,
        RecordChange.kind == _SENDING,
        RecordChange.after.is_not(None),  # with a cohort that is deleted, its months go and come back
    )
    return session.scalar(said.limit(1)) is not None


def _is_followed(session: Session, change_set_id: int) -> bool:
    """Whether anything done since is in force: closed again without its correction, a month would hide it."""
    position = select(ChangeSet.position).where(ChangeSet.id == change_set_id).scalar_subquery()
    undone = aliased(ChangeSet)
    since = (
        select(ChangeSet.id)
        .outerjoin(undone, undone.id == ChangeSet.undoes_id)
        .where(
            ChangeSet.position > position,
            ChangeSet.undone_by_id.is_(None),
            or_(undone.id.is_(None), undone.position < position),
            ~_is_fact(),
        )
    )
    return session.scalar(since.limit(1)) is not None


def _last_undo(session: Session) -> tuple[int, Undoable] | None:
    """The undo that can be taken back: its change set, and the gesture it took back."""
    undone = aliased(ChangeSet)
    # The position of the last thing people did themselves: what was taken back before it is settled.
    own = select(func.max(ChangeSet.position)).where(ChangeSet.undoes_id.is_(None), ~_is_fact())
    last_own = own.scalar_subquery()
    row = session.execute(
        select(ChangeSet.id, undone.id, undone.name, undone.at)
        .join(undone, undone.id == ChangeSet.undoes_id)
        .where(undone.undoes_id.is_(None), undone.undone_by_id == ChangeSet.id, ChangeSet.position > last_own)
        .order_by(ChangeSet.position.desc())
        .limit(1)
    ).first()
    return (row[0], Undoable(*row[1:])) if row else None


def _is_fact() -> ColumnElement[bool]:
    return exists().where(
        RecordChange.change_set_id == ChangeSet.id,
        RecordChange.kind.in_(_FACTS),
        RecordChange.before.is_(None),
    )


def _reverse(db: Database, reversal: _Reversal, job: Job | None) -> Change:
    gesture = reversal.gesture
    name = f"{reversal.verb}{NBSP}: {gesture.name}"
    refused = f"Impossible {reversal.what} «{NBSP}{gesture.name}{NBSP}»{NBSP}:"
    steps: list[Step] = []
    try:
        with (
            many_objects() if _is_large(db, reversal) else nullcontext(),
            db.write(name, undoes_id=reversal.set_id) as session,
        ):
            steps = steps_of(session, reversal.set_id)
            was_led = is_led(db, session)
            take_back(session, steps, job or Job())
            if was_led and not is_led(db, session):
                raise Conflict(f"{refused} {LOST}")
            if reversal.set_id != gesture.change_set_id:
                in_force = update(ChangeSet).where(ChangeSet.id == gesture.change_set_id)
                session.execute(in_force.values(undone_by_id=None))
    except Erased as error:
        raise Conflict(f"{refused} {_ERASED}") from error
    except (IntegrityError, Moved) as error:
        why = _reason(db, reversal.set_id, steps)
        raise Conflict(f"{refused} {why}") from error
    kinds = frozenset(step.table.name for step in steps)
    ids = frozenset(part for step in steps for part in step.key)
    let_go(steps)
    return Change(kinds, ids, name)


def _is_large(db: Database, reversal: _Reversal) -> bool:
    """Whether so many records are touched that the search for garbage would count."""
    changes = select(RecordChange.id).where(RecordChange.change_set_id == reversal.set_id).limit(_LARGE)
    with db.read() as session:
        return len(session.scalars(changes).all()) == _LARGE


def _reason(db: Database, set_id: int, steps: list[Step]) -> str:
    """Why, with the name of the gesture in the way (« Modifier Delorme Kévin ») when the log knows it."""
    with db.read() as session:
        found = obstacle(session, set_id, steps)
    by = f" («{NBSP}{found.gesture}{NBSP}»)" if found.gesture else ""
    return _REASONS[found.why].format(by=by)
