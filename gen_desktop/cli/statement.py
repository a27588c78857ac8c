"""The hours of a person or of a cohort, over a month or the whole course: statement."""

from __future__ import annotations

import argparse
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gen_desktop import french
from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.cli.person import found_person
from gen_desktop.dates import month_bounds
from gen_desktop.french import NBSP
from gen_desktop.models import assiduity as rules
from gen_desktop.models.assiduity import Hours, Share
from gen_desktop.models.calendar import HALF_DAY_WORDS
from gen_desktop.models.learner import full_name
from gen_desktop.queries.scope import cohort_ids
from gen_desktop.queries.statement import (
    WHOLE_COURSE,
    CohortStatement,
    EnrollmentStatement,
    Period,
    cohort_statement,
    learner_statements,
)
from gen_desktop.reference.lists import label
from gen_desktop.services.exports import record_export

if TYPE_CHECKING:
    from gen_desktop.db.database import Database

_FORMULAS = {
    "presence": rules.PRESENCE_FORMULA,
    "assiduity": rules.ASSIDUITY_FORMULA,
    "remote": rules.REMOTE_FORMULA,
}
DEDUCTION_NOTE = "à titre indicatif, le financeur décide"


def statement(arguments: argparse.Namespace) -> None:
    """What was planned and done, once it is entered in the register of exports."""
    period = _period(arguments)
    as_of = arguments.as_of or dt.date.today()
    with opened(arguments, writes=True) as db:
        if arguments.cohort is not None:
            _of_cohort(db, arguments, period, as_of)
        else:
            _of_learner(db, arguments, period, as_of)


def _period(arguments: argparse.Namespace) -> Period:
    if arguments.month is None:
        return WHOLE_COURSE
    return Period(*month_bounds(arguments.month.year, arguments.month.month))


def _of_learner(db: Database, arguments: argparse.Namespace, period: Period, as_of: dt.date) -> None:
    learner_id = found_person(db, arguments.learner)
    with db.read() as session:
        found = learner_statements(session, learner_id, period, as_of)
    if found:
        record_export(db, "statement", _scope("Une personne", arguments), 1)
    if arguments.json:
        told = [_person_json(one, arguments.pay) for one in found]
        print_json({**_period_json(period), "formulas": _FORMULAS, "statements": told})
        return
    if not found:
        print("Aucune heure prévue dans cette période.")
    for one in found:
        _print_person(one, arguments.pay)


def _of_cohort(db: Database, arguments: argparse.Namespace, period: Period, as_of: dt.date) -> None:
    with db.read() as session:
        (cohort_id,) = cohort_ids(session, (arguments.cohort,)) or ()
        found = cohort_statement(session, cohort_id, period, as_of)
    if found.people:
        record_export(db, "statement", _scope(found.cohort_code, arguments), len(found.people))
    if arguments.json:
        told = [_person_json(one, arguments.pay) for one in found.people]
        total = {"minutes": _hours_json(found.hours), **_rates_json(found)}
        head = {"cohort": found.cohort_code, "course": found.course_title, **_period_json(period)}
        print_json({**head, "formulas": _FORMULAS, "total": total, "statements": told})
        return
    _print_cohort(found)


def _scope(whose: str, arguments: argparse.Namespace) -> str:
    when = "toute la formation" if arguments.month is None else french.month_name(arguments.month)
    return f"{whose}, {when}"


def _period_json(period: Period) -> dict[str, Any]:
    return {"start": period.start, "end": period.end}


def _person_json(one: EnrollmentStatement, pay: Decimal | None) -> dict[str, Any]:
    return {
        "enrollment_id": one.enrollment_id,
        "learner_id": one.learner_id,
        "last_name": one.last_name,
        "first_name": one.first_name,
        "cohort": one.cohort_code,
        "course": one.course_title,
        "entered_on": one.entered_on,
        "exit_on": one.exit_on,
        "minutes": _hours_json(one.hours),
        **_rates_json(one),
        "company": [
            {
                "host": sheet.host,
                "start": sheet.starts_on,
                "end": sheet.ends_on,
                "planned": sheet.planned,
                "done": sheet.done,
                "sheet_received_on": sheet.sheet_received_on,
            }
            for sheet in one.company
        ],
        "weeks": [{"monday": monday, "minutes": _hours_json(hours)} for monday, hours in one.weeks],
        "half_days": [
            {
                "day": line.held_on,
                "half_day": line.half_day,
                "planned": 0 if line.is_suspended else line.minutes,
                "present": line.present,
                "mode": line.mode,
                "code": line.status,
            }
            for line in one.half_days
        ],
        **({} if pay is None else {"deduction": _deduction_json(pay, one.hours)}),
    }


