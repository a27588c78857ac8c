"""A list of learners is understood, checked whole, and says what it would do."""

from __future__ import annotations

import datetime as dt

import pytest
import xlsxwriter
from sqlalchemy import func, select

from gen_desktop.errors import InvalidInput
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.choices import Choices
from gen_desktop.importing.learners import plan_learners
from gen_desktop.importing.plan import RowState
from gen_desktop.jobs import Job
from gen_desktop.models.registry import (
    Attendance,
    BlockResult,
    Certification,
    ClassSession,
    Cohort,
    Course,
    Enrollment,
    Learner,
    SensitiveFacts,
)
from gen_desktop.queries.applications import CandidateCriteria, candidates, funnel
from tests.factories import enroll, make_cohort, make_learner
from tests.importing.lists import put_lines, remarks, sentences, write_csv, write_workbook

TODAY = dt.date(2026, 11, 23)
CODE = "DWWM 2026-1"
START, END = dt.date(2026, 1, 5), dt.date(2026, 6, 30)
BORN = dt.date(1999, 3, 14)
NAMES = ("Nom", "Prénom")
COHORT_SHEET = [
    ("Code", "TSSR 2026-2"),
    ("Formation", "Technicien systèmes et réseaux"),
    ("Date de début", dt.date(2026, 9, 7)),
    ("Date de fin", dt.date(2027, 3, 26)),
    ("Rythme", "lun-ven 9h-12h30 13h30-17h"),
    ("Bloc BC01", "Exploiter"),
    ("Bloc BC02", "Sécuriser"),
    ("Site", "Autun"),
]


@pytest.fixture
def cohort(db) -> int:
    with db.write("Une cohorte") as session:
        return make_cohort(session, CODE).id


@pytest.fixture
def bring(db, tmp_path, cohort):
    """Plan and write a list; returns its plan."""

    def bring(head, *rows, code=CODE, **options):
        plan = plan_rows(db, tmp_path, head, *rows, code=code, **options)
        assert sentences(plan) == []
        apply_plan(db, plan, Job())
        return plan

    return bring


@pytest.fixture
def plan(db, tmp_path, cohort):
    """Plan a list."""

    def plan(head, *rows, code=CODE, **options):
        return plan_rows(db, tmp_path, head, *rows, code=code, **options)

    return plan


def plan_rows(db, folder, head, *rows, code=CODE, **options):
    path = write_workbook(folder / "liste.xlsx", [head, *rows])
    return plan_learners(db, path, cohort_code=code, today=TODAY, **options)


def write_described(folder, lines, described, *, first=False, name="Cohorte"):
    path = folder / "liste.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for title, content in ((name, described), ("Apprenants", lines))[:: 1 if first else -1]:
            put_lines(book.add_worksheet(title), content)
    return path


def one(db, model, **where):
    """The only row of a table, as plain values."""
    table = model.__table__
    query = select(table).where(*(table.c[name] == value for name, value in where.items()))
    with db.read() as session:
        return dict(session.execute(query).mappings().one())


def count(db, model) -> int:
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(model))


def states(plan):
    return [str(row.state) for row in plan.rows]


# What a list says


def test_a_plan_shows_what_it_would_do_and_writes_nothing(db, plan):
    found = plan((*NAMES, "Taille du tee-shirt"), ("DUPRÉ", "zoé", "M"), ("Ben Salah", "Yasmine", "S"))
    assert [(row.number, row.state, row.what) for row in found.rows] == [
        (2, RowState.NEW, "Dupré Zoé"),
        (3, RowState.NEW, "Ben Salah Yasmine"),
    ]
    assert found.gesture == "Importer 2 apprenants (liste.xlsx)"
    assert found.unknown_columns == ("Taille du tee-shirt",)
    assert found.matched == (("Nom", "Nom"), ("Prénom", "Prénom"))
    assert found.totals == {"people": 2, "enrollments": 2, "cohorts": 0, "doubts": 0}
    assert found.creations == ("2 fiches seront créées.",)
    assert count(db, Learner) == 0


