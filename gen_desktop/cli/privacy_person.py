"""Commands about one person's data: privacy export, privacy erase."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING

from gen_desktop.cli.common import opened
from gen_desktop.errors import Conflict, StorageProblem
from gen_desktop.french import NBSP

if TYPE_CHECKING:
    from gen_desktop.db.database import Database


def export(arguments: argparse.Namespace) -> None:
    """Everything held about a person, as a PDF to read and a JSON for another program."""
    from gen_desktop.cli.person import found_person
    from gen_desktop.exporting.personal_data import write_personal_data
    from gen_desktop.queries.person_data import person_data
    from gen_desktop.reports.registry import build_personal_data
    from gen_desktop.services.copies import copies_with

    now = dt.datetime.now().astimezone()
    with opened(arguments, writes=True) as db:
        learner_id = found_person(db, arguments.person)
        with db.read() as session:
            data = person_data(session, learner_id)
        copies = copies_with(db, learner_id, now)
        pdf = build_personal_data(db, data, copies, now.date())
        written = write_personal_data(db, data, copies, pdf, arguments.out)
    for file in written:
        print(file)


def erase(arguments: argparse.Namespace) -> None:
    """Erase a person for good; without --yes, only say what that does."""
    from gen_desktop.cli.person import found_person
    from gen_desktop.models.privacy import REQUEST
    from gen_desktop.queries.erasing import what_erasing_does
    from gen_desktop.services.backups import forgotten_on
    from gen_desktop.services.privacy import erase_people, scrub

    now = dt.datetime.now().astimezone()
    with opened(arguments, writes=arguments.yes) as db:
        learner_id = found_person(db, arguments.person)
        with db.read() as session:
            told = what_erasing_does(session, learner_id, now.date(), forgotten_on(db, now))
        if not arguments.yes:
            print("\n".join(told.sentences))
            raise Conflict("Rien n’a été effacé. Pour le faire, sans retour possible, ajoutez --yes.")
        erase_people(db, [learner_id], cause=REQUEST, reason=arguments.reason, today=now.date())
        print(f"La fiche n°{NBSP}{learner_id} est effacée.")
        print(told.leaving)
        try:
            scrub(db)
        except StorageProblem as problem:
            print(f"{problem} L’effacement est fait{NBSP}; le fichier sera réécrit à la prochaine ouverture.")
        if arguments.backups_too:
            _forget_backups(db, now)


def _forget_backups(db: Database, now: dt.datetime) -> None:
    from gen_desktop.db.backup import Reason
    from gen_desktop.services.backups import back_up
    from gen_desktop.services.copies import forget_copies

    made = back_up(db, Reason.ASKED, now)
    left = forget_copies(db, made.backup)
    print(f"Une nouvelle sauvegarde vérifiée est faite ({made.backup.file.name})", end="")
    print(f"{NBSP}; les anciennes sont supprimées." if not left else ".")
    for name in left:
        print(f"Ce fichier n’a pas pu être supprimé{NBSP}: {name}")


GESTURES = {"export": export, "erase": erase}
