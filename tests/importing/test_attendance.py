"""Attendance lists of both shapes: what they bring, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.attendance import plan_attendance
from gen_desktop.importing.choices import Choices
from gen_desktop.importing.plan import Level, RowState
from gen_desktop.jobs import Job
from gen_desktop.models.calendar import HALF_DAY_WORDS
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.registry import Attendance, ClassSession, Enrollment, Learner
from gen_desktop.services.attendance import MarkInput, record
from gen_desktop.services.undo import undo_last
from tests.classroom import MONDAY, NAMES, change_enrollment, make_classroom
from tests.importing.lists import put_lines, remarks, sentences, write_csv, write_workbook

TODAY = dt.date(2026, 11, 23)
CODE = "DWWM 2026-2"
HEAD = ("Nom", "Prénom", "lun. 16/11 matin", "lun. 16/11 après-midi", "mar. 17/11 matin")


@pytest.fixture
def room(db):
    """Fifteen people, one week, everybody entered on the Monday."""
    return make_classroom(db, entered_on=MONDAY)


@pytest.fixture
def plan(db, tmp_path):
    """Write lines as a workbook and plan their import."""

    def plan_lines(lines, code=CODE, **options):
        path = write_workbook(tmp_path / "emargement.xlsx", lines)
        return plan_attendance(db, path, cohort_code=code, today=TODAY, **options)

    return plan_lines


def marks(db):
    """Status and minutes by person and half-day."""
    with db.read() as session:
        rows = session.execute(
            select(
                Learner.last_name,
                ClassSession.held_on,
                ClassSession.half_day,
                Attendance.status,
                Attendance.minutes_present,
            )
            .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
            .join(Learner, Learner.id == Enrollment.learner_id)
            .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        )
        return {(row[0], f"{row[1]:%d/%m} {row[2]}"): (row[3], row[4]) for row in rows}


def test_a_grid_with_names_in_two_columns(db, room, plan):
    found = plan(
        [("Centre",), (), HEAD, ("BEN SALAH", "Yasmine", "P", "J mal.", "R 40"), ("Petit", "Samuel", "A")]
    )
    assert not found.has_errors
    assert found.ignored[0].reason == "au-dessus des titres"
    assert [row.state for row in found.rows] == [RowState.NEW, RowState.NEW]
    assert found.rows[0].details == ("3 demi-journées, dont 1 retard et 1 absence justifiée",)
    assert found.totals == {"marks_new": 4, "marks_update": 0, "marks_same": 0}
    assert ("lun. 16/11 matin", "lundi 16 novembre matin") in found.matched
    apply_plan(db, found, Job())
    assert marks(db) == {
        ("Ben Salah", "16/11 AM"): ("P", 210),
        ("Ben Salah", "16/11 PM"): ("AJ_MAL", 0),
        ("Ben Salah", "17/11 AM"): ("R", 170),
        ("Petit", "16/11 AM"): ("AI", 0),
    }


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("names", ["Apprenant", "Nom et prénom"])
def test_dates_above_half_days(db, room, tmp_path, merged, names):
    path = tmp_path / "semaine.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Émargement")
        second = (None, "matin", "après-midi", "matin", "après-midi", "matin")
        days = (names, MONDAY, None, MONDAY + dt.timedelta(1), None, MONDAY + dt.timedelta(2))
        put_lines(sheet, [("Semaine 47",), days, second, ("CORDIER Théo", "P", "A", "P", "R 10", "S")])
        if merged:
            date_format = book.add_format({"num_format": "dd/mm/yyyy"})
            sheet.merge_range(1, 0, 2, 0, names)
            for column, day in ((1, MONDAY), (3, MONDAY + dt.timedelta(1))):
                sheet.merge_range(1, column, 1, column + 1, "", date_format)
                sheet.write_datetime(1, column, day, date_format)
    found = plan_attendance(db, path, cohort_code=CODE, today=TODAY)
    assert sentences(found) == []
    apply_plan(db, found, Job())
    assert marks(db) == {
        ("Cordier", "16/11 AM"): ("P", 210),
        ("Cordier", "16/11 PM"): ("AI", 0),
        ("Cordier", "17/11 AM"): ("P", 210),
        ("Cordier", "17/11 PM"): ("R", 200),
        ("Cordier", "18/11 AM"): ("SUSP", 0),
    }


def test_dates_above_half_days_in_a_text_file(db, room, tmp_path):
    lines = [
        (None, None, "16/11/2026", None, "17/11/2026"),
        ("Nom", "Prénom", "matin", "après-midi", "matin"),
        ("Garnier", "Sofiane", "P", "A", "P"),
    ]
    found = plan_attendance(db, write_csv(tmp_path / "e.csv", lines), cohort_code=CODE, today=TODAY)
    assert sentences(found) == []
    assert found.totals["marks_new"] == 3


def test_one_mark_per_row(db, room, plan):
    head = (
        "Cohorte",
        "Nom",
        "Prénom",
        "Date",
        "Demi-journée",
        "Présence",
        "Motif",
        "Minutes",
        "Heures de présence",
    )
    found = plan(
        [
            head,
            (CODE, "Aubert", "Inès", MONDAY, "Matin", "P"),
            (CODE, "Aubert", "Inès", "16/11", "Après-midi", "A", "maladie"),
            (CODE, "Aubert", "Inès", "mar. 17/11/2026", "matin", None, "mal."),
            (CODE, "Aubert", "Inès", None, "mer. 18/11 matin", "Retard", None, 25),
            (CODE, "Aubert", "Inès", "2026-11-18", "PM", None, None, "0h30"),
            (CODE, "Aubert", "Inès", "19/11/2026", "matin", None, None, None, 2.5),
            (CODE, "Aubert", "Inès", "19/11/2026", "après-midi", "P", None, None, 3.5),
            (CODE, "Aubert", "Inès", "20/11/2026", "matin"),
            (CODE, "Bakary", "Moussa", "20/11/2026", "matin", "A", None, None, 0),
        ],
        code=None,
    )
    assert sentences(found) == []
    apply_plan(db, found, Job())
    assert marks(db) == {
        ("Aubert", "16/11 AM"): ("P", 210),
        ("Aubert", "16/11 PM"): ("AJ_MAL", 0),
        ("Aubert", "17/11 AM"): ("AJ_MAL", 0),
        ("Aubert", "18/11 AM"): ("R", 185),
        ("Aubert", "18/11 PM"): ("R", 180),
        ("Aubert", "19/11 AM"): ("R", 150),
        ("Aubert", "19/11 PM"): ("P", 210),
        ("Bakary", "20/11 AM"): ("AI", 0),
    }
    assert found.count(RowState.SAME) == 1, "an empty mark is nothing recorded"


def test_a_supporting_document(db, room, plan):
    head = ("Nom", "Prénom", "Date", "Demi-journée", "Présence", "Justificatif reçu le")
    lines = [head, ("Aubert", "Inès", MONDAY, "matin", "J mal.", "18/11/2026")]
    apply_plan(db, plan(lines), Job())
    with db.read() as session:
        assert session.scalar(select(Attendance.document_on)) == dt.date(2026, 11, 18)
    assert plan(lines).work.is_empty
    assert (
        "un justificatif ne va qu’avec une absence justifiée"
        in sentences(plan([head, ("Aubert", "Inès", MONDAY, "matin", "P", "18/11/2026")]))[0]
    )


def test_the_same_list_again_writes_nothing(db, room, plan):
    lines = [HEAD, ("Ben Salah", "Yasmine", "P", "J mal.", "R 40")]
    apply_plan(db, plan(lines), Job())
    again = plan(lines)
    assert again.work.is_empty
    assert [row.state for row in again.rows] == [RowState.SAME]
    assert not apply_plan(db, again, Job()).kinds
    with db.read() as session:
        assert session.scalar(select(func.count(ChangeSet.id))) == 2  # the classroom and the import


def test_an_empty_cell_changes_nothing_and_a_difference_is_shown(db, room, plan):
    record(
        db,
        [
            MarkInput(room.enrollments[2], room.sessions[0], "AI"),
            MarkInput(room.enrollments[2], room.sessions[1], "P"),
        ],
    )
    found = plan([HEAD, ("Ben Salah", "Yasmine", "J mal.", None, "P")])
    assert found.rows[0].state is RowState.UPDATE
    assert [text.replace("\u00a0", " ") for text in found.rows[0].details] == [
        "1 demi-journée",
        "lundi 16 novembre matin : Absence injustifiée → Arrêt maladie",
    ]
    change = apply_plan(db, found, Job())
    assert marks(db)["Ben Salah", "16/11 AM"] == ("AJ_MAL", 0)
    assert marks(db)["Ben Salah", "16/11 PM"] == ("P", 210)
    assert change.kinds == {"attendance", "import_report"}
    undo_last(db)
    assert marks(db) == {("Ben Salah", "16/11 AM"): ("AI", 0), ("Ben Salah", "16/11 PM"): ("P", 210)}


def test_a_first_presence_is_the_entry(db, plan):
    room = make_classroom(db)
    found = plan([HEAD, ("Ben Salah", "Yasmine", "A", "P", "P")])
    assert any("la première présence sera l’entrée" in text for text in found.creations)
    apply_plan(db, found, Job())
    with db.read() as session:
        entered = session.execute(
            select(Enrollment.entered_on, Enrollment.entry_follows_attendance).where(
                Enrollment.id == room.enrollments[2]
            )
        ).one()
    assert entered == (MONDAY, True)


def test_everything_wrong_is_said_at_once_and_nothing_is_written(db, room, plan):
    change_enrollment(db, room.enrollments[4], exit_type="term", exit_on=MONDAY)
    change_enrollment(db, room.enrollments[5], entered_on=dt.date(2026, 11, 17))
    found = plan(
        [
            (*HEAD, "lun. 23/11 matin", "dim. 17/11 matin"),
            ("Aubert", "Inès", "Z", "P", "P"),
            ("Bakary", "Moussa", "R 300", "P", "P", "P"),
            ("Ben Salha", "Yasmine", "P"),
            ("Durand", "Paul", "P"),
            ("Da Silva", "Léa", "P", "P", "P"),
            ("Delorme", "Kévin", "P", "P", "P"),
            ("Fournier", None, "P"),
            ("Garnier", "Sofiane", "P", None, None, None, "P"),
            ("Garnier", "Sofiane", "P"),
            ("Hamidi", "Nour", "P", "P", "J lune"),
        ]
    )
    expected = [
        (1, "lun. 23/11 matin", "le 23/11/2026 est hors des dates de la cohorte DWWM 2026-2 (du 16 au 20"),
        (1, "dim. 17/11 matin", "« dim. 17/11 matin », le 17/11/2026 est un mardi."),
        (2, "lun. 16/11 matin", "« Z » n’est pas une marque reconnue. Marques admises : P (présent), A"),
        (3, "lun. 16/11 matin", "« R 300 », un retard de 5 h dépasse la demi-journée, qui dure 3 h 30."),
        (4, "Nom", "n’est pas dans la cohorte DWWM 2026-2 ; est-ce Ben Salah Yasmine ?"),
        (5, "Nom", "« Durand », Durand Paul n’est pas dans la cohorte DWWM 2026-2."),
        (
            6,
            "mar. 17/11 matin",
            "« P », Da Silva Léa, mardi 17 novembre matin : après la sortie (16/11/2026).",
        ),
        (7, "lun. 16/11 matin", "avant l’entrée (17/11/2026)."),
        (7, "lun. 16/11 après-midi", "avant l’entrée (17/11/2026)."),
        (8, "Nom", "« Fournier », il manque le nom ou le prénom."),
        (10, "lun. 16/11 matin", "la marque du lundi 16 novembre matin est déjà donnée à la ligne 9"),
        (11, "mar. 17/11 matin", "« lune » n’est pas un motif d’absence reconnu. Motifs admis : mal., at."),
    ]
    said = sentences(found)
    assert len(said) == len(expected)
    for text, (row, column, reason) in zip(said, expected, strict=True):
        assert text.startswith(f"« emargement.xlsx », ligne {row}, colonne « {column} » : ")
        assert reason in text
        assert ".." not in text
    with pytest.raises(InvalidInput) as refused:
        apply_plan(db, found, Job())
    assert len(refused.value.problems) == len(expected)
    assert marks(db) == {}


def test_namesakes_are_told_apart_by_their_birth_date(db, plan):
    room = make_classroom(db, people=(("Martin", "Paul"), ("Martin", "Paul")), entered_on=MONDAY)
    with db.write("Dates de naissance") as session:
        for enrollment_id, birth in zip(
            room.enrollments, (dt.date(1999, 3, 14), dt.date(2001, 5, 2)), strict=True
        ):
            session.get_one(Learner, session.get_one(Enrollment, enrollment_id).learner_id).birth_date = birth
    text = sentences(plan([HEAD, ("Martin", "Paul", "P")]))[0]
    assert text.endswith("2 personnes s’appellent Martin Paul : ajoutez la date de naissance.")
    head = (*HEAD, "Né(e) le")
    found = plan([head, ("Martin", "Paul", "P", None, None, "02/05/2001")])
    assert found.work.marks[0].enrollment_id == room.enrollments[1]
    text = sentences(plan([head, ("Martin", "Paul", "P", None, None, "03/05/2001")]))[0]
    assert "connue avec une autre date de naissance (02/05/2001 et 14/03/1999)" in text


def test_either_order_of_a_whole_name(db, plan):
    room = make_classroom(
        db, people=(("Martin", "Paul"), ("Paul", "Martin"), ("Petit", "Anne")), entered_on=MONDAY
    )
    head = ("Apprenant", *HEAD[2:])
    found = plan([head, ("MARTIN Paul", "P", "P"), ("Mme Anne Petit", "P", "P"), ("PAUL Martin", "P", "P")])
    assert sentences(found) == []
    assert {mark.enrollment_id for mark in found.work.marks} == set(room.enrollments)
    assert "2 personnes s’appellent Martin Paul" in sentences(plan([head, ("Martin Paul", "P", "P")]))[0]


def test_rows_below_the_list_and_unknown_titles(db, room, plan):
    found = plan(
        [
            (*HEAD, "Observations"),
            ("Aubert", "Inès", "P"),
            (),
            ("P présent, A absent",),
            ("Durand", "Paul"),
        ]
    )
    assert sentences(found) == []
    assert found.unknown_columns == ("Observations",)
    assert len(remarks(found)) == 2
    assert any("Durand Paul n’est pas dans la cohorte" in text for text in remarks(found))


def test_a_suspended_half_day_that_is_not_held_is_nothing_to_record(db, room, plan):
    found = plan([(*HEAD, "sam. 21/11 matin"), ("Aubert", "Inès", "P", None, None, "S")])
    assert sentences(found) == []
    assert found.totals["marks_new"] == 1


def test_a_lateness_without_minutes_is_taken_and_said(db, room, plan):
    found = plan([HEAD, ("Aubert", "Inès", "R", "P")])
    assert not found.has_errors
    assert "retard sans minutes" in remarks(found)[0]
    assert (found.work.marks[0].status, found.work.marks[0].minutes_missed) == ("R", 0)


def test_the_figure_one_is_doubtful_among_hours(db, room, plan):
    assert not plan([HEAD, ("Aubert", "Inès", 1, 1)]).has_errors
    found = plan([HEAD, ("Aubert", "Inès", 1, 3.5)])
    assert "veut dire présent ou une heure" in sentences(found)[0]


def test_the_same_half_day_in_two_columns(db, room, plan):
    found = plan([(*HEAD, "lundi 16 novembre matin"), ("Aubert", "Inès", "P", None, None, "P")])
    assert "cette demi-journée est déjà dans la colonne « lun. 16/11 matin »" in sentences(found)[0]


@pytest.mark.parametrize(
    ("lines", "code", "reason"),
    [
        ([HEAD, ("Aubert", "Inès", "P")], None, "dites de quelle cohorte est cette liste"),
        ([HEAD, ("Aubert", "Inès", "P")], "Autre", "la cohorte Autre n’existe pas"),
        (
            [("Nom", "Prénom", "Ville"), ("Aubert", "Inès", "Autun")],
            CODE,
            "aucune demi-journée n’est reconnue",
        ),
        ([("Nom", *HEAD[2:]), ("Aubert", "P", "P")], CODE, "il manque une colonne « Prénom »"),
        (
            [(*HEAD, "Cohorte"), ("Aubert", "Inès", "P", None, None, "CDA")],
            CODE,
            "importée pour la cohorte DWWM",
        ),
        (
            [(*HEAD, "Cohorte"), ("Aubert", "Inès", "P", None, None, "CDA")],
            None,
            "la cohorte CDA n’existe pas",
        ),
        ([(*HEAD, "Nom de famille"), ("Aubert", "Inès", "P", None, None, "X")], CODE, "plusieurs colonnes"),
    ],
)
def test_a_list_that_cannot_be_understood(db, room, plan, lines, code, reason):
    found = plan(lines, code=code)
    assert reason in sentences(found)[0]
    assert found.work.is_empty


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ((None, "matin", "P"), "Demi-journée", "il manque la date"),
        ((MONDAY, None, "P"), "Date", "dites s’il s’agit du matin"),
        ((MONDAY, "9h-12h", "P"), "Demi-journée", "écrivez « matin » ou « après-midi »"),
        ((MONDAY, "AM", "P"), "Date", "veut dire le matin ou l’après-midi"),
        (("31/02/2026", "matin", "P"), "Date", "n’existe pas"),
        (("hier", "matin", "P"), "Date", "n’est pas une date"),
        ((MONDAY, "matin", "P", "maladie"), "Motif", "un motif ne va qu’avec une absence"),
        ((MONDAY, "matin", "J mal.", "garde"), "Motif", "ce motif n’est pas celui de la marque"),
        ((MONDAY, "matin", "A", "lune"), "Motif", "n’est pas un motif d’absence reconnu"),
        ((MONDAY, "matin", "A", None, 40), "Minutes", "ne vont pas avec une absence"),
        ((MONDAY, "matin", "R", None, 300), "Minutes", "dépasse la demi-journée"),
        ((MONDAY, "matin", "A", None, None, 2), "Heures de présence", "ne vont pas avec une absence"),
        ((MONDAY, "matin", None, None, None, 5), "Heures de présence", "dépassent la demi-journée"),
        ((MONDAY, "matin", None, None, None, 0), "Heures de présence", "dites l’absence"),
    ],
)
def test_a_row_of_one_mark_that_cannot_be(db, room, plan, row, column, reason):
    head = ("Nom", "Prénom", "Date", "Demi-journée", "Présence", "Motif", "Minutes", "Heures de présence")
    found = plan([head, ("Aubert", "Inès", *row)])
    text = sentences(found)[0]
    assert reason in text
    assert f"ligne 2, colonne « {column} »" in text


def test_a_cohort_without_half_days(db, plan):
    room = make_classroom(db)
    with db.write("Ôter le calendrier") as session:
        for number in room.sessions:
            session.delete(session.get_one(ClassSession, number))
    found = plan([HEAD, ("Aubert", "Inès", "P", "P", "P")])
    assert (
        "la cohorte DWWM 2026-2 n’a pas de demi-journées : indiquez d’abord son rythme" in sentences(found)[0]
    )


def test_presences_to_come_are_refused_and_absences_are_not(db, room, tmp_path):
    path = write_workbook(
        tmp_path / "e.xlsx", [HEAD, ("Aubert", "Inès", "P", "P", "P"), ("Petit", "Samuel", "A", "P")]
    )
    found = plan_attendance(db, path, cohort_code=CODE, today=MONDAY - dt.timedelta(days=1))
    sentences = [note.text for row in found.rows for note in row.notes if note.level == Level.ERROR]
    assert len(sentences) == 4
    assert "ce jour n’est pas venu, personne n’y est présent" in sentences[0]
    announced = write_workbook(tmp_path / "a.xlsx", [HEAD, ("Petit", "Samuel", "A", "J mal.")])
    assert not plan_attendance(
        db, announced, cohort_code=CODE, today=MONDAY - dt.timedelta(days=1)
    ).has_errors


def test_a_column_left_out_by_hand(db, room, plan):
    lines = [HEAD, ("Aubert", "Inès", "P", "Z", "P")]
    assert plan(lines).has_errors
    found = plan(lines, choices=Choices(mapping={"lun. 16/11 après-midi": ""}))
    assert not found.has_errors
    assert found.totals["marks_new"] == 2


def test_a_plan_is_stale_once_the_file_changed(db, room, plan):
    found = plan([HEAD, ("Aubert", "Inès", "P")])
    record(db, [MarkInput(room.enrollments[0], room.sessions[0], "AI")])
    with pytest.raises(Conflict):
        apply_plan(db, found, Job())


MARKS = st.sampled_from((None, "P", "A", "J mal.", "J", "J entr.", "R 40", "R 5", "S"))
WRITTEN = {
    "P": ("P", 210),
    "A": ("AI", 0),
    "J mal.": ("AJ_MAL", 0),
    "J": ("AJ_AUT", 0),
    "J entr.": ("AJ_ENT", 0),
    "R 40": ("R", 170),
    "R 5": ("R", 205),
    "S": ("SUSP", 0),
}
SLOTS = [(MONDAY + dt.timedelta(day), half) for day in range(5) for half in ("AM", "PM")]


def _wide(grid):
    head = [f"{day:%d/%m} {HALF_DAY_WORDS[half]}" for day, half in SLOTS]
    return [("Nom", "Prénom", *head), *((*NAMES[row], *line) for row, line in enumerate(grid))]


def _long(grid):
    rows = [
        (*NAMES[row], day, HALF_DAY_WORDS[half], mark)
        for row, line in enumerate(grid)
        for (day, half), mark in zip(SLOTS, line, strict=True)
    ]
    return [("Nom", "Prénom", "Date", "Demi-journée", "Présence"), *rows]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    grid=st.lists(st.lists(MARKS, min_size=10, max_size=10), min_size=1, max_size=4),
    shape=st.sampled_from((_wide, _long)),
)
def test_random_marks_come_back_in_both_shapes(db, tmp_path, grid, shape):
    with db.read() as session:
        number = session.scalar(select(func.count(ChangeSet.id)))
    code = f"C {number}"
    people = tuple((f"{last}{number}", first) for last, first in NAMES)
    room = make_classroom(db, code=code, people=people, entered_on=MONDAY)
    lines = [(f"{line[0]}{number}", *line[1:]) if index else line for index, line in enumerate(shape(grid))]
    path = write_workbook(tmp_path / f"{number}.xlsx", lines)
    found = plan_attendance(db, path, cohort_code=code, today=TODAY)
    assert sentences(found) == []
    apply_plan(db, found, Job())
    with db.read() as session:
        rows = session.execute(
            select(Attendance.__table__).where(Attendance.enrollment_id.in_(room.enrollments))
        ).all()
    written = {(row.enrollment_id, row.class_session_id): (row.status, row.minutes_present) for row in rows}
    assert written == {
        (room.enrollments[row], room.sessions[column]): WRITTEN[mark]
        for row, line in enumerate(grid)
        for column, mark in enumerate(line)
        if mark is not None
    }
    assert plan_attendance(db, path, cohort_code=code, today=TODAY).work.is_empty


CELLS = st.one_of(
    st.none(),
    MARKS,
    st.text(max_size=8),
    st.integers(-5, 500),
    st.floats(0, 30),
    st.sampled_from(("16/11/2026", "matin", "Aubert", "Inès", "DWWM 2026-2", "#N/A", "40 min")),
)
HEADS = (HEAD, ("Nom", "Prénom", "Date", "Demi-journée", "Présence", "Motif", "Minutes", "Heures", "Cohorte"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.sampled_from(HEADS), rows=st.lists(st.lists(CELLS, max_size=9), min_size=1, max_size=5))
def test_arbitrary_cells_are_notes_or_a_refusal(db, tmp_path, head, rows):
    with db.read() as session:
        if not session.scalar(select(func.count(Enrollment.id))):
            make_classroom(db, entered_on=MONDAY)
    path = write_csv(tmp_path / "x.csv", [head, *([_ascii(cell) for cell in row] for row in rows)])
    try:
        found = plan_attendance(db, path, cohort_code=CODE, today=TODAY)
    except InvalidInput:
        return
    assert all(note.text.endswith((".", "?")) for note in found.all_notes)
    for row in found.rows:
        assert (row.state is RowState.ERROR) == any(note.level == "error" for note in row.notes)


def _ascii(cell):
    """What a French text file can hold."""
    return cell.encode("cp1252", "ignore").decode("cp1252") if isinstance(cell, str) else cell
