"""Commands about how long people's data are kept: privacy retention, purge, register, breach."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gen_desktop import french
from gen_desktop.cli import privacy_person
from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.french import NBSP
from gen_desktop.services.exports import record_export

if TYPE_CHECKING:
    from gen_desktop.db.database import Database
    from gen_desktop.queries.retention import PersonStanding, Rehearsal

BASES = {"versement": "last_payment", "formation": "course_end"}
_STATES = {"due": "à effacer", "undecided": "à compléter"}


def retention(arguments: argparse.Namespace) -> None:
    """Who should leave on a day; or the periods in force; or one of them set, or given up."""
    if arguments.set is not None:
        _set(arguments)
    elif arguments.reset is not None:
        _reset(arguments)
    elif arguments.periods:
        _periods(arguments)
    else:
        _rehearse(arguments)


def purge(arguments: argparse.Namespace) -> None:
    """Hold the rehearsal, then erase those whose time is over; without --yes, only say who they are."""
    from gen_desktop.queries.retention import rehearsal
    from gen_desktop.queries.rights import refuse_to_change
    from gen_desktop.services.retention import hold_review
    from gen_desktop.services.retention import purge as purge_people

    as_of = _as_of(arguments)
    with opened(arguments, writes=True) as db:
        with db.read() as session:
            refuse_to_change(session, "erasure")
            found = rehearsal(session, as_of)
        if not found.due:
            print(f"Personne ne doit partir au {french.short_date(as_of)}.")
            return
        count = french.plural(len(found.due), "personne")
        if not arguments.yes:
            _record(db, found.due)
            _print_people(found.due)
            raise Conflict(f"{count} à effacer, sans retour possible. Pour le faire, ajoutez --yes.")
        hold_review(db, as_of)
        done = purge_people(db, [person.learner_id for person in found.due], as_of)
    print(f"{count} {french.form(len(found.due), 'effacée')}. Une sauvegarde vérifiée a été faite avant.")
    if done.left_to_do:
        print(done.left_to_do)


def register(arguments: argparse.Namespace) -> None:
    """The register of processing, or the sheet for a breach, as a PDF."""
    from gen_desktop.reports.registry import build_breach_form, build_processing_register
    from gen_desktop.services.documents import save_report

    build = build_breach_form if arguments.gesture == "breach" else build_processing_register
    with opened(arguments, writes=True) as db:
        save_report(db, build(db, arguments.as_of or dt.date.today()), arguments.out)
    print(arguments.out)


def _rehearse(arguments: argparse.Namespace) -> None:
    from gen_desktop.queries.retention import rehearsal

    as_of = arguments.as_of or dt.date.today()
    with opened(arguments, writes=True) as db:
        with db.read() as session:
            found = rehearsal(session, as_of)
        _record(db, found.people)
    if arguments.json:
        print_json(_as_json(found))
        return
    if found.people:
        _print_people(found.people)
    print(
        f"Au {french.short_date(as_of)}{NBSP}: {french.number(len(found.due))} à effacer, "
        f"{french.number(len(found.undecided))} à compléter, {french.number(found.kept)} à garder."
    )


def _periods(arguments: argparse.Namespace) -> None:
    from gen_desktop.queries.retention_periods import base_words, period_rows

    with opened(arguments) as db, db.read() as session:
        rows = period_rows(session, arguments.as_of or dt.date.today())
    if arguments.json:
        fields = ("funder", "label", "years", "base", "reason", "source", "is_own")
        print_json([{name: getattr(row, name) for name in fields} for row in rows])
        return
    print_table(
        ("Code", "Financeur", "Ans", "Comptés depuis", "Réglée", "Raison"),
        [
            (
                row.funder,
                row.label,
                str(row.years),
                base_words(row.base),
                "oui" if row.is_own else "non",
                row.reason,
            )
            for row in rows
        ],
    )


def _set(arguments: argparse.Namespace) -> None:
    from gen_desktop.reference.retention import retention_default
    from gen_desktop.services.retention import PeriodInput, set_period

    funder, years = arguments.set
    if not years.isdecimal():
        raise InvalidInput.one("years", f"«{NBSP}{years}{NBSP}» n’est pas un nombre d’années.")
    if not arguments.reason:
        raise InvalidInput.one("reason", "Dites pourquoi, avec --reason.")
    today = dt.date.today()
    base = BASES[arguments.base] if arguments.base else retention_default(funder, today).base
    values = PeriodInput(funder, int(years), base, arguments.reason, arguments.source)
    with opened(arguments, writes=True) as db:
        print(f"{set_period(db, values, today).name}.")


def _reset(arguments: argparse.Namespace) -> None:
    from gen_desktop.services.retention import reset_period

    with opened(arguments, writes=True) as db:
        print(f"{reset_period(db, arguments.reset, dt.date.today()).name}.")


def _as_of(arguments: argparse.Namespace) -> dt.date:
    """The day of the purge. One to come would erase people whose time is not over yet."""
    as_of: dt.date = arguments.as_of
    if as_of > dt.date.today():
        raise InvalidInput.one("as_of", f"Le {french.short_date(as_of)} est dans l’avenir.")
    return as_of


def _record(db: Database, people: Sequence[PersonStanding]) -> None:
    """Names are about to leave the program."""

    if people:
        record_export(db, "retention_list", "Qui devrait partir", len(people))


def _print_people(people: Sequence[PersonStanding]) -> None:
    from gen_desktop.queries.retention_periods import funder_label

    print_table(
        ("Nom", "Prénom", "Cohortes", "Jusqu’au", "Pour", "État", "À compléter"),
        [
            (
                person.last_name,
                person.first_name,
                ", ".join(person.cohorts) or french.UNKNOWN,
                french.short_date(person.until),
                funder_label(person.funder),
                _STATES[person.state],
                f"{NBSP}; ".join(one.words for one in person.missing),
            )
            for person in people
        ],
    )


def _as_json(found: Rehearsal) -> dict[str, Any]:
    return {
        "as_of": found.as_of,
        "due": len(found.due),
        "undecided": len(found.undecided),
        "kept": found.kept,
        "people": [
            {
                "learner_id": person.learner_id,
                "last_name": person.last_name,
                "first_name": person.first_name,
                "cohorts": list(person.cohorts),
                "state": person.state.value,
                "until": person.until,
                "funder": person.funder,
                "missing": [
                    {"fact": one.fact.value, "kind": one.kind, "id": one.record_id, "label": one.label}
                    for one in person.missing
                ],
            }
            for person in found.people
        ],
    }


GESTURES = {
    "retention": retention,
    "purge": purge,
    "register": register,
    "breach": register,
    **privacy_person.GESTURES,
}


def privacy(arguments: argparse.Namespace) -> None:
    """The gestures about people's data."""
    GESTURES[arguments.gesture](arguments)
