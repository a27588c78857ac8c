"""Call lists: attempts and situations that they bring, and what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from gen_desktop.errors import InvalidInput
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.choices import Choices
from gen_desktop.importing.columns import known_titles
from gen_desktop.importing.follow_up_columns import follow_up_columns
from gen_desktop.importing.follow_ups import plan_follow_ups
from gen_desktop.importing.plan import RowState
from gen_desktop.jobs import Job
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.registry import ContactAttempt, FollowUp, Placement
from gen_desktop.services.follow_ups import SituationInput, record_situation
from gen_desktop.services.undo import undo_last
from tests.factories import enroll, make_cohort, make_learner
from tests.importing.lists import put_lines, remarks, sentences, write_csv, write_workbook

TODAY = dt.date(2026, 11, 23)
EXIT = dt.date(2026, 6, 30)  # due at 3 months on 30 September, asked from 15 September on
CODE = "DWWM 2026-1"
HEAD = ("Nom", "Prénom", "Cohorte", "Échéance")


@pytest.fixture
def people(db):
    """Ben Salah, Petit and Rousseau left on 30 June 2026; Marchand is still there. Enrollment ids by name."""
    with db.write("Des personnes inventées") as session:
        cohort = make_cohort(session, CODE)
        found = {}
        for last, first in (
            ("Ben Salah", "Yasmine"),
            ("Petit", "Anne"),
            ("Rousseau", "Luc"),
            ("Marchand", "Enzo"),
        ):
            learner = make_learner(session, last_name=last, first_name=first)
            session.flush()
            left = {} if last == "Marchand" else {"exit_type": "term", "exit_on": EXIT}
            found[last] = enroll(session, cohort, learner, entered_on=cohort.planned_start, **left).id
        session.flush()
        return found


@pytest.fixture
def plan(db, tmp_path):
    """Write lines as a workbook and plan their import."""

    def plan_lines(lines, code=None, **options):
        path = write_workbook(tmp_path / "suivi.xlsx", lines)
        return plan_follow_ups(db, path, cohort_code=code, today=TODAY, **options)

    return plan_lines


def one(*cells, head=()):
    """A list of one line about Ben Salah at 3 months."""
    return [(*HEAD, *head), ("Ben Salah", "Yasmine", CODE, "3 mois", *cells)]


def rows(db, model):
    with db.read() as session:
        return [dict(row) for row in session.execute(select(model.__table__)).mappings()]


JOB_HEAD = (
    *(
        "Appel 1",
        "Résultat 1",
        "Appel 2",
        "Résultat 2",
        "Relevé le",
        "Mode de contact",
        "Situation",
        "Contrat",
    ),
    *("Durée (mois)", "Employeur", "Intitulé du poste", "Date de début", "Date de fin", "Temps de travail"),
    *("Métier visé", "Salaire brut annuel", "Preuve", "Enquêteur", "Commentaire"),
)
JOB = (
    *(
        dt.date(2026, 9, 21),
        "Pas de réponse",
        dt.date(2026, 9, 24),
        "Joint",
        dt.date(2026, 9, 24),
        "Téléphone",
    ),
    *(
        "En emploi",
        "CDD",
        8,
        "Scierie du Haut-Folin",
        "Développeuse",
        dt.date(2026, 8, 3),
        dt.date(2027, 4, 2),
    ),
    *("Temps plein", "Oui", "24 800", "Contrat", "Claire Lambert", "Très contente"),
)


def test_a_line_with_everything(db, people, plan):
    found = plan(one(*JOB, head=JOB_HEAD))
    assert sentences(found) == []
    assert found.rows[0].state is RowState.NEW
    assert found.rows[0].what == "Ben Salah Yasmine, à 3 mois"
    assert found.rows[0].details[:3] == (
        "Appel du 21/09/2026\u00a0: pas de réponse",
        "Appel du 24/09/2026\u00a0: joint",
        "Situation\u00a0: CDD long",
    )
    assert found.totals == {"attempts": 2, "situations_new": 1, "situations_update": 0}
    assert any("1 employeur nouveau" in text and "Scierie" in text for text in found.creations)
    apply_plan(db, found, Job())
    (told,) = rows(db, FollowUp)
    assert told["enrollment_id"] == people["Ben Salah"]
    assert (told["situation"], told["contract_months"], told["horizon"]) == ("EMP_CDD6", 8, 3)
    assert (told["recorded_on"], told["contact_mode"]) == (dt.date(2026, 9, 24), "phone")
    assert (told["proof"], told["recorded_by"], told["comment"]) == (
        "contract",
        "Claire Lambert",
        "Très contente",
    )
    (spell,) = rows(db, Placement)
    assert (spell["kind"], spell["contract_type"], spell["employer"]) == (
        "job",
        "CDD",
        "Scierie du Haut-Folin",
    )
    assert (spell["starts_on"], spell["ends_on"]) == (dt.date(2026, 8, 3), dt.date(2027, 4, 2))
    assert (spell["working_time"], spell["is_target_occupation"]) == ("full", True)
    assert spell["yearly_gross_salary"] == Decimal(24800)
    assert spell["company_id"] is not None
    attempts = sorted((row["made_on"], row["outcome"], row["author"]) for row in rows(db, ContactAttempt))
    assert attempts == [
        (dt.date(2026, 9, 21), "no_answer", "Claire Lambert"),
        (dt.date(2026, 9, 24), "reached", "Claire Lambert"),
    ]


def test_the_same_list_again_writes_nothing(db, people, plan):
    lines = one(*JOB, head=JOB_HEAD)
    apply_plan(db, plan(lines), Job())
    again = plan(lines)
    assert [row.state for row in again.rows] == [RowState.SAME]
    assert again.work.is_empty
    apply_plan(db, again, Job())
    with db.read() as session:
        assert session.scalar(select(func.count(ChangeSet.id))) == 2


def test_a_list_is_taken_back_whole_by_its_name(db, people, plan):
    found = plan(one(*JOB, head=JOB_HEAD))
    apply_plan(db, found, Job())
    assert undo_last(db).name.endswith(found.gesture)
    assert rows(db, FollowUp) == rows(db, Placement) == rows(db, ContactAttempt) == []


@pytest.mark.parametrize(
    ("situation", "contract", "months", "expected"),
    [
        ("En emploi", "CDI", None, "EMP_CDI"),
        ("En emploi", "CDD", 8, "EMP_CDD6"),
        ("En emploi", "CDD", 6, "EMP_CDD6"),
        ("En emploi", "CDD", 3, "EMP_CDDC"),
        ("En emploi", "CDD", None, "EMP_NP"),
        ("En emploi", None, None, "EMP_NP"),
        ("En emploi", "Intérim", 7, "EMP_INT6"),
        (None, "CDI", None, "EMP_CDI"),
        ("CDD 8 mois", None, None, "EMP_CDD6"),
        ("CDD de 3 mois", None, None, "EMP_CDDC"),
        ("CDD", None, "1 an", "EMP_CDD6"),
        ("CDI", None, None, "EMP_CDI"),
        ("Création d’activité", "Micro-entreprise", None, "CREA"),
        ("En formation", None, None, "FORM_Q"),
        ("En recherche d’emploi", None, None, "RECH"),
        ("Refus", None, None, "REF"),
        ("Service civique", None, None, "SC"),
    ],
)
def test_the_contract_says_more_than_the_situation(db, people, plan, situation, contract, months, expected):
    head = ("Relevé le", "Situation", "Contrat", "Durée (mois)")
    found = plan(one(dt.date(2026, 9, 24), situation, contract, months, head=head))
    assert sentences(found) == []
    apply_plan(db, found, Job())
    assert [row["situation"] for row in rows(db, FollowUp)] == [expected]


def test_nothing_known_yet(db, people, plan):
    head = ("Appel 1", "Résultat 1", "Situation", "Commentaire")
    lines = [
        (*HEAD, *head),
        (
            "Ben Salah",
            "Yasmine",
            CODE,
            "3 mois",
            dt.date(2026, 9, 21),
            "Pas de réponse",
            None,
            "Rappeler\nle soir",
        ),
        ("Petit", "Anne", CODE, "3 mois", None, None, None, None),
        ("Rousseau", "Luc", CODE, "3 mois", None, None, "Non demandé", None),
    ]
    found = plan(lines)
    assert [row.state for row in found.rows] == [RowState.NEW, RowState.SAME, RowState.SAME]
    apply_plan(db, found, Job())
    assert rows(db, FollowUp) == []
    assert [row["note"] for row in rows(db, ContactAttempt)] == ["Rappeler le soir"]
    assert plan(lines).work.is_empty


def test_a_refused_call_is_the_situation_refused(db, people, plan):
    found = plan(one(dt.date(2026, 9, 21), "Refus", head=("Appel 1", "Résultat 1")))
    apply_plan(db, found, Job())
    (told,) = rows(db, FollowUp)
    assert (told["situation"], told["recorded_on"]) == ("REF", dt.date(2026, 9, 21))
    assert len(rows(db, ContactAttempt)) == 1


def test_unreachable_is_believed_and_few_attempts_are_told(db, people, plan):
    head = ("Appel 1", "Résultat 1", "Appel 2", "Résultat 2", "Appel 3", "Résultat 3", "Situation")
    calls = [dt.date(2026, 9, 21), "Pas de réponse", dt.date(2026, 9, 22), "Message laissé"]
    found = plan(one(*calls, None, None, "Injoignable", head=head))
    assert sentences(found) == []
    assert any("après 3 tentatives : il y en a 2" in text for text in remarks(found))
    third = [dt.date(2026, 9, 23), "Faux numéro"]
    found = plan(one(*calls, *third, "Injoignable", head=head))
    assert sentences(found) == []
    assert not any("tentatives" in text for text in remarks(found))
    apply_plan(db, found, Job())
    (told,) = rows(db, FollowUp)
    assert (told["situation"], told["recorded_on"]) == ("INJ", dt.date(2026, 9, 23))
    # The attempts of before count for a list that tells none.
    assert plan(one(dt.date(2026, 9, 23), "Injoignable", head=("Relevé le", "Situation"))).work.is_empty


@pytest.mark.parametrize(
    ("cells", "day", "why"),
    [
        ((None, None, "Injoignable"), dt.date(2026, 11, 14), "le dernier jour possible"),
        ((None, None, "Refus"), dt.date(2026, 11, 14), "le dernier jour possible"),
        ((dt.date(2026, 9, 21), "Joint", "Refus"), dt.date(2026, 9, 21), "le jour du dernier appel"),
    ],
)
def test_a_silence_without_date_takes_the_last_day(db, people, plan, cells, day, why):
    lines = one(*cells, head=("Appel 1", "Résultat 1", "Situation"))
    found = plan(lines)
    assert sentences(found) == []
    assert any(why in text for text in remarks(found))
    apply_plan(db, found, Job())
    assert [row["recorded_on"] for row in rows(db, FollowUp)] == [day]
    again = plan(lines)
    assert (again.work.is_empty, remarks(again)) == (True, [])


def test_a_silence_recorded_already_may_be_replaced_by_another(db, people, plan):
    record_situation(db, SituationInput(people["Ben Salah"], 3, dt.date(2026, 10, 1), situation="RECH"))
    apply_plan(db, plan(one(dt.date(2026, 10, 5), "Injoignable", head=("Relevé le", "Situation"))), Job())
    assert [row["situation"] for row in rows(db, FollowUp)] == ["INJ"]


def test_a_cohort_that_does_not_exist_is_said_once(db, people, plan):
    lines = [HEAD, ("Ben Salah", "Yasmine", "NOPE", "3 mois"), ("Petit", "Anne", "nope", "3 mois")]
    found = plan([*lines, ("Rousseau", "Luc", CODE, "3 mois")])
    assert sentences(found) == [
        "« suivi.xlsx », ligne 2, colonne « Cohorte » : "
        "la cohorte NOPE n’existe pas dans ce fichier de données (2 lignes)."
    ]
    assert [row.state for row in found.rows] == [RowState.ERROR, RowState.ERROR, RowState.SAME]
    (text,) = sentences(plan([line[:2] + line[3:] for line in lines], code="NOPE"))
    assert "la cohorte NOPE n’existe pas" in text


def test_another_sheet_with_a_list_is_named(db, people, tmp_path):
    path = tmp_path / "suivi.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Groupe A", "Groupe B"):
            put_lines(book.add_worksheet(name), [HEAD, ("Ben Salah", "Yasmine", CODE, "3 mois")])
        put_lines(book.add_worksheet("Notes"), [("Date", "Remarque"), ("lundi", "Rien")])
        hidden = book.add_worksheet("Ancienne")
        put_lines(hidden, [HEAD, ("Petit", "Anne", CODE, "3 mois")])
        hidden.hide()
    found = plan_follow_ups(db, path, cohort_code=None, today=TODAY)
    (text,) = remarks(found)
    assert "la feuille « Groupe B » contient aussi une liste et n’est pas lue (1 ligne) : " in text
    assert found.sheet == "Groupe A"
    assert [note["text"] for note in found.to_json()["notes"]] == [note.text for note in found.notes]
    chosen = plan_follow_ups(db, path, cohort_code=None, today=TODAY, choices=Choices(sheet="Groupe B"))
    assert remarks(chosen) == []


def test_the_day_is_that_of_the_call_where_it_was_told(db, people, plan):
    head = ("Appel 1", "Résultat 1", "Appel 2", "Résultat 2", "Situation")
    calls = (dt.date(2026, 9, 21), "Joint", dt.date(2026, 9, 25), "Pas de réponse")
    apply_plan(db, plan(one(*calls, "CDI", head=head)), Job())
    assert [row["recorded_on"] for row in rows(db, FollowUp)] == [dt.date(2026, 9, 21)]


def test_two_calls_of_one_day_with_one_result_are_two_attempts(db, people, plan):
    head = ("Appel 1", "Résultat 1", "Appel 2", "Résultat 2")
    call = (dt.date(2026, 9, 21), "Pas de réponse")
    apply_plan(db, plan(one(*call, head=head)), Job())
    found = plan(one(*call, *call, head=head))
    assert found.totals["attempts"] == 1
    apply_plan(db, found, Job())
    assert len(rows(db, ContactAttempt)) == 2


def test_a_known_situation_is_completed_and_its_changes_are_shown(db, people, plan):
    record_situation(
        db,
        SituationInput(
            people["Ben Salah"],
            3,
            dt.date(2026, 9, 24),
            contract_type="CDD",
            contract_months=8,
            employer="Scierie du Haut-Folin",
            salary=Decimal(22000),
            comment="À rappeler",
        ),
    )
    head = ("Relevé le", "Situation", "Salaire brut annuel", "Temps de travail")
    found = plan(one(dt.date(2026, 9, 24), "En emploi", 23000, "Temps plein", head=head))
    assert found.rows[0].state is RowState.UPDATE
    assert [text.replace("\u00a0", " ").replace("\u202f", " ") for text in found.rows[0].details] == [
        "Temps de travail : – → Temps plein",
        "Salaire brut annuel : 22 000 → 23 000",
    ]
    apply_plan(db, found, Job())
    (spell,) = rows(db, Placement)
    assert (spell["employer"], spell["contract_type"], spell["yearly_gross_salary"]) == (
        "Scierie du Haut-Folin",
        "CDD",
        Decimal(23000),
    )
    assert rows(db, FollowUp)[0]["comment"] == "À rappeler"


def test_another_job_keeps_nothing_of_the_first(db, people, plan):
    apply_plan(db, plan(one(*JOB, head=JOB_HEAD)), Job())
    head = ("Relevé le", "Situation", "Contrat", "Employeur")
    apply_plan(db, plan(one(dt.date(2026, 10, 5), "En emploi", "CDI", "Commune d’Autun", head=head)), Job())
    (spell,) = rows(db, Placement)
    assert (spell["contract_type"], spell["employer"]) == ("CDI", "Commune d’Autun")
    assert spell["starts_on"] is spell["ends_on"] is spell["yearly_gross_salary"] is None
    assert rows(db, FollowUp)[0]["situation"] == "EMP_CDI"


def test_a_job_that_is_lost_takes_its_spell_away(db, people, plan):
    apply_plan(db, plan(one(*JOB, head=JOB_HEAD)), Job())
    found = plan(one(dt.date(2026, 10, 5), "En recherche", head=("Relevé le", "Situation")))
    assert "Situation\u00a0: CDD long → En recherche d’emploi" in found.rows[0].details
    apply_plan(db, found, Job())
    assert rows(db, Placement) == []
    assert rows(db, FollowUp)[0]["situation"] == "RECH"


SITUATION_HEAD = ("Relevé le", "Situation", "Contrat", "Durée (mois)", "Date de début", "Date de fin")
DAY = dt.date(2026, 9, 24)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (
            (dt.date(2026, 9, 14), "CDI"),
            "Relevé le",
            "trop tôt : la situation à 3 mois se relève à partir du 15/09/2026",
        ),
        ((DAY, "Heureuse"), "Situation", "n’est pas reconnu"),
        ((DAY, "En recherche", "CDI"), "Contrat", "ne va pas avec la situation"),
        ((DAY, None, "CDI", None, None, dt.date(2027, 1, 1)), "Date de fin", "un CDI n’a pas de fin"),
        (
            (DAY, None, "CDD", None, DAY, dt.date(2026, 9, 1)),
            "Date de fin",
            "la fin (01/09/2026) est avant le début",
        ),
        ((DAY, None, "CDD", 500), "Durée (mois)", "vérifiez la durée du contrat"),
        ((DAY, None, "CDD", "long"), "Durée (mois)", "n’est pas un nombre de mois"),
        (("31/02/2026", "CDI"), "Relevé le", "n’est pas une date"),
        ((None, "CDI"), "Situation", "il manque le jour où cette situation a été relevée"),
    ],
)
def test_a_situation_that_cannot_be(db, people, plan, cells, column, reason):
    found = plan(one(*cells, head=SITUATION_HEAD))
    (text,) = sentences(found)
    assert f"ligne 2, colonne « {column} » : " in text
    assert reason in text
    assert found.work.is_empty


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (("Marchand", "Enzo", CODE, "3 mois", DAY, "Joint"), "Nom", "n’est pas sortie de formation"),
        (("Durand", "Paul", CODE, "3 mois"), "Nom", "Durand Paul n’est pas dans la cohorte DWWM 2026-1"),
        (("Durand", "Paul", None, "3 mois"), "Nom", "personne ne s’appelle Durand Paul"),
        (("Petit", "Anne", "CDA", "3 mois"), "Cohorte", "la cohorte CDA n’existe pas"),
        (("Petit", "Anne", "VIDE", "3 mois"), "Nom", "(cette personne est dans DWWM 2026-1)"),
        (("Petit", "Anne", CODE, "4 mois"), "Échéance", "n’est pas une échéance"),
        (("Petit", "Anne", CODE, None), "Échéance", "il manque l’échéance"),
        (("Petit", "Anne", CODE, "3 mois", DAY), "Appel 1", "il manque le résultat de cet appel"),
        (("Petit", "Anne", CODE, "3 mois", None, "Joint"), "Résultat 1", "il manque la date de cet appel"),
        (("Petit", "Anne", CODE, "3 mois", DAY, "Peut-être"), "Résultat 1", "n’est pas reconnu"),
        (
            ("Petit", "Anne", CODE, "3 mois", dt.date(2026, 6, 1), "Joint"),
            "Appel 1",
            "est avant la sortie (30/06/2026)",
        ),
    ],
)
def test_a_line_that_cannot_be(db, people, plan, line, column, reason):
    with db.write("Une cohorte sans personne") as session:
        make_cohort(session, "VIDE")
    found = plan([(*HEAD, "Appel 1", "Résultat 1"), line])
    (text,) = sentences(found)
    assert f"ligne 2, colonne « {column} »" in text
    assert reason in text


def test_everything_wrong_is_said_at_once_and_nothing_is_written(db, people, plan):
    lines = [
        (*HEAD, *SITUATION_HEAD),
        (
            "Ben Salah",
            "Yasmine",
            CODE,
            "3 mois",
            dt.date(2026, 9, 1),
            None,
            "CDI",
            None,
            None,
            dt.date(2027, 1, 1),
        ),
        ("Petit", "Anne", CODE, "3 mois", DAY, "En recherche"),
        ("Petit", "Anne", CODE, "M+3", DAY, "CDI"),
        ("Marchand", "Enzo", CODE, "6 mois", DAY, "CDI"),
    ]
    found = plan(lines)
    places = [text.partition(" : ")[0].removeprefix("« suivi.xlsx », ") for text in sentences(found)]
    assert places == [
        "ligne 2, colonne « Relevé le »",
        "ligne 2, colonne « Date de fin »",
        "ligne 4, colonne « Échéance »",
        "ligne 5, colonne « Nom »",
    ]
    with pytest.raises(InvalidInput) as refused:
        apply_plan(db, found, Job())
    assert len(refused.value.problems) == 4
    assert rows(db, FollowUp) == []


def test_someone_in_two_cohorts_is_told_apart_by_cohort_or_exit(db, people, plan):
    with db.write("Un autre parcours") as session:
        other = make_cohort(
            session, "CDA 2025-1", planned_start=dt.date(2025, 1, 6), planned_end=dt.date(2025, 6, 30)
        )
        from gen_desktop.models.registry import Enrollment, Learner

        learner = session.get_one(Learner, session.get_one(Enrollment, people["Petit"]).learner_id)
        exit_on = dt.date(2025, 6, 30)
        earlier = enroll(
            session, other, learner, entered_on=other.planned_start, exit_type="term", exit_on=exit_on
        ).id
    head = ("Nom", "Prénom", "Échéance", "Date de sortie", "Relevé le", "Situation")
    line = ("Petit", "Anne", "3 mois")
    found = plan([head, (*line, None, DAY, "CDI")])
    assert "est dans plusieurs cohortes (CDA 2025-1 et DWWM 2026-1)" in sentences(found)[0]
    found = plan([head, (*line, dt.date(2025, 6, 30), dt.date(2025, 10, 1), "CDI")])
    assert [told.enrollment_id for told in found.work.lines] == [earlier]
    found = plan([head, (*line, None, DAY, "CDI")], code=CODE)
    assert [told.enrollment_id for told in found.work.lines] == [people["Petit"]]


def test_an_exit_that_differs_and_a_day_to_come_are_remarks(db, people, plan):
    head = ("Date de sortie", "Relevé le", "Situation")
    found = plan(one(dt.date(2026, 6, 26), dt.date(2026, 12, 1), "CDI", head=head))
    assert not found.has_errors
    assert ["la sortie enregistrée est du 30/06/2026" in text for text in remarks(found)] == [True, False]
    assert "ce jour n’est pas encore venu" in remarks(found)[1]


def test_a_list_without_a_horizon_or_with_unknown_titles(db, people, plan):
    found = plan([("Nom", "Prénom", "Situation"), ("Petit", "Anne", "CDI")])
    assert "il manque une colonne « Échéance »" in sentences(found)[0]
    found = plan(one("bleu", head=("Couleur",)))
    assert found.unknown_columns == ("Couleur",)
    assert not found.has_errors


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        (
            "Petit",
            "Anne",
            CODE,
            "3 mois",
            "24/09/2026",
            "Joint",
            "CDI",
            "En emploi",
            "CDD",
            "8",
            "Oui",
            "#N/A",
            "Refus",
        )
    ),
    st.text(max_size=8),
    st.integers(-5, 50_000),
)
TITLES = known_titles(follow_up_columns(TODAY))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.lists(st.sampled_from(TITLES), min_size=2, max_size=9, unique=True),
    lines=st.lists(st.lists(CELLS, max_size=9), min_size=1, max_size=4),
)
def test_arbitrary_cells_are_notes_or_a_refusal(db, people, tmp_path, head, lines):
    cells = [[_written(cell) for cell in line] for line in lines]
    path = write_csv(tmp_path / "x.csv", [_written_all(("Nom", "Prénom", "Échéance", *head)), *cells])
    try:
        found = plan_follow_ups(db, path, cohort_code=None, today=TODAY)
    except InvalidInput:
        return
    assert all(note.text.endswith((".", "?")) for note in found.all_notes)
    if not found.has_errors:
        apply_plan(db, found, Job())
        assert plan_follow_ups(db, path, cohort_code=None, today=TODAY).work.is_empty
        if not found.work.is_empty:
            undo_last(db)


def _written(cell):
    """What a French text file can hold."""
    return cell.encode("cp1252", "ignore").decode("cp1252") if isinstance(cell, str) else cell


def _written_all(cells):
    return [_written(cell) for cell in cells]
