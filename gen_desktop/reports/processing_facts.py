"""What the register of processing is drawn from: the settings in force and how this file is really kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.db.backup import Verdict, backups
from gen_desktop.db.database import Database
from gen_desktop.db.keys import holders
from gen_desktop.db.safekeeping import default_folder
from gen_desktop.queries.organization import OrganizationRecord, organization_record, staff
from gen_desktop.queries.privacy_records import erasure_count
from gen_desktop.queries.retention import ReviewRow, last_review
from gen_desktop.queries.retention_periods import PeriodRow, periods_in_use
from gen_desktop.queries.seals import DataSeal, data_seal
from gen_desktop.reference.lists import label
from gen_desktop.reference.processing import Purpose, purposes
from gen_desktop.reference.rights import SENSITIVE, reserved_to


@dataclass(frozen=True, slots=True)
class Safety:
    """How the file is kept. ``holders``: people with a password of their own, 0 for a plain file."""

    is_protected: bool
    holders: int
    roles: tuple[tuple[str, int], ...]
    good_backups: int
    last_backup_on: dt.date | None


@dataclass(frozen=True, slots=True)
class RegisterData:
    """Everything that is said on paper."""

    as_of: dt.date
    purposes: tuple[Purpose, ...]
    organization: OrganizationRecord | None
    is_invented: bool
    periods: tuple[PeriodRow, ...]
    safety: Safety
    review: ReviewRow | None
    erased: int
    seal: DataSeal | None


def load_register(db: Database, session: Session, as_of: dt.date) -> RegisterData:
    """Read the settings in force that day, and look at the file and its backups as they are."""
    organization = organization_record(session)
    return RegisterData(
        as_of=as_of,
        purposes=purposes(),
        organization=organization,
        is_invented=organization is not None and organization.is_invented,
        periods=periods_in_use(session, as_of),
        safety=_safety(db, session),
        review=last_review(session),
        erased=erasure_count(session),
        seal=data_seal(session),
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure in force in this file, or one that is missing."""

    words: str
    is_missing: bool = False


def measures(data: RegisterData) -> tuple[Measure, ...]:
    """What protects people's data in this file, and what should and does not."""
    safety = data.safety
    return (
        _protection(safety),
        _roles(safety),
        _backups(safety),
        Measure(
            "Chaque modification est nommée, datée, signée de son auteur et scellée ; le sceau rend visible "
            "toute modification faite en cachette."
        ),
        Measure("Le programme travaille sur cet ordinateur, sans réseau : rien n’est envoyé à personne."),
        _review(data.review),
        Measure(f"Personnes effacées jusqu’ici : {french.number(data.erased)}."),
    )


def _safety(db: Database, session: Session) -> Safety:
    roles = Counter(label("staff_role", person.role) for person in staff(session))
    good = [one for one in backups(default_folder(db.path), db.path) if one.verdict is Verdict.GOOD]
    return Safety(
        is_protected=db.key is not None,
        holders=len(holders(db.path)) if db.key is not None else 0,
        roles=tuple(sorted(roles.items())),
        good_backups=len(good),
        last_backup_on=good[0].made_at.date() if good else None,
    )


def _protection(safety: Safety) -> Measure:
    if not safety.is_protected:
        return Measure("Le fichier n’est pas protégé ; quiconque a l’ordinateur peut le lire.", True)
    people = french.plural(safety.holders, "personne")
    return Measure(
        "Le fichier, son journal et ses sauvegardes sont chiffrés en entier. Ils s’ouvrent avec le mot de "
        f"passe d’une des personnes qui ont accès ({people}), ou avec le code de secours sur papier. Les "
        "mots de passe suivent la délibération CNIL 2022-100 ; la fenêtre se verrouille "
        "après un quart d’heure."
    )


def _roles(safety: Safety) -> Measure:
    if not safety.roles:
        return Measure("Aucune personne n’est enregistrée dans l’équipe.", True)
    counted = [f"{role}\u00a0: {count}" for role, count in safety.roles]
    team = f"Équipe, par rôle ({', '.join(counted)})."
    if not safety.is_protected:
        return Measure(f"{team} Tant que le fichier n’est pas protégé, les rôles ne limitent rien.")
    return Measure(
        f"{team} Le rôle décide de ce que chacun voit et change. Situation sociale et handicap : "
        f"{reserved_to(SENSITIVE).lower()}."
    )


def _backups(safety: Safety) -> Measure:
    if not safety.good_backups:
        return Measure("Il n’y a aucune sauvegarde vérifiée.", True)
    count = french.plural(safety.good_backups, "sauvegarde vérifiée", "sauvegardes vérifiées")
    return Measure(
        f"Sauvegardes automatiques, rouvertes et vérifiées avant d’être dites bonnes : {count}, la dernière "
        f"du {french.short_date(safety.last_backup_on)}."
    )


def _review(review: ReviewRow | None) -> Measure:
    if review is None:
        return Measure("Aucune revue des durées de conservation n’a été faite.", True)
    return Measure(
        f"Dernière revue des durées de conservation le {french.short_date(review.held_on)} : "
        f"{french.plural(review.due, 'personne')} à effacer alors."
    )
