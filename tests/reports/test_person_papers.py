"""The papers about people: each item that auditors and payers look for is there, and what blocks is said."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.db.database import Database
from gen_desktop.models.registry import (
    BlockResult,
    Certification,
    CertificationBlock,
    ClassSession,
    Cohort,
    CompanyPeriod,
    Course,
    Enrollment,
    MonthStatement,
    Organization,
    RemoteActivity,
    RemoteAssistance,
)
from gen_desktop.reports import person_kinds
from gen_desktop.reports.person_kinds import GROUP_KIND, PERSON_KINDS, person_kind
from gen_desktop.services.companies import CompanyInput, find_or_insert
from tests.reports.path_center import AS_OF, FIRST, LAST, OCTOBER, TITLE, change, make_path, mark, unmark
from tests.reports.pdf_checks import assert_conforms, opened, page_texts, reading_order

CERTIFICATE, LONG_FORM = "completion_certificate", "end_of_course_form"
"""The form of France Travail goes on over a second page."""


def load(db: Database, kind: str, path, days=None, as_of=AS_OF):
    with db.read() as session:
        found = days or (OCTOBER if person_kind(kind).is_monthly else None)
        return person_kinds.load_of_people(session, kind, path.enrollments, found, as_of)


def said(db: Database, kind: str, path, **more) -> str:
    (paper,) = load(db, kind, path, **more)
    return "\n".join(reading_order(person_kinds.draw([(paper, None)])))


def blocked(db: Database, kind: str, path, **more) -> list[tuple[str, str]]:
    (paper,) = load(db, kind, path, **more)
    return [(one.kind, one.sentence) for one in person_kinds.obstacles(paper)]


def test_the_certificate_says_all_that_the_ministry_s_model_says(db: Database) -> None:
    path = make_path(db)
    mark(db, path, 0, "AI")
    mark(db, path, 1, "R", 200)
    text = said(db, CERTIFICATE, path)
    for item in (
        "CERTIFICAT DE RÉALISATION",
        "Je soussigné(e) Anne Moreau, directrice de Numérique en Morvan, atteste que\u00a0:",
        "SIRET 999\u00a0000\u00a0003\u00a000015",
        "27\u00a058\u00a000999\u00a058",
        "Mme\u00a0DELORME Zoé",
        "Salarié de l’entreprise Sans objet",
        TITLE,
        "XAction de formation",
        "Bilan de compétences",
        "Action de VAE",
        "Action de formation par apprentissage",
        "du 5 au 16 octobre 2026",
        "66,33\u00a0heures",
        "pendant une durée de 3 ans à compter de la fin de l’année du dernier paiement",
        "cofinancement des fonds européens",
        "Fait à Château-Chinon, le 26 novembre 2026",
        "Cachet et signature de l’organisme",
    ):
        assert item in text
    assert "6 juin 2019" not in text
    assert "XBilan" not in text
    assert blocked(db, CERTIFICATE, path) == []


@pytest.mark.parametrize(
    ("status", "employer", "printed"),
    [
        ("private_employee", "Scierie du Haut-Folin", "Scierie du Haut-Folin"),
        ("apprentice", None, "......"),
        ("job_seeker", None, "Sans objet"),
    ],
)
def test_the_certificate_names_the_employer_or_leaves_room_to_write_it(db, status, employer, printed) -> None:
    path = make_path(db)
    if employer is not None:
        with db.write("Un employeur") as session:
            company_id, _ = find_or_insert(session, CompanyInput(employer, "Moulins-Engilbert"))
        change(db, Enrollment, path.enrollments[0], employer_company_id=company_id)
    change(db, Enrollment, path.enrollments[0], bpf_status=status)
    assert f"Salarié de l’entreprise {printed}" in said(db, CERTIFICATE, path)


def test_hours_are_those_followed_never_those_planned(db: Database) -> None:
    path = make_path(db)
    for position in range(4):
        mark(db, path, position, "AI")
    enrollment = path.enrollments[0]
    with db.write("À distance et en entreprise") as session:
        session.add_all(
            [
                RemoteActivity(
                    enrollment_id=enrollment,
                    title="Projet",
                    estimated_minutes=minutes,
                    planned_on=FIRST,
                    done_on=FIRST,
                    verified_on=verified,
                    connected_minutes=999,
                )
                for minutes, verified in ((90, FIRST), (600, None))
            ]
        )
        session.add(
            CompanyPeriod(
                enrollment_id=enrollment,
                host="Menuiserie du Lac",
                starts_on=dt.date(2026, 10, 10),
                ends_on=dt.date(2026, 10, 11),
                planned_minutes=840,
                done_minutes=420,
            )
        )
    text = said(db, CERTIFICATE, path)
    assert (
        "64,5\u00a0heures, dont 56\u00a0heures en centre, 1,5\u00a0heure à distance et 7\u00a0heures" in text
    )


def test_hours_in_company_marked_half_day_by_half_day_count_once(db: Database) -> None:
    path = make_path(db)
    with db.write("Un stage, et ses demi-journées") as session:
        for session_id in path.sessions[10:]:
            session.get_one(ClassSession, session_id).delivery_mode = "company"
        session.add(
            CompanyPeriod(
                enrollment_id=path.enrollments[0],
                host="Menuiserie du Lac",
                starts_on=dt.date(2026, 10, 12),
                ends_on=dt.date(2026, 10, 16),
                planned_minutes=35 * 60,
                done_minutes=35 * 60,
            )
        )
    text = said(db, CERTIFICATE, path).replace("\u00a0", " ")
    assert "70 heures, dont 35 heures en centre et 35 heures en entreprise" in text
    with db.read() as session:
        paper = person_kinds.load_of_group(session, path.cohort_id, OCTOBER, AS_OF)
    text = "\n".join(reading_order(person_kinds.draw([(paper, None)])))
    assert "DELORME Zoé | 05/10/2026 | 16/10/2026 | 70 | 35 | 0 | 35 | 0" in text


@pytest.mark.parametrize(
    ("break_it", "kind", "sentence"),
    [
        (lambda db, path: unmark(db, path, 3), "attendance", "1 demi-journée de la période n’est pas"),
        (
            lambda db, path: change(db, Enrollment, path.enrollments[0], entered_on=None, exit_on=None),
            "learner",
            "L’entrée en formation n’est pas enregistrée.",
        ),
        (
            lambda db, path: change(db, Enrollment, path.enrollments[0], exit_on=None, exit_type=None),
            "learner",
            "La sortie de formation n’est pas enregistrée.",
        ),
        (
            lambda db, path: [mark(db, path, position, "AI") for position in range(len(path.sessions))],
            "attendance",
            "Aucune heure de présence",
        ),
    ],
)
def test_a_certificate_is_kept_back_with_a_sentence_and_a_door(db, break_it, kind, sentence) -> None:
    path = make_path(db)
    break_it(db, path)
    assert [(where, words[: len(sentence)]) for where, words in blocked(db, CERTIFICATE, path)] == [
        (kind, sentence)
    ]


def test_an_organisation_without_a_number_certifies_nothing(db: Database) -> None:
    path = make_path(db)
    with db.read() as session:
        organization_id = session.query(Organization).one().id
    change(db, Organization, organization_id, siret=None, representative_quality=None)
    for kind in PERSON_KINDS:
        kinds = [where for where, _ in blocked(db, kind.code, path)]
        assert kinds.count("organization") == 2, kind.code


def test_a_sheet_of_a_company_that_is_not_back_keeps_the_certificate(db: Database) -> None:
    path = make_path(db)
    with db.write("Stage") as session:
        session.add(
            CompanyPeriod(
                enrollment_id=path.enrollments[0],
                host="Menuiserie du Lac",
                starts_on=dt.date(2026, 10, 10),
                ends_on=dt.date(2026, 10, 11),
            )
        )
    ((kind, sentence),) = blocked(db, CERTIFICATE, path)
    assert kind == "learner"
    assert "Menuiserie du Lac" in sentence


def test_somebody_in_training_is_certified_until_yesterday(db: Database) -> None:
    path = make_path(db, exit_on=None, exit_type=None)
    thursday = dt.date(2026, 10, 8)
    text = said(db, CERTIFICATE, path, as_of=thursday)
    assert "du 5 au 7 octobre 2026 (action en cours)" in text
    assert "21\u00a0heures" in text
    assert blocked(db, CERTIFICATE, path, as_of=thursday) == []


@pytest.mark.parametrize("kind", [CERTIFICATE, "presence_statement", "attendance_attestation"])
def test_what_is_still_to_come_is_not_certified_though_marked_already(db: Database, kind: str) -> None:
    path = make_path(db)
    days = None if kind == CERTIFICATE else OCTOBER
    thursday, friday = LAST - dt.timedelta(days=1), LAST
    sentences = [sentence for _, sentence in blocked(db, kind, path, days=days, as_of=thursday)]
    assert "Il reste 2 demi-journées à venir dans la période." in sentences
    assert blocked(db, kind, path, days=days, as_of=friday) == []
    with db.read() as session:
        group = person_kinds.load_of_group(session, path.cohort_id, OCTOBER, thursday)
    assert [one.sentence for one in person_kinds.obstacles(group)] == [
        "Il reste 2 demi-journées à venir dans le mois."
    ]


def test_an_entry_or_an_exit_to_come_is_not_attested(db: Database) -> None:
    path = make_path(db)
    before = FIRST - dt.timedelta(days=1)
    ((_, sentence),) = blocked(db, "entry_attestation", path, as_of=before)
    assert sentence == "L’entrée en formation est à venir (05/10/2026)."
    sentences = [said for _, said in blocked(db, "exit_attestation", path, as_of=LAST - dt.timedelta(days=1))]
    assert "La sortie de formation est à venir (16/10/2026)." in sentences


def test_the_attestations_of_entry_and_exit_have_what_portals_ask(db: Database) -> None:
    path = make_path(db)
    change(db, Cohort, path.cohort_id, france_travail_number="FT-77")
    common = (
        *("CARIF-4471", "FT-77", "12345678901", "03/03/1998", "du 5 au 16 octobre 2026"),
        *("Durée totale prévue 70\u00a0heures", "Dont en centre 70\u00a0heures", "Programme régional"),
        *("Dont en entreprise", "Durée hebdomadaire", "Modalité", "Conseil régional", "Château-Chinon"),
    )
    entry = said(db, "entry_attestation", path)
    assert "est entrée en formation le 5 octobre 2026." in entry
    leaving = said(db, "exit_attestation", path)
    assert "est sortie de formation le 16 octobre 2026." in leaving
    assert "Fin de parcours" in leaving
    enrolled = said(db, "enrollment_attestation", path)
    assert "est inscrite à l’action de formation" in enrolled
    for text in (entry, leaving, enrolled):
        assert all(item in text for item in common)
    change(db, Enrollment, path.enrollments[0], entered_on=None, exit_on=None, decision="waiting")
    assert [where for where, _ in blocked(db, "enrollment_attestation", path)] == ["learner"]


def test_assiduity_prints_its_formula(db: Database) -> None:
    path = make_path(db, exit_on=dt.date(2026, 10, 9))
    mark(db, path, 0, "AJ_MAL")
    mark(db, path, 1, "AI")
    text = said(db, "attendance_attestation", path)
    for words, hours in (("prévues", "35"), ("de présence", "28")):
        assert f"Heures {words} {hours}\u00a0heures" in text
    assert "Absences justifiées 3,5\u00a0heures" in text
    assert "Absences non justifiées 3,5\u00a0heures" in text
    assert "80,0\u202f% (heures de présence / heures prévues et relevées)" in text
    assert "88,9\u202f%" in text
    assert "octobre 2026" in text


def test_the_attestation_of_the_end_tells_results_and_no_absence(db: Database) -> None:
    path = make_path(db)
    mark(db, path, 0, "AJ_MAL")
    text = said(db, "end_attestation", path)
    for item in (
        *("Maquetter une application", "Développer une interface", "Action de formation", "RNCP37674"),
        *("Durée prévue 70\u00a0heures", "Durée suivie 66,5\u00a0heures", "du 5 au 16 octobre 2026"),
        "BC01 Développer le front-end | En cours d’acquisition",
    ):
        assert item in text
    assert "maladie" not in text.lower()
    assert "bsence" not in text
    with db.write("Jury") as session:
        block_id = session.query(CertificationBlock).one().id
        enrollment_id = path.enrollments[0]
        session.add(BlockResult(enrollment_id=enrollment_id, block_id=block_id, result="acquired"))
        session.add(Certification(enrollment_id=enrollment_id, jury_on=LAST, outcome="full"))
    text = said(db, "end_attestation", path)
    assert "BC01 Développer le front-end | Acquis" in text
    assert "Présentée à la certification\u00a0: Certification totale, jury du 16 octobre 2026." in text
    change(db, Course, path.course_id, operational_objectives=None)
    assert [where for where, _ in blocked(db, "end_attestation", path)] == ["course"]


def test_the_statement_of_a_month_has_each_day_each_week_and_the_total(db: Database) -> None:
    path = make_path(db)
    mark(db, path, 0, "AJ_AT")
    mark(db, path, 11, "R", 190)
    with db.write("Envoyer le mois") as session:
        for number, sent in ((0, dt.date(2026, 11, 2)), (1, dt.date(2026, 11, 9))):
            session.add(
                MonthStatement(
                    cohort_id=path.cohort_id,
                    month=OCTOBER[0],
                    number=number,
                    payer="ASP",
                    opened_on=sent,
                    sent_on=sent,
                )
            )
    (paper,) = load(db, "presence_statement", path)
    pdf = person_kinds.draw([(paper, None)])
    text = "\n".join(reading_order(pdf))
    assert len(opened(pdf).pages) == 1
    for item in (
        *("octobre 2026, rectificatif n°\u00a01", "ASP", "FT-2026-0042", "CARIF-4471", "05/10/2026"),
        *("16/10/2026", "at.", "Semaine | Prévues", "du 5 au 11 octobre 2026 | 35 | 31,5"),
        "du 12 au 18 octobre 2026 | 35 | 34,67 | 0 | 0 | 0,33 | 0 | 0",
        "Total du mois | 70 | 66,17 | 0 | 0 | 0,33 | 3,5 | 0",
        *("Entrée le 05/10/2026.", "Sortie le 16/10/2026", "Accident du travail ou de trajet dans le mois."),
        *("Envoyé le 09/11/2026.", "Signature du stagiaire", "Cachet et signature de l’organisme"),
    ):
        assert item in text, item
    days = [line for line in text.splitlines() if line.startswith(("Matin", "Après-midi", "Heures |"))]
    assert len(days) == 7
    assert {line.count("|") for line in days} == {31}


def test_a_blank_month_is_not_printed(db: Database) -> None:
    path = make_path(db)
    november = (dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    ((kind, sentence),) = blocked(db, "presence_statement", path, days=november)
    assert (kind, sentence) == ("learner", "Rien n’est prévu pour cette personne en novembre 2026.")


def test_the_statement_of_distance_work_counts_what_is_verified(db: Database) -> None:
    path = make_path(db)
    enrollment = path.enrollments[0]
    assert blocked(db, "remote_statement", path)[0][1].startswith("Aucune activité à distance")
    with db.write("À distance") as session:
        for title, minutes, verified in (("Cours HTML", 18 * 60, FIRST), ("Projet", 6 * 60, None)):
            session.add(
                RemoteActivity(
                    enrollment_id=enrollment,
                    title=title,
                    kind="course",
                    estimated_minutes=minutes,
                    planned_on=FIRST,
                    done_on=FIRST,
                    connected_minutes=630,
                    result="15/20",
                    verified_on=verified,
                    verified_by="L. Petit" if verified else None,
                )
            )
        session.add(
            RemoteAssistance(
                enrollment_id=enrollment,
                given_on=FIRST,
                channel="phone",
                minutes=20,
                helper="K. Diallo",
                subject="Git",
            )
        )
    text = said(db, "remote_statement", path)
    assert "Cours HTML | Cours en ligne | 05/10/2026 | 18 | 05/10/2026 | 10,5 | 15/20 | L. Petit" in text
    assert "Total |  |  | 24 |  | 21 |  |  |  | 18" in text
    assert "75,0\u202f% (temps estimé du travail fait et vérifié" in text
    assert "R6341-13" in text
    assert "20\u202fmin | K. Diallo | Git" in text
    assert "Méthode\u00a0: une activité compte pour son temps estimé" in text


def test_the_longest_name_is_whole_on_a_single_page(db: Database) -> None:
    """Eighty times the widest letter, in each place of the paper that names the person."""
    last, first = "W" * 80, "M" * 60
    path = make_path(db, names=[(last, first)])
    for kind in PERSON_KINDS:
        (paper,) = load(db, kind.code, path)
        pages = page_texts(person_kinds.draw([(paper, None)]))
        assert len(pages) == (2 if kind.code == LONG_FORM else 1), kind.code
        told = "".join(pages).replace("\n", "")
        assert last in told.replace(" ", ""), kind.code
        assert first in told.replace(" ", ""), kind.code
        if len(pages) == 1:  # the head of a second page repeats the name, shortened
            assert not {"W…", "M…"} & {told[at : at + 2] for at in range(len(told))}, kind.code


def test_the_statement_of_a_group_has_a_line_each_and_the_sum(db: Database) -> None:
    path = make_path(db, people=30)
    mark(db, path, 0, "AI")
    with db.read() as session:
        paper = person_kinds.load_of_group(session, path.cohort_id, OCTOBER, AS_OF)
    assert person_kinds.obstacles(paper) == ()
    text = "\n".join(reading_order(person_kinds.draw([(paper, None)])))
    assert "DELORME Zoé | 05/10/2026 | 16/10/2026 | 70 | 66,5 | 0 | 0 | 0 | 0 | 3,5 | 95,0\u202f%" in text
    assert "Total |  |  | 2\u202f100 | 2\u202f096,5 | 0 | 0 | 0 | 0 | 3,5 | 99,8\u202f%" in text
    assert paper.facts.kind == GROUP_KIND
    assert paper.facts.enrollment_id is None
    unmark(db, path, 1)
    with db.read() as session:
        paper = person_kinds.load_of_group(session, path.cohort_id, OCTOBER, AS_OF)
    assert [one.kind for one in person_kinds.obstacles(paper)] == ["attendance"]


@pytest.mark.parametrize("kind", [kind.code for kind in PERSON_KINDS])
def test_each_paper_keeps_the_standards_and_its_number_of_pages(db: Database, kind: str) -> None:
    path = make_path(db)
    (paper,) = load(db, kind, path)
    pdf = person_kinds.draw([(paper, None)])
    # An empty cell says something: a day of which nothing is due, what is to be completed by hand.
    tolerated = {"presence_statement": {"TBL-012"}, LONG_FORM: {"TBL-012", "TAG-002"}}
    assert_conforms(pdf, tolerate=tolerated.get(kind, ()))
    assert len(page_texts(pdf)) == (2 if kind == LONG_FORM else 1)


def test_the_register_names_nobody_and_knows_what_a_paper_replaces(db: Database) -> None:
    path = make_path(db)
    for kind in PERSON_KINDS:
        (paper,) = load(db, kind.code, path)
        assert "Delorme" not in f"{paper.facts.title} {paper.facts.scope}"
        assert paper.facts.enrollment_id == path.enrollments[0]
        assert paper.facts.course_title == TITLE
        assert (paper.facts.period_start is not None) == kind.is_monthly