def test_everything_that_a_row_says_is_written(db, bring):
    head = (
        *NAMES, "Né(e) le", "Civilité", "Tél.", "Portable", "Courriel", "CP", "Ville", "Diplôme", "QPV",
        "RQTH", "Durée de chômage", "Heures en centre", "Candidature le", "Décision", "Admis le", "Entrée",
        "Sortie", "Type de sortie", "Motif de sortie", "Autres motifs", "Présenté", "Résultat", "Code INSEE",
    )  # fmt: skip
    row = (
        "ben salah", "Yasmine", BORN, "Mme", "03 86 00 00 00", 639980123, "y@exemple.fr", "1000", "Luzy",
        "Bac", "Non", "oui", "1 an", "400 h", "3 nov 2025", "Admise", "01/12/2025", START, "6 mars 2026",
        "Abandon", "Reprise d’emploi", "Transport ; Emploi ; Financier ; Mobilité", "Non", "Absente", 1004,
    )  # fmt: skip
    bring(head, row)
    learner = one(db, Learner)
    assert (learner["last_name"], learner["first_name"], learner["sex"]) == ("Ben Salah", "Yasmine", "F")
    assert (learner["phone"], learner["second_phone"]) == ("+33386000000", "+33639980123")
    assert (learner["birth_date"], learner["postal_code"], learner["insee_code"]) == (BORN, "01000", "01004")
    assert learner["search_text"] == "ben salah yasmine 0386000000 0639980123"
    enrollment = one(db, Enrollment)
    assert (enrollment["decision"], enrollment["decided_on"]) == ("admitted", dt.date(2025, 12, 1))
    assert (enrollment["entered_on"], enrollment["entry_follows_attendance"]) == (START, False)
    assert (enrollment["exit_type"], enrollment["exit_on"]) == ("abandonment", dt.date(2026, 3, 6))
    assert (enrollment["exit_reason"], enrollment["other_exit_reasons"]) == ("AB_EMPL", "AB_DIST|AB_FINA")
    assert (enrollment["in_qpv"], enrollment["is_career_change"]) == (False, None)
    assert (enrollment["unemployment_months"], enrollment["planned_center_minutes"]) == (12, 24_000)
    assert one(db, SensitiveFacts)["is_rqth"] is True
    certification = one(db, Certification)
    assert (certification["is_presented"], certification["outcome"]) == (False, "absent")


def test_a_sure_commune_is_known_by_its_code(db, bring):
    head = ("Nom", "Prénom", "Code postal", "Ville")
    bring(head, ("Aubert", "Inès", "58000", "NEVERS"), ("Petit", "Léa", "58000", "Ailleurs"))
    assert one(db, Learner, last_name="Aubert")["insee_code"] == "58194"
    assert one(db, Learner, last_name="Petit")["insee_code"] is None
    bring(head, ("Aubert", "Inès", "58000", "Nevers (centre)"))
    moved = one(db, Learner, last_name="Aubert")
    assert (moved["city"], moved["insee_code"]) == ("Nevers (centre)", None)


def test_what_nobody_said_stays_unknown(db, bring):
    bring((*NAMES, "QPV", "RSA", "Présenté", "Date d’entrée"), ("Petit", "Léa", None, "?", None, None))
    enrollment = one(db, Enrollment)
    assert (enrollment["in_qpv"], enrollment["entered_on"], enrollment["decision"]) == (
        None,
        None,
        "admitted",
    )
    assert (count(db, SensitiveFacts), count(db, Certification)) == (0, 0)


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("Apprenant", "LE GOFF Anne-Marie"),
        ("Stagiaire", "Anne-Marie LE GOFF"),
        ("Nom et prénom", "Mme Le Goff, Anne-Marie"),
        ("Prénom et nom", "anne-marie LE GOFF"),
    ],
)
def test_the_name_may_stand_in_one_column(db, bring, title, cell):
    bring((title, "Ville"), (cell, "Luzy"))
    learner = one(db, Learner)
    assert (learner["last_name"], learner["first_name"]) == ("Le Goff", "Anne-Marie")


@pytest.mark.parametrize(
    ("state", "expected", "inferred"),
    [
        ("Candidate", ("pending", False, None, None, None), ()),
        ("Liste d’attente", ("waiting", False, None, None, None), ()),
        ("Inscrite", ("admitted", False, None, None, None), ()),
        ("Refusée", ("refused", False, None, None, None), ()),
        ("Désistée", ("withdrawn", False, None, None, None), ()),
        ("Jamais venue", ("admitted", True, None, None, None), ()),
        ("En cours", ("admitted", False, START, None, None), ("entrée au premier jour",)),
        ("Terminée", ("admitted", False, START, "term", END), ("entrée au premier jour", "fin de parcours")),
    ],
)
def test_a_state_says_decision_entry_and_exit(db, bring, state, expected, inferred):
    plan = bring((*NAMES, "Statut"), ("Petit", "Léa", state))
    row = one(db, Enrollment)
    assert tuple(row[n] for n in ("decision", "is_no_show", "entered_on", "exit_type", "exit_on")) == expected
    told = plan.rows[0].details
    assert [text[: len(start)] for text, start in zip(told, inferred, strict=False)] == [*inferred]
    assert all("\u00a0: " in text for text in told[len(inferred) :])  # then what the record will hold
    assert len(remarks(plan)) == len(inferred)


@pytest.mark.parametrize(
    ("head", "row", "decision"),
    [
        (("Décision",), (None,), "pending"),
        (("Décision", "Date d’entrée"), (None, START), "admitted"),
        (("Ville",), ("Luzy",), "admitted"),
        (("Date d’admission",), (START,), "admitted"),
    ],
)
def test_without_a_column_of_decisions_a_list_is_of_admitted_people(db, bring, head, row, decision):
    bring((*NAMES, *head), ("Petit", "Léa", *row))
    assert one(db, Enrollment)["decision"] == decision


def test_admitted_then_withdrawn_counts_as_admitted(db, bring):
    plan = bring(
        (*NAMES, "Décision", "État", "Date de candidature"), ("Petit", "Léa", "Admise", "Désistée", START)
    )
    enrollment = one(db, Enrollment)
    assert (enrollment["decision"], enrollment["decided_on"]) == ("withdrawn", START)
    assert "admission avant le désistement" in plan.rows[0].details[0]


