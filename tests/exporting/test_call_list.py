from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from gen_desktop.errors import StorageProblem
from gen_desktop.exporting.call_list import write_call_list
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.plan import RowState
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Job
from gen_desktop.models.calling import Call
from gen_desktop.models.registry import ContactAttempt, Learner
from gen_desktop.queries import call_order, follow_ups
from gen_desktop.queries.call_order import CallCriteria
from gen_desktop.services.follow_ups import AttemptInput, SituationInput, record_attempt, record_situation
from tests.classroom import make_leavers

TODAY = dt.date(2026, 11, 23)
EXIT = dt.date(2026, 5, 28)
PEOPLE = [("Aubert", "Inès"), ("Ben Salah", "Yasmine"), ("Cordier", "Théo")]


@pytest.fixture
def calls(db):
    """Three people to call at six months: one told everything, one was tried, one was not."""
    room = make_leavers(db, PEOPLE, decision="admitted")
    with db.write("Téléphones inventés") as session:
        for number, learner in enumerate(session.scalars(select(Learner).order_by(Learner.sort_key))):
            learner.phone = f"+3363998010{number}"
            learner.birth_date = dt.date(1999, 3, 14 + number)
    told, tried, _ = room.enrollments
    record_situation(
        db,
        SituationInput(
            told,
            6,
            dt.date(2026, 11, 20),
            contract_type="CDD",
            contract_months=8,
            employer="Datacampus",
            employer_city="Nevers",
            title="Technicienne",
            starts_on=dt.date(2026, 9, 1),
            working_time="full",
            is_target_occupation=False,
            salary=Decimal(24_800),
            proof="contract",
            comment="rappeler en mars",
        ),
    )
    record_attempt(db, AttemptInput(tried, 6, dt.date(2026, 11, 18)))
    record_attempt(db, AttemptInput(tried, 6, dt.date(2026, 11, 20), "email", "message_left"))
    return [Call(enrollment, 6).id for enrollment in room.enrollments]


def read_xlsx(path):
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_a_line_says_everything_that_is_known(db, calls, tmp_path):
    assert write_call_list(db, calls, tmp_path / "liste.xlsx") == 3
    told, tried, silent = read_xlsx(tmp_path / "liste.xlsx")
    assert told["Nom"] == "Aubert"
    assert told["Téléphone"].replace("\u00a0", " ") == "06 39 98 01 00"
    assert told["Date de sortie"] == EXIT
    assert told["Échéance"] == "6 mois"
    assert (told["Situation"], told["Contrat"], told["Durée (mois)"]) == ("CDD long", "CDD", 8)
    assert (told["Employeur"], told["Ville de l’employeur"]) == ("Datacampus", "Nevers")
    assert (told["Métier visé"], told["Salaire brut annuel"], told["Preuve"]) == (
        "Non",
        24_800,
        "Contrat de travail",
    )
    assert (tried["Appel 1"], tried["Résultat 1"]) == (dt.date(2026, 11, 18), "Pas de réponse")
    assert tried["Résultat 2"] == "Message laissé"
    assert [silent[title] for title in ("Appel 1", "Situation", "Métier visé")] == ["", "", ""]


def test_there_is_room_for_the_next_attempt_up_to_six(db, calls, tmp_path):
    for day in range(1, 8):
        record_attempt(db, AttemptInput(Call.of(calls[2]).enrollment_id, 6, dt.date(2026, 11, 14 + day)))
    write_call_list(db, calls, tmp_path / "liste.csv")
    line = read_csv(tmp_path / "liste.csv")[2]
    assert [line[f"Appel {number}"] for number in range(1, 7)] == [
        *(f"{day}/11/2026" for day in range(17, 22)),
        "",
    ]
    assert "Appel 7" not in line


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_import_reads_back_what_was_written(db, calls, tmp_path, suffix):
    path = tmp_path / f"liste.{suffix}"
    write_call_list(db, calls, path)
    plan = plan_import(db, "follow-ups", path, today=TODAY)
    assert [note.sentence(path.name) for row in plan.rows for note in row.notes] == []
    assert plan.unknown_columns == ()
    assert [row.state for row in plan.rows] == [RowState.SAME] * 3


def test_a_list_filled_in_elsewhere_is_imported(db, calls, tmp_path):
    path = tmp_path / "liste.csv"
    write_call_list(db, calls, path)
    rows = read_csv(path)
    rows[2] |= {"Appel 1": "21/11/2026", "Résultat 1": "Joint", "Situation": "En recherche"}
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    apply_plan(db, plan_import(db, "follow-ups", path, today=TODAY), Job())
    with db.read() as session:
        known = follow_ups.rows(session, calls, TODAY)
        attempts = session.scalar(select(func.count(ContactAttempt.id)))
    assert known[calls[2]].situation == "RECH"
    assert attempts == 4


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_nothing_typed_is_run_as_a_formula(db, calls, tmp_path, suffix):
    formula = '=HYPERLINK("http://exemple.fr")'
    enrollment_id = Call.of(calls[2]).enrollment_id
    record_situation(db, SituationInput(enrollment_id, 6, TODAY, situation="RECH", comment=formula))
    path = tmp_path / f"liste.{suffix}"
    write_call_list(db, calls, path)
    if suffix == "csv":
        assert read_csv(path)[2]["Commentaire"] == f"'{formula}"
        assert read_csv(path)[0]["Téléphone"].startswith("06")
        return
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert sheet[3][-1] == formula  # a formula would read as its value, 0


def test_those_gone_are_left_out_and_a_lost_folder_is_said(db, calls, tmp_path):
    assert write_call_list(db, [Call(12, 6).id, calls[0]], tmp_path / "liste.csv") == 1
    assert write_call_list(db, [], tmp_path / "vide.xlsx") == 0
    with pytest.raises(StorageProblem, match="ne peut pas être écrite"):
        write_call_list(db, calls, tmp_path / "nulle part" / "liste.xlsx")


def test_the_whole_list_goes_out_in_its_order(db, calls, tmp_path):
    with db.read() as session:
        ids = call_order.call_list_ids(session, CallCriteria(view="all", sort="name", descending=True), TODAY)
    write_call_list(db, ids, tmp_path / "liste.csv")
    assert [line["Nom"] for line in read_csv(tmp_path / "liste.csv")] == [
        *("Cordier", "Cordier", "Ben Salah", "Ben Salah", "Aubert", "Aubert"),
    ]