def _hours_json(hours: Hours) -> dict[str, Any]:
    return {
        "planned": hours.planned,
        "present": hours.present,
        "present_by_mode": dict(hours.present_by_mode),
        "late": hours.late,
        "justified": hours.justified,
        "justified_by_code": dict(hours.justified_by_code),
        "unjustified": hours.unjustified,
        "to_justify": hours.to_justify,
        "unrecorded": hours.unrecorded,
    }


def _rates_json(one: EnrollmentStatement | CohortStatement) -> dict[str, Any]:
    remote = one.remote
    beside = {"connected": remote.connected, "doubled": remote.doubled}
    return {
        "presence": _share_json(one.hours.presence),
        "assiduity": _share_json(one.hours.assiduity),
        "remote": {**_share_json(remote.assiduity), **beside},
    }


def _share_json(share: Share) -> dict[str, Any]:
    return {"n": share.n, "N": share.total, "value": share.value, "words": share.words}


def _deduction_json(pay: Decimal, hours: Hours) -> dict[str, Any]:
    amount = rules.proportional_deduction(pay, hours)
    return {"pay": pay, "amount": amount, "note": DEDUCTION_NOTE}


def _print_person(one: EnrollmentStatement, pay: Decimal | None) -> None:
    print(f"{full_name(one.last_name, one.first_name)}, {one.cohort_code}, {one.course_title}")
    print_table(
        ("Jour", "Demi-journée", "Prévu", "Présent", "Mode", "Relevé"),
        [
            (
                french.short_date(line.held_on),
                HALF_DAY_WORDS[line.half_day],  # type: ignore[index]
                french.duration(0 if line.is_suspended else line.minutes),
                french.UNKNOWN if line.status is None else french.duration(line.present),
                label("session_mode", line.mode),
                "Non relevé" if line.status is None else label("attendance_status", line.status),
            )
            for line in one.half_days
        ],
    )
    print()
    print_table(
        _COLUMNS,
        [
            *(_hours_row(f"Semaine du {french.short_date(monday)}", hours) for monday, hours in one.weeks),
            _hours_row("Total", one.hours),
        ],
    )
    for code, minutes in one.hours.justified_by_code.items():
        print(f"  dont {label('attendance_status', code)}{NBSP}: {french.duration(minutes)}")
    for mode, minutes in one.hours.present_by_mode.items():
        print(f"Présent, {label('session_mode', mode).lower()}{NBSP}: {french.duration(minutes)}")
    _print_rates(one)
    for sheet in one.company:
        done = "feuille à recevoir" if sheet.done is None else french.duration(sheet.done)
        print(f"En entreprise chez {sheet.host}, {french.date_range(sheet.starts_on, sheet.ends_on)}, {done}")
    if pay is not None:
        amount = rules.proportional_deduction(pay, one.hours)
        print(f"Retenue proportionnelle{NBSP}: {_euros(amount)} ({DEDUCTION_NOTE})")
    print()


def _print_cohort(found: CohortStatement) -> None:
    print(f"{found.cohort_code}, {found.course_title}")
    rows = [_hours_row(full_name(one.last_name, one.first_name), one.hours) for one in found.people]
    print_table(_COLUMNS, [*rows, _hours_row("Total", found.hours)])
    _print_rates(found)


def _print_rates(one: EnrollmentStatement | CohortStatement) -> None:
    hours = one.hours
    print(f"{rules.PRESENCE_NAME}{NBSP}: {hours.presence.words} ({rules.PRESENCE_FORMULA})")
    print(f"{rules.ASSIDUITY_NAME}{NBSP}: {hours.assiduity.words} ({rules.ASSIDUITY_FORMULA})")
    if one.remote.planned:
        remote = one.remote
        print(
            f"Assiduité à distance{NBSP}: {remote.assiduity.words} "
            f"({french.duration(remote.verified)} sur {french.duration(remote.planned)}{NBSP}: "
            f"{rules.REMOTE_FORMULA})"
        )
        if remote.doubled:
            print(f"Dont déjà compté en heures de présence{NBSP}: {french.duration(remote.doubled)}")
        print(f"Durée de connexion, pour information{NBSP}: {french.duration(remote.connected)}")


_COLUMNS = (
    *("", "Prévu", "Présent", "Retards", "Justifié", "Non justifié", "dont à justifier", "Non relevé"),
    *("Présence", "Hors justifiées"),
)


def _hours_row(name: str, hours: Hours) -> tuple[str, ...]:
    minutes = (
        *(hours.planned, hours.present, hours.late, hours.justified, hours.unjustified),
        *(hours.to_justify, hours.unrecorded),
    )
    return (name, *map(french.duration, minutes), hours.presence.words, hours.assiduity.words)


def _euros(amount: Decimal | None) -> str:
    return rules.WITHOUT_OBJECT if amount is None else f"{french.number(amount, 2)}{french.NARROW}€"