def test_an_exit_at_the_end_is_the_end_of_the_course(db, bring):
    bring((*NAMES, "Entrée", "Sortie"), ("Petit", "Léa", START, END))
    assert one(db, Enrollment)["exit_type"] == "term"


def test_results_of_blocks_make_the_outcome(db, bring, cohort):
    described_blocks(db, cohort, "BC01", "BC02")
    head = (*NAMES, "Entrée", "Bloc BC01", "CCP 2", "Test 1")
    plan = bring(head, ("Petit", "Léa", START, "Acquis", "Non acquis", "14/20"))
    assert plan.unknown_columns == ("Test 1",)
    assert ("CCP 2", "Résultat d’un bloc") in plan.matched
    assert one(db, Certification)["outcome"] == "partial"
    assert count(db, BlockResult) == 2
    again = bring(head, ("Petit", "Léa", START, None, "Acquis", None))
    assert again.rows[0].details == (
        "Résultat\u00a0: Certification partielle → Certification totale",
        "BC02\u00a0: Non acquis → Acquis",
    )
    assert one(db, Certification)["outcome"] == "full"


def described_blocks(db, cohort_id, *codes):
    from gen_desktop.models.registry import CertificationBlock

    with db.write("Des blocs") as session:
        course_id = session.get_one(Cohort, cohort_id).course_id
        for position, code in enumerate(codes):
            session.add(CertificationBlock(course_id=course_id, code=code, title=code, position=position))


# What is wrong


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        (("Entrée",), ("31/02/2026",), "colonne « Entrée » : « 31/02/2026 »"),
        (("Né(e) le",), (dt.date(2031, 1, 1),), "colonne « Né(e) le » : « 01/01/2031 », la naissance"),
        (
            ("Entrée", "Sortie", "Type de sortie", "Motif de sortie"),
            (dt.date(2026, 2, 2), dt.date(2026, 1, 30), "Abandon", "Santé"),
            "colonne « Sortie » : « 30/01/2026 », la sortie est avant l’entrée (02/02/2026).",
        ),
        (
            ("Entrée",),
            (dt.date(2026, 7, 1),),
            "« 01/07/2026 », l’entrée est hors des dates de la cohorte DWWM 2026-1 (du 5 janvier au 30 juin",
        ),
        (("Sortie", "Type de sortie"), (END, "Terme"), "il y a une sortie, mais cette personne n’est pas"),
        (("Entrée", "Sortie"), (START, dt.date(2026, 2, 2)), "la sortie est avant la fin de la cohorte"),
        (("Entrée", "Type de sortie"), (START, "Abandon"), "la sortie n’a pas de date"),
        (
            ("Entrée", "Sortie", "Type de sortie", "Motif de sortie"),
            (START, END, "Fin de parcours", "Santé"),
            "« Santé », le motif ne va pas avec le type de sortie (fin de parcours).",
        ),
        (("Entrée", "Décision"), (START, "Refusé"), "« Refusé », la décision ne va pas avec le reste"),
        (("Entrée", "Jamais venu"), (START, "Oui"), "l’entrée ne va pas avec « jamais venu »."),
        (("Candidature le", "Admis le"), (END, START), "la décision est avant la candidature (30/06/2026)."),
        (("Résultat",), ("Totale",), "« Totale », il y a un résultat, mais cette personne n’est pas entrée"),
        (("Entrée", "Résultat", "Présenté"), (START, "Totale", "Non"), "« présenté » ne va pas avec"),
        (("Entrée", "Jury le"), (START, dt.date(2025, 1, 1)), "le jury est avant l’entrée (05/01/2026)."),
        (("Entrée", "CCP 99"), (START, "Acquis"), "n’a pas ce bloc"),
        (("Mois de chômage",), (9999,), "« 9999 » n’est pas un nombre de mois"),
        (("Mois de chômage",), (700,), "« 700 », c’est trop de mois de chômage"),
        (("Sexe", "Civilité"), ("F", "M."), "« M. », la civilité ne va pas avec le sexe."),
        (("Courriel",), ("zoé@",), "« zoé@ » n’est pas une adresse électronique"),
        (("Niveau de diplôme",), ("Permis B",), "« Permis B » n’est pas reconnu. Valeurs admises : "),
        (("Cohorte",), ("CDA 2026-1",), "« CDA 2026-1 », la liste est importée dans la cohorte DWWM 2026-1."),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named(plan, head, row, expected):
    found = plan((*NAMES, *head), ("Petit", "Léa", *row))
    assert len(sentences(found)) == 1
    assert sentences(found)[0].startswith("« liste.xlsx », ligne 2, colonne « ")
    assert expected in sentences(found)[0]
    assert states(found) == ["error"]


def test_every_error_is_said_at_once(db, plan):
    found = plan(
        (*NAMES, "Entrée", "Courriel"),
        ("Petit", "Léa", "hier soir", "x"),
        ("Grand", None, None, None),
        ("Moyen", "Luc", START, "luc@exemple.fr"),
        ("MOYEN", "Luc", START, None),
    )
    assert len(sentences(found)) == 3
    assert sentences(found)[2] == "« liste.xlsx », ligne 3, colonne « Prénom » : il manque le prénom."
    assert states(found) == ["error", "error", "new", "joined"]
    with pytest.raises(InvalidInput) as refused:
        found.refuse_errors()
    assert len(refused.value.problems) == 3


