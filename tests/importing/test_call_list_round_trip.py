"""A year of calls goes out as a spreadsheet and comes back: what was told is shown, nothing else."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from gen_desktop.exporting.call_list import write_call_list
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.plan import RowState
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Job
from gen_desktop.models.registry import Learner
from gen_desktop.queries.call_order import CallCriteria, call_list_ids
from gen_desktop.services.follow_ups import AttemptInput, SituationInput, record_attempt, record_situation
from tests.classroom import NAMES, make_classroom
from tests.faults.messy_calls import fill_in, key_of, write_messily
from tests.importing.lists import write_workbook

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def exported(db, tmp_path):
    """A year of calls of two cohorts, and the lines of the list as a spreadsheet shows them."""
    for number, exit_on in enumerate((dt.date(2025, 11, 28), dt.date(2026, 5, 29))):
        room = make_classroom(
            db,
            code=f"TSSR 2026-{number + 1}",
            people=[(f"{last}{'-Blanc' * number}", first) for last, first in NAMES],
            start=exit_on - dt.timedelta(days=200),
            end=exit_on,
            entered_on=exit_on - dt.timedelta(days=200),
            exit_on=exit_on,
            exit_type="term",
            decision="admitted",
        )
        _tell_some(db, room.enrollments, exit_on)
    with db.write("Téléphones inventés") as session:
        for number, learner in enumerate(session.scalars(select(Learner).order_by(Learner.id))):
            learner.phone, learner.birth_date = f"+33639980{number:03}", dt.date(1998, 1, 1 + number % 28)
    with db.read() as session:
        ids = call_list_ids(session, CallCriteria(view="all"), TODAY)
    path = tmp_path / "liste.xlsx"
    assert write_call_list(db, ids, path) > 100
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]


def _tell_some(db, enrollments, exit_on):
    """A third told everything at three months, a third was tried."""
    day = exit_on + dt.timedelta(days=100)
    for at, enrollment_id in enumerate(enrollments):
        if at % 3 == 0:
            told = SituationInput(
                enrollment_id,
                3,
                day,
                contract_type="CDD",
                contract_months=8,
                employer=f"Atelier {at}",
                employer_city="Nevers",
                starts_on=exit_on + dt.timedelta(days=20),
                working_time="full",
                title="Technicienne",
                rome_code="M1810",
                is_digital_sector=True,
                is_executive=False,
                is_target_occupation=True,
                comment="très contente" if at % 2 else None,
            )
            record_situation(db, told)
        elif at % 3 == 1:
            record_attempt(db, AttemptInput(enrollment_id, 6, day))


def differences(plan):
    """What the preview shows, by line."""
    return {row.what: frozenset(row.details) for row in plan.rows if row.state is not RowState.SAME}


@pytest.mark.parametrize("seed", range(12))
def test_the_differences_shown_are_the_ones_made(db, exported, tmp_path, seed):
    rng = random.Random(seed)
    mess = fill_in(exported, rng, TODAY)
    path = write_messily(tmp_path / "retour.xlsx", mess, rng, TODAY)
    plan = plan_import(db, "follow-ups", path, today=TODAY)
    wrong = [note.sentence(path.name) for note in plan.all_notes if note.level == "error"]
    assert wrong == [], "\n".join(wrong)
    expected = {_what(key): told for key, told in mess.told.items()}
    assert differences(plan) == expected
    apply_plan(db, plan, Job())
    again = plan_import(db, "follow-ups", path, today=TODAY)
    assert differences(again) == {}


def test_a_list_left_alone_brings_nothing(db, exported, tmp_path):
    mess = fill_in(exported, random.Random(1), TODAY)
    mess.rows, mess.told = [dict(row) for row in exported], {}
    path = write_messily(tmp_path / "retour.xlsx", mess, random.Random(2), TODAY)
    plan = plan_import(db, "follow-ups", path, today=TODAY)
    assert plan.work.is_empty
    assert len({key_of(row) for row in exported}) == len(exported)


def test_another_name_in_the_row_is_never_somebody_elses_answer(db, exported, tmp_path):
    """The cells of a name were pasted over: the birth date and the cohort are those of another person."""
    rows = [dict(row) for row in exported if row["Échéance"] == "6 mois" and not row["Situation"]][:3]
    rows[0] |= {"Nom": rows[1]["Nom"], "Prénom": rows[1]["Prénom"], "Situation": "CDI", "Relevé le": TODAY}
    plan = plan_import(db, "follow-ups", _written(tmp_path, rows), today=TODAY)
    assert plan.work.is_empty
    assert plan.rows[0].state is RowState.ERROR


def test_merged_names_leave_the_lower_row_without_anybody(db, exported, tmp_path):
    rows = [dict(row) for row in exported if row["Échéance"] == "6 mois" and not row["Situation"]][:2]
    for row in rows:
        row |= {"Situation": "CDI", "Relevé le": TODAY}
    rows[1] |= {"Nom": "", "Prénom": ""}
    plan = plan_import(db, "follow-ups", _written(tmp_path, rows), today=TODAY)
    assert len(plan.work.lines) == 1
    assert [row.state for row in plan.rows] == [RowState.NEW, RowState.ERROR]


def _written(folder, rows):
    lines = [list(rows[0]), *([cell or None for cell in row.values()] for row in rows)]
    return write_workbook(folder / "retour.xlsx", lines)


def _what(key):
    last, first, horizon = key
    return f"{last} {first}, " + ("à la sortie" if horizon == "Sortie" else f"à {horizon}")
