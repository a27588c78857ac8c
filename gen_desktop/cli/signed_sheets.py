"""Where the signed sheets of a cohort stand, half-day by half-day: sheets."""

from __future__ import annotations

import argparse
import datetime as dt

from sqlalchemy.orm import Session

from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.models.attendance import slot_label
from gen_desktop.queries.scope import cohort_ids
from gen_desktop.queries.signed_sheets import HalfDaySheet, half_days_with_sheets


def signed_sheets(arguments: argparse.Namespace) -> None:
    """Every half-day of a cohort and what its sheet proves. Names nobody."""
    as_of = arguments.as_of or dt.date.today()
    with opened(arguments) as db, db.read() as session:
        found = _of_cohort(session, arguments.cohort, as_of)
    if arguments.json:
        print_json([_as_json(one) for one in found])
        return
    print_table(
        ("Demi-journée", "Date", "À noter", "Feuilles", "État"),
        [
            (
                slot_label(one.held_on, one.half_day),
                one.held_on.isoformat(),
                str(one.state.unrecorded),
                str(one.state.sheets),
                one.state.words,
            )
            for one in found
        ],
    )


def _of_cohort(session: Session, code: str, as_of: dt.date) -> tuple[HalfDaySheet, ...]:
    found = cohort_ids(session, (code,))
    assert found is not None  # one code was given
    return half_days_with_sheets(session, found[0], as_of)


def _as_json(one: HalfDaySheet) -> dict[str, object]:
    state = one.state
    return {
        "held_on": one.held_on,
        "half_day": one.half_day,
        "status": state.status.value,
        "unrecorded": state.unrecorded,
        "sheets": state.sheets,
        "trainer_signed": state.trainer_signed,
        "missing": state.missing,
        "unexpected": state.unexpected,
        "doubtful": state.doubtful,
        "words": state.words,
    }