def test_every_error_of_a_very_wrong_list_is_told(plan):
    found = plan((*NAMES, "Courriel"), *(("Petit", "Léa", f"x{number}") for number in range(300)))
    with pytest.raises(InvalidInput) as refused:
        found.refuse_errors()
    assert len(refused.value.problems) == len(sentences(found)) == 300


def test_many_doubts_are_one_remark(plan):
    """Names alike of people born the same day: told one by one up to twenty, then counted."""
    head = (*NAMES, "Né(e) le")
    few = plan(head, *(("Martinez", f"Léa{number:02}", BORN) for number in range(21)))
    assert len(few.notices()) == 20
    many = plan(head, *(("Martinez", f"Léa{number:02}", BORN) for number in range(31)))
    (text,) = many.notices()
    assert "30 lignes ressemblent à une personne déjà connue" in text
    assert sum(len(row["notes"]) for row in many.to_json()["rows"]) == 30


def test_a_title_told_twice_is_the_only_error(plan):
    found = plan(("Nom", "Prénom", "Nom"), ("Petit", "Léa", "Petit"), ("Grand", "Luc", "Grand"))
    (text,) = sentences(found)
    assert "plusieurs colonnes disent « Nom »" in text
    assert states(found) == ["error", "error"]


def test_titles_make_the_blocks_of_a_new_cohort(db, tmp_path):
    head = (*NAMES, "Cohorte", "Formation", "Début de la cohorte", "Fin de la cohorte", "Entrée")
    row = ("Petit", "Léa", "TSSR 2026-2", "Technicien", START, END, START)
    blocks = ("CCP 1", "CCP 2", "Bloc BC03")
    lines = [(*head, *blocks), (*row, "Acquis", "Acquis", "Non acquis")]
    found = plan_rows(db, tmp_path, *lines, code=None)
    assert sentences(found) == []
    assert any(
        "La formation Technicien reçoit 3 blocs" in text and "BC01 (CCP 1)" in text
        for text in found.creations
    )
    apply_plan(db, found, Job())
    assert block_titles(db) == {"BC01": "CCP 1", "BC02": "CCP 2", "BC03": "Bloc BC03"}
    assert (count(db, BlockResult), one(db, Certification)["outcome"]) == (3, "partial")
    again = plan_rows(db, tmp_path, *lines, code=None)
    assert (states(again), again.work.is_empty) == (["same"], True)


def test_titles_give_blocks_to_a_course_that_has_none(db, bring, cohort):
    found = bring((*NAMES, "Entrée", "CCP 2", "Bloc BC01"), ("Petit", "Léa", START, "Acquis", "Acquis"))
    assert any(
        "reçoit 2 blocs, d’après les titres" in text.replace("\u00a0", " ") for text in found.creations
    )
    assert block_titles(db) == {"BC01": "CCP 1", "BC02": "CCP 2"}
    assert (count(db, BlockResult), one(db, Certification)["outcome"]) == (2, "full")


def block_titles(db):
    from gen_desktop.models.registry import CertificationBlock

    with db.read() as session:
        return {row.code: row.title for row in session.scalars(select(CertificationBlock))}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (("Nom", "Ville"), "il manque une colonne « Prénom »."),
        (("Prénom", "Ville"), "il manque une colonne « Nom »."),
        (("Adresse", "Ville"), "aucune colonne ne dit de qui il s’agit : « Nom » et « Prénom »."),
        (("Nom", "Prénom", "Mail", "E-mail"), "plusieurs colonnes disent « Courriel » (Mail, E-mail)"),
    ],
)
def test_titles_that_do_not_do(plan, head, expected):
    found = plan(head, *[["Petit", "Luzy", None, None][: len(head)]])
    assert len(sentences(found)) == 1
    assert expected in sentences(found)[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "est vide"),
        (b"\xef\xbb\xbf \r\n", "est vide"),
        (b"%PDF-1.7\n%", "est un document PDF"),
        (b"Nom;Pr\xe9nom\r\n", "ne contient aucune ligne sous ses titres"),
    ],
)
def test_a_file_that_is_no_list(db, tmp_path, content, expected):
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=expected) as refused:
        plan_learners(db, path, cohort_code=CODE, today=TODAY)
    assert "liste.csv" in str(refused.value)


def test_a_presence_stays_between_entry_and_exit(db, bring, plan, cohort):
    bring((*NAMES, "Entrée"), ("Petit", "Léa", START))
    with db.write("Des présences") as session:
        for day in (dt.date(2026, 1, 6), dt.date(2026, 3, 2)):
            held = ClassSession(
                cohort_id=cohort, held_on=day, half_day="AM", minutes=210,
                starts_at=dt.time(9), ends_at=dt.time(12, 30),
            )  # fmt: skip
            session.add(held)
            session.flush()
            enrollment_id = session.scalar(select(Enrollment.id))
            session.add(
                Attendance(
                    enrollment_id=enrollment_id, class_session_id=held.id, status="P", minutes_present=210
                )
            )
    found = plan(
        (*NAMES, "Entrée", "Sortie", "Motif de sortie"),
        ("Petit", "Léa", dt.date(2026, 1, 7), dt.date(2026, 2, 27), "Santé"),
    )
    assert [sentence.partition(" : ")[2] for sentence in sentences(found)] == [
        "« 07/01/2026 », une présence est enregistrée le 06/01/2026, avant cette entrée.",
        "« 27/02/2026 », une présence est enregistrée le 02/03/2026, après cette sortie.",
    ]


