"""What erasing a person would do, said before it is done: what goes, what stays and why, until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.changes import AUTHOR
from gen_desktop.errors import Conflict, NotFound
from gen_desktop.french import NBSP, join_names, plural, short_date
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import ContactAttempt, FollowUp
from gen_desktop.models.history import RecordChange
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.privacy import Erasure
from gen_desktop.queries.naming import Names, drafts_about, names_of
from gen_desktop.queries.personal_records import Belongings, belongings, chunks, with_merged
from gen_desktop.queries.retention import rehearsal
from gen_desktop.queries.rights import refuse_to_change

NO_WAY_BACK = "C’est sans retour possible, même depuis l’historique ou la corbeille."
_OVER = "Sa durée de conservation est écoulée."
_NOT_OVER = (
    "Sa durée de conservation n’est pas écoulée\u00a0: un financeur ou un contrôle peut encore demander ses "
    "preuves. Les présences et les résultats restent, mais plus personne ne pourra dire à qui ils sont."
)
_UNDECIDED = (
    "On ne sait pas si sa durée de conservation est écoulée\u00a0: il manque le dernier versement d’un "
    "programme ou le programme d’une cohorte. Un contrôle peut encore demander ses preuves."
)

_SHOWN = 5
_WHO = (Learner.id, Learner.last_name, Learner.first_name)
_NOTES = (
    *(select(*_WHO, note).where(note.is_not(None)) for note in (Learner.relay_contact, Learner.note)),
    *(
        select(*_WHO, note).join_from(Learner, Enrollment).join(table).where(note.is_not(None))
        for table, note in ((FollowUp, FollowUp.comment), (ContactAttempt, ContactAttempt.note))
    ),
)
"""What people write about somebody, where somebody else may be named: of whom, and the text."""


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences for the question; ``leaving`` also for the answer once it is done.

    ``elsewhere``: whose records name the person and stay as they are, '' for nobody's.
    ``unfinished``: whoever asks is typing in a form about the person.
    """

    name: str
    goes: str
    stays: str
    duty: str
    leaving: str
    unfinished: bool
    elsewhere: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything, in reading order."""
        said = (self.name, self.goes, self.stays, self.elsewhere, self.duty, self.leaving, NO_WAY_BACK)
        return tuple(sentence for sentence in said if sentence)


def what_erasing_does(
    session: Session, learner_id: int, today: dt.date, forgotten_on: dt.date | None
) -> Told:
    """What to say before. ``forgotten_on``: see services/backups.

    Raises Forbidden for whoever may not erase, NotFound, Conflict (erased).
    """
    refuse_to_change(session, Erasure.__tablename__)
    person = session.execute(
        select(Learner.last_name, Learner.first_name, Learner.erased_on).where(Learner.id == learner_id)
    ).first()
    everything = with_merged(session, [learner_id])
    own, names = belongings(session, everything), names_of(session, everything)
    gestures = _gestures(session, learner_id)
    if person is None and not gestures:
        raise NotFound("Cette personne n’est pas dans le fichier.")
    if person is not None and person.erased_on is not None:
        raise Conflict("Cette personne est déjà effacée.")
    return Told(
        name=full_name(person.last_name, person.first_name) if person is not None else "Personne supprimée",
        goes=(
            "Partent\u00a0: le nom, la naissance (sauf l’âge à l’entrée), les coordonnées, les notes et "
            "commentaires, les pièces jointes, les employeurs, les documents émis où la personne est "
            "nommée, et toutes les valeurs gardées dans l’historique."
        ),
        stays=_stays(session, own),
        duty=_duty(session, learner_id, today) if person is not None else _OVER,
        leaving=leaving_words(forgotten_on),
        unfinished=bool(drafts_about(session, own, names, session.info.get(AUTHOR))),
        elsewhere=_elsewhere(session, own, names),
    )


def leaving_words(forgotten_on: dt.date | None) -> str:
    """When nothing of the person will be left in any backup."""
    if forgotten_on is None:
        return "Aucune sauvegarde à côté du fichier ne garde la personne."
    return (
        f"La dernière sauvegarde l’aura oubliée le {short_date(forgotten_on)}, si le programme est ouvert "
        "une fois par mois au moins."
    )


def _stays(session: Session, own: Belongings) -> str:
    marks = sum(
        session.scalar(select(func.count()).where(Attendance.enrollment_id.in_(some))) or 0
        for some in chunks(own.ids["enrollment"])
    )
    counted = [
        plural(len(own.ids["enrollment"]), "inscription"),
        plural(marks, "demi-journée d’émargement", "demi-journées d’émargement"),
        plural(len(own.ids["follow_up"]), "suivi"),
    ]
    return (
        f"Restent sans nom{NBSP}: {join_names(counted)}. Les chiffres des rapports passés les comptent, et "
        "ne changent pas."
    )


def _elsewhere(session: Session, own: Belongings, names: Names) -> str:
    """Notes about somebody else are theirs: whoever reads them knows whether the name must go."""
    others = {
        learner_id: full_name(last_name, first_name)
        for statement in _NOTES
        for learner_id, last_name, first_name, note in session.execute(statement)
        if note and learner_id not in own.learners and names.are_whole_in(note)
    }
    if not others:
        return ""
    shown = sorted(others.values())[:_SHOWN]
    more = len(others) - len(shown)
    people = join_names([*shown, *([plural(more, "autre personne", "autres personnes")] if more else [])])
    return (
        f"Son nom est écrit aussi dans les notes ou le contact relais de{NBSP}: {people}. L’effacement n’y "
        "touche pas\u00a0: corrigez-les d’abord s’il le faut."
    )


def _duty(session: Session, learner_id: int, today: dt.date) -> str:
    found = rehearsal(session, today)
    if any(person.learner_id == learner_id for person in found.due):
        return _OVER
    return _UNDECIDED if any(one.learner_id == learner_id for one in found.undecided) else _NOT_OVER


def _gestures(session: Session, learner_id: int) -> int:
    in_log = (RecordChange.kind == Learner.__tablename__, RecordChange.record_key == str(learner_id))
    return session.scalar(select(func.count()).select_from(RecordChange).where(*in_log)) or 0