# Again


HEAD = (*NAMES, "Date de naissance", "Ville", "Entrée", "QPV", "RQTH", "Résultat")
ROWS = (
    ("Dupré", "Zoé", BORN, "Luzy", START, "Oui", "Non", "Totale"),
    ("Ben Salah", "Yasmine", None, "Autun", START, None, None, None),
)


def test_the_same_list_again_changes_nothing(db, bring):
    bring(HEAD, *ROWS)
    again = bring(HEAD, *ROWS)
    assert states(again) == ["same", "same"]
    assert again.work.is_empty
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Learner)) == 2
        names = session.scalars(select(history_name())).all()
    assert names == ["Une cohorte", "Importer 2 apprenants (liste.xlsx)"]


def history_name():
    from gen_desktop.models.history import ChangeSet

    return ChangeSet.name


def test_a_change_shows_before_and_after(db, bring):
    bring(HEAD, *ROWS)
    before = one(db, Learner, last_name="Dupré")["version"]
    changed = bring(
        (*NAMES, "Date de naissance", "Ville", "Entrée", "QPV", "RQTH", "Résultat", "Tél."),
        ("DUPRE", "ZOE", BORN, "Nevers", START, None, "Oui", "Partielle", "0639980123"),
        ("Ben Salah", "Yasmine", BORN, None, None, "Non", None, None, None),
    )
    assert states(changed) == ["update", "update"]
    assert [text.replace("\u00a0", " ") for text in changed.rows[0].details] == [
        "Ville : Luzy → Nevers",
        "Téléphone : – → 06 39 98 01 23",
        "RQTH : non → oui",
        "Résultat : Certification totale → Certification partielle",
    ]
    assert [text.replace("\u00a0", " ") for text in changed.rows[1].details] == [
        "Date de naissance : – → 14/03/1999",
        "QPV : – → non",
    ]
    learner = one(db, Learner, last_name="Dupré")
    assert (learner["first_name"], learner["city"], learner["version"]) == ("Zoé", "Nevers", before + 1)
    assert "0639980123" in learner["search_text"]
    assert count(db, Learner) == 2


def test_an_empty_cell_never_erases(db, bring):
    bring(HEAD, *ROWS)
    again = bring(HEAD, *((row[0], row[1], row[2], *[None] * 5) for row in ROWS))
    assert states(again) == ["same", "same"]
    assert one(db, Learner, last_name="Dupré")["city"] == "Luzy"


def test_another_type_of_exit_takes_its_reason_away(db, bring):
    head = (*NAMES, "Entrée", "Sortie", "Type de sortie", "Motif de sortie")
    bring(head, ("Petit", "Léa", START, END, "Abandon", "Santé"))
    bring(head, ("Petit", "Léa", START, END, "Fin de parcours", None))
    enrollment = one(db, Enrollment)
    assert (enrollment["exit_type"], enrollment["exit_reason"]) == ("term", None)


def test_an_exit_is_not_undone_by_a_state(db, bring):
    bring((*NAMES, "Entrée", "Sortie"), ("Petit", "Léa", START, END))
    again = bring((*NAMES, "État"), ("Petit", "Léa", "En cours"))
    assert states(again) == ["same"]
    assert remarks(again) == [
        "« liste.xlsx », ligne 2, colonne « État » : « En cours », une sortie est enregistrée le 30/06/2026 "
        ": elle reste."
    ]


def test_an_entry_after_the_known_exit(plan, bring):
    bring(
        (*NAMES, "Entrée", "Sortie", "Motif de sortie"), ("Petit", "Léa", START, dt.date(2026, 2, 2), "Santé")
    )
    found = plan((*NAMES, "Entrée"), ("Petit", "Léa", dt.date(2026, 3, 2)))
    assert "« 02/03/2026 », l’entrée est après la sortie enregistrée (02/02/2026)." in sentences(found)[0]


def test_somebody_who_entered_is_not_refused_afterwards(plan, bring):
    bring((*NAMES, "Entrée"), ("Petit", "Léa", START))
    found = plan((*NAMES, "Décision"), ("Petit", "Léa", "Refusée"))
    assert "cette personne est entrée en formation le 05/01/2026 : elle est admise." in sentences(found)[0]
    found = plan((*NAMES, "Jamais venu"), ("Petit", "Léa", "x"))
    assert "cette personne est entrée en formation le 05/01/2026." in sentences(found)[0]


def test_who_never_came_may_come_after_all(db, bring):
    bring((*NAMES, "Jamais venu"), ("Petit", "Léa", "oui"))
    assert one(db, Enrollment)["is_no_show"] is True
    bring((*NAMES, "Entrée"), ("Petit", "Léa", dt.date(2026, 1, 12)))
    assert one(db, Enrollment)["is_no_show"] is False


# Who is who


BIRTH = (*NAMES, "Date de naissance")


def test_the_same_name_and_birth_date_are_the_same_person_in_another_cohort(db, bring):
    bring(BIRTH, ("Dupré", "Zoé", BORN))
    with db.write("Une autre cohorte") as session:
        make_cohort(session, "CDA 2026-2")
    plan = bring(BIRTH, ("DUPRE", "Zoé", BORN), code="CDA 2026-2")
    assert plan.rows[0].details == (
        "déjà connu(e), nouvelle inscription en CDA 2026-2",
        "Décision\u00a0: Admis",
    )
    assert plan.totals == {"people": 0, "enrollments": 1, "cohorts": 0, "doubts": 0}
    assert (count(db, Learner), count(db, Enrollment)) == (1, 2)


def test_namesakes_are_two_people(db, bring):
    plan = bring(BIRTH, ("Dupré", "Zoé", BORN), ("Dupré", "Zoé", dt.date(2001, 1, 1)))
    assert remarks(plan) == []
    assert count(db, Learner) == 2


def test_nobody_is_merged_on_a_name_alone(db, bring):
    bring(NAMES, ("Dupré", "Zoé"))
    with db.write("Une autre cohorte") as session:
        make_cohort(session, "CDA 2026-2")
    plan = bring(BIRTH, ("Dupré", "Zoé", BORN), code="CDA 2026-2")
    assert remarks(plan) == [
        "« liste.xlsx », ligne 2 : quelqu’un de ce nom est déjà dans le fichier (Dupré Zoé, date de "
        "naissance inconnue) : une autre fiche sera créée."
    ]
    assert count(db, Learner) == 2


def test_within_a_cohort_a_birth_date_may_come_later(db, bring):
    bring(NAMES, ("Dupré", "Zoé"))
    plan = bring(BIRTH, ("Dupré", "Zoé", BORN))
    assert states(plan) == ["update"]
    assert (count(db, Learner), one(db, Learner)["birth_date"]) == (1, BORN)


def test_two_namesakes_known_in_the_cohort_are_not_told_apart_by_chance(db, bring):
    bring(BIRTH, ("Dupré", "Zoé", BORN), ("Dupré", "Zoé", dt.date(2001, 1, 1)))
    plan = bring(NAMES, ("Dupré", "Zoé"))
    assert len(remarks(plan)) == 1
    assert count(db, Learner) == 3


def test_the_france_travail_id_recognises_a_changed_name(db, bring):
    head = (*BIRTH, "Identifiant FT")
    bring(head, ("Dupré", "Zoé", BORN, "1234567A"))
    plan = bring(head, ("Marchand", "Zoé", BORN, "1234567 a"))
    assert [text.replace("\u00a0", " ") for text in plan.rows[0].details] == ["Nom : Dupré → Marchand"]
    learner = one(db, Learner)
    assert (learner["sort_key"], learner["search_text"]) == ("marchand  zoe", "marchand zoe 1234567a")
    stranger = bring(head, ("Petit", "Luc", dt.date(1980, 1, 1), "1234567A"))
    assert "l’identifiant 1234567A est déjà dans le fichier (Marchand Zoé" in remarks(stranger)[0]
    assert count(db, Learner) == 2


@pytest.mark.parametrize(
    ("last", "first", "doubtful"),
    [
        ("Dupre", "Zoe", None),
        ("Dupprée", "Zoé", True),
        ("Zoé", "Dupré", True),
        ("Marchand", "Zoé", False),
        ("Dupré", "Jean", False),
    ],
)
def test_names_close_to_each_other_on_one_birth_date_are_doubtful(db, bring, last, first, doubtful):
    bring(BIRTH, ("Dupré", "Zoé", BORN))
    plan = bring(BIRTH, (last, first, BORN))
    if doubtful is None:
        assert states(plan) == ["same"]
        return
    assert states(plan) == ["new"]
    assert [("quelqu’un né ce jour-là" in text) for text in remarks(plan)] == [True] * doubtful


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("DE LA TOUR Jean", "de La Tour JEAN"),
        ("D'ORNANO Ève", "d’Ornano Eve"),
        ("VAN DER MEER Jan", "Van der Meer, Jan"),
        ("EL KHOURY Nour", "El Khoury, Nour"),
        ("LE GOFF Anne-Marie", "Le Goff, Anne Marie"),
    ],
)
def test_particles_accents_and_dashes_do_not_make_two_people(db, bring, first, again):
    bring(("Apprenant", "DDN"), (first, BORN))
    last_name = one(db, Learner)["last_name"]
    title = "Nom et prénom" if "," in again else "Apprenant"
    if title == "Apprenant" and again.split()[-1].isupper():
        plan = bring((*NAMES, "DDN"), (again.rsplit(" ", 1)[0], again.rsplit(" ", 1)[1], BORN))
    elif title == "Apprenant":
        plan = bring((*NAMES, "DDN"), (*again.split(), BORN))
    else:
        plan = bring((title, "DDN"), (again, BORN))
    assert states(plan) == ["same"]
    assert one(db, Learner)["last_name"] == last_name


def test_a_person_twice_in_a_list_for_two_cohorts_keeps_the_last_word(db, bring):
    with db.write("Une autre cohorte") as session:
        make_cohort(session, "CDA 2026-2")
    head = ("Cohorte", *BIRTH, "Ville")
    rows = ((CODE, "Dupré", "Zoé", BORN, "Luzy"), ("CDA 2026-2", "Dupré", "Zoé", BORN, "Nevers"))
    bring(head, *rows, code=None)
    assert (count(db, Learner), count(db, Enrollment)) == (1, 2)
    assert one(db, Learner)["city"] == "Nevers"
    assert states(bring(head, *rows, code=None)) == ["same", "same"]


def test_an_unlikely_age_is_remarked_once(bring):
    head = (*BIRTH, "Entrée")
    assert "aurait 13 ans à l’entrée" in remarks(bring(head, ("Petit", "Léa", dt.date(2012, 3, 1), START)))[0]
    assert remarks(bring(head, ("Petit", "Léa", dt.date(2012, 3, 1), START))) == []


# Which cohort


def test_a_cohort_that_does_not_exist(db, plan):
    found = plan(NAMES, ("Petit", "Léa"), ("Grand", "Luc"), code="X 2026")
    assert sentences(found) == [
        "« liste.xlsx » : la cohorte X 2026 n’existe pas. Créez-la d’abord, ou décrivez-la dans une feuille "
        "« Cohorte » (formation, date de début, date de fin)."
    ]


def test_a_cohort_nobody_said(plan):
    found = plan(NAMES, ("Petit", "Léa"), ("Grand", "Luc"), code=None)
    assert len(sentences(found)) == 1
    assert "la cohorte n’est pas dite" in sentences(found)[0]


def test_rows_name_their_cohort_in_any_writing(db, plan):
    found = plan(
        (*NAMES, "Session"),
        ("Petit", "Léa", "dwwm 2026‑1"),
        ("Grand", "Luc", "X"),
        ("Roi", "Ana", None),
        code=None,
    )
    assert states(found) == ["new", "error", "error"]
    assert [sentence.partition(" : ")[2] for sentence in sentences(found)] == [
        "« X », cette cohorte n’existe pas et n’est pas décrite.",
        "il manque le code de la cohorte.",
    ]


@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_describes_the_cohort_to_make(db, tmp_path, first):
    head = (*NAMES, "Entrée", "Bloc BC01", "CCP 2")
    lines = [head, ("Petit", "Léa", dt.date(2026, 9, 7), "Acquis", "Acquis")]
    path = write_described(tmp_path, lines, COHORT_SHEET, first=first)
    plan = plan_learners(db, path, cohort_code=None, today=TODAY)
    assert sentences(plan) == []
    said = plan.creations[0].replace("\u00a0", " ")
    assert said.startswith(
        "La cohorte TSSR 2026-2 sera créée : Technicien systèmes et réseaux, du 7 septembre"
    )
    assert count(db, Cohort) == 0
    apply_plan(db, plan, Job())
    assert one(db, Cohort)["code"] == "TSSR 2026-2"
    assert count(db, ClassSession) > 200
    assert (count(db, BlockResult), one(db, Certification)["outcome"]) == (2, "full")
    again = plan_learners(db, path, cohort_code=None, today=TODAY)
    assert (states(again), again.work.is_empty) == (["same"], True)


def test_a_sheet_of_several_cohorts_of_one_course(db, tmp_path):
    """The course is made with the first; a block that only the second names is none of its blocks."""
    described = [
        ("Code", "Code formation", "Formation", "Début", "Fin", "Bloc BC01", "Bloc BC02"),
        ("A", "WEB", "Web", START, END, "Un", None),
        ("B", "WEB", "Web", START, END, "Un", "Deux"),
        ("C", "WEB", "Web", START, END, "Un", None),
    ]
    lines = [
        ("Cohorte", *NAMES, "Entrée", "Bloc BC01", "Bloc BC02"),
        ("A", "Petit", "Léa", START, "Acquis", None),
        ("B", "Grand", "Luc", START, "Acquis", None),
    ]
    path = write_described(tmp_path, lines, described, name="Cohortes")
    plan = plan_learners(db, path, cohort_code=None, today=TODAY)
    assert sentences(plan) == []
    assert remarks(plan) == ["« liste.xlsx » : la cohorte C, sans aucune ligne, n’est pas créée."]
    apply_plan(db, plan, Job())
    assert (count(db, Cohort), count(db, Course), count(db, BlockResult)) == (2, 1, 2)


def test_rows_may_describe_their_cohort(db, tmp_path):
    head = (*NAMES, "Cohorte", "Formation", "Début de la cohorte", "Fin de la cohorte", "Entrée", "Bloc BC01")
    row = ("Petit", "Léa", "TSSR 2026-2", "Technicien", START, END, START, "Acquis")
    plan = plan_rows(db, tmp_path, head, row, ("Grand", "Luc", "TSSR 2026-2", *[None] * 5), code=None)
    assert sentences(plan) == []
    apply_plan(db, plan, Job())
    assert one(db, Cohort)["planned_end"] == END
    assert one(db, Certification)["outcome"] == "full"
    contradiction = plan_rows(
        db, tmp_path, head, row, ("Roi", "Ana", "TSSR 2026-2", "Autre", *[None] * 4), code=None
    )
    assert "la cohorte TSSR 2026-2 n’a pas la même valeur que dans la ligne 2." in sentences(contradiction)[0]


def test_a_cohort_half_described_is_refused(db, tmp_path):
    path = write_described(tmp_path, [NAMES, ("Petit", "Léa"), ("Roi", "Ana")], COHORT_SHEET[:3])
    assert sentences(plan_learners(db, path, cohort_code=None, today=TODAY)) == [
        "« liste.xlsx » : feuille « Cohorte » : la cohorte TSSR 2026-2 n’existe pas encore et il manque "
        "la date de fin pour la créer."
    ]


# Sheets and titles


def test_the_sheet_asked_for_is_read(db, tmp_path, cohort):
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, last in (("Janvier", "Petit"), ("Février", "Grand")):
            put_lines(book.add_worksheet(name), [NAMES, (last, "Léa"), (last, "Luc")])
    plan = plan_learners(db, path, cohort_code=CODE, today=TODAY, choices=Choices(sheet="Février"))
    assert (plan.sheet, [row.what for row in plan.rows]) == ("Février", ["Grand Léa", "Grand Luc"])
    with pytest.raises(InvalidInput, match="Mars"):
        plan_learners(db, path, cohort_code=CODE, today=TODAY, choices=Choices(sheet="Mars"))


def test_titles_matched_by_hand(plan):
    head = ("Patronyme", "Prénom", "Bourg", "Ville", "Commentaire", "Bloc BC01")
    row = ("Petit", "Léa", "Luzy", "Autun", "à rappeler", "Acquis")
    mapping = {"Patronyme": "last_name", "Bourg": "city", "Commentaire": "", "Bloc BC01": ""}
    found = plan(head, row, choices=Choices(mapping=mapping))
    assert sentences(found) == []
    assert found.matched == (("Patronyme", "Nom"), ("Prénom", "Prénom"), ("Bourg", "Ville"))
    assert found.unknown_columns == ("Ville", "Commentaire", "Bloc BC01")


def test_two_titles_for_one_thing_are_settled_by_hand(db, plan):
    head, row = (*NAMES, "Mail", "E-mail"), ("Petit", "Léa", "a@exemple.fr", "b@exemple.fr")
    for mapping in ({"Mail": ""}, {"E-mail": "email"}):
        found = plan(head, row, choices=Choices(mapping=mapping))
        assert sentences(found) == []
        assert found.unknown_columns == ("Mail",)
        assert ("E-mail", "Courriel") in found.matched


def test_a_french_text_file_reads_the_same(db, tmp_path, cohort):
    rows = [HEAD, *ROWS]
    plan = plan_learners(db, write_csv(tmp_path / "liste.csv", rows), cohort_code=CODE, today=TODAY)
    assert (plan.sheet, sentences(plan), states(plan)) == ("", [], ["new", "new"])
    apply_plan(db, plan, Job())
    again = plan_rows(db, tmp_path, *rows)
    assert states(again) == ["same", "same"]


def test_people_entered_by_hand_are_recognised(db, plan, cohort):
    with db.write("Une inscription") as session:
        learner = make_learner(session, 1, last_name="Dupré", first_name="Zoé", birth_date=BORN)
        session.flush()
        enroll(session, session.get_one(Cohort, cohort), learner)
    found = plan((*BIRTH, "Ville"), ("DUPRÉ", "Zoé", BORN, "Luzy"))
    assert [row.details for row in found.rows] == [("Ville\u00a0: – → Luzy",)]


def test_a_list_of_candidates_fills_the_steps_of_the_recruitment(bring, db, cohort):
    """What is imported and what is typed on the page of applications are the same facts."""
    day, applied = dt.date(2025, 12, 1), dt.date(2025, 11, 3)
    bring(
        (*NAMES, "Date de candidature", "Décision", "Date de décision", "Motif de refus"),
        ("Aubert", "Inès", applied, "En attente", None, None),
        ("Bakary", "Moussa", applied, "Admis", day, None),
        ("Cordier", "Théo", applied, "Liste d’attente", day, None),
        ("Da Silva", "Léa", None, "Refusé", day, "Niveau insuffisant"),
        ("Delorme", "Kévin", applied, "Désisté", None, None),
    )
    with db.read() as session:
        found = funnel(session, cohort, TODAY)
        (refused,) = candidates(session, CandidateCriteria(cohort, frozenset({"refused"})), TODAY)
        (waiting,) = candidates(session, CandidateCriteria(cohort, frozenset({"waiting"})), TODAY)
    assert {stage: count for stage, count in found.stages.items() if count} == {
        **{"received": 1, "admitted": 1, "waiting": 1, "refused": 1, "withdrawn": 1}
    }
    assert (found.admission.n, found.admission.N) == (1, 5)
    assert (refused.decided_on, refused.decision_reason, refused.applied_on) == (
        *(day, "Niveau insuffisant"),
        None,
    )
    assert (waiting.rank, waiting.applied_on) == (1, applied)
