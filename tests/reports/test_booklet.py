"""The learner's booklet: each part says what is known, and what is not."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.models.registry import (
    Certification,
    CertificationBlock,
    Enrollment,
    Positioning,
    Prerequisite,
    Skill,
)
from gen_desktop.reports import person_kinds
from gen_desktop.services.block_results import set_block_results
from gen_desktop.services.skill_levels import set_levels
from tests.reports.path_center import AS_OF, FIRST, LAST, change, make_path
from tests.reports.pdf_checks import assert_conforms, reading_order

KIND = "learner_booklet"


def draw(db: Database, path) -> bytes:
    with db.read() as session:
        (paper,) = person_kinds.load_of_people(session, KIND, path.enrollments, None, AS_OF)
    assert person_kinds.obstacles(paper) == ()
    return person_kinds.draw([(paper, None)])


def said(db: Database, path) -> str:
    return "\n".join(reading_order(draw(db, path)))


@pytest.fixture
def path(db):
    return make_path(db)


@pytest.fixture
def skills(db, path):
    with db.write("Deux compétences") as session:
        block_id = session.scalars(select(CertificationBlock.id)).one()
        made = [
            Skill(block_id=block_id, title=title, position=at)
            for at, title in enumerate(("Maquetter", "Tester"))
        ]
        session.add_all(made)
        session.flush()
        return [one.id for one in made]


def test_what_nobody_recorded_is_said_to_be_so(db, path):
    text = said(db, path)
    for item in (
        *("LIVRET DE SUIVI", "DELORME Zoé", "Aucun positionnement n’est enregistré."),
        *("Durée suivie 70\u00a0heures", "Entrée 05/10/2026", "Sortie 16/10/2026 (fin de parcours)"),
        "Les compétences de la formation ne sont pas décrites.",
        "BC01 Développer le front-end | En cours d’acquisition",
        *("Présentation au jury non renseigné", "Entretien d’admission non renseigné"),
    ):
        assert item in text


def test_a_block_of_whoever_left_early_is_no_longer_under_way(db, path):
    change(db, Enrollment, path.enrollments[0], exit_type="abandonment")
    assert "BC01 Développer le front-end | Non évalué" in said(db, path)


def test_the_whole_path_is_told(db, path, skills):
    (who,) = path.enrollments
    set_levels(db, {(who, skills[0]): "none", (who, skills[1]): "started"}, "entry", FIRST)
    set_levels(db, {(who, skills[0]): "acquired"}, "end", LAST)
    with db.write("Le reste") as session:
        asked = Prerequisite(course_id=path.course_id, name="Lire un énoncé", position=1)
        session.add(asked)
        session.flush()
        session.add(Positioning(enrollment_id=who, prerequisite_id=asked.id, level="held"))
        block_id = session.scalars(select(CertificationBlock.id)).one()
    day = FIRST - dt.timedelta(days=20)
    note = "Fragile, à ménager"
    told = {"positioned_on": day, "interviewed_on": day, "interviewer": "K. Diallo", "interview_note": note}
    change(db, Enrollment, who, **told, exit_interviewed_on=LAST)
    set_block_results(db, {(who, block_id): "acquired"})
    with db.read() as session:
        certification = session.scalars(select(Certification.id)).one()
    change(db, Certification, certification, certificate_number="T-12", certificate_handed_on=AS_OF)
    text = said(db, path)
    for item in (
        "Positionnement\u00a0: 15/09/2026.",
        "Lire un énoncé | Acquis",
        "Maquetter | Non abordée | – | Acquise",
        "Tester | En cours d’acquisition | – | –",
        "Acquises, sur les compétences évaluées | 0 sur 2 | – | 1 sur 1",
        "BC01 Développer le front-end | Acquis",
        *("Présentation au jury oui", "Résultat de la certification Certification totale"),
        *("Numéro du titre T-12", "Titre remis le 26/11/2026"),
        *("Entretien d’admission 15/09/2026, par K. Diallo", "Entretien de sortie 16/10/2026"),
    ):
        assert item in text
    assert note not in text


def test_it_keeps_the_standards(db, path, skills):
    set_levels(db, {(path.enrollments[0], skills[0]): "guided"}, "during", FIRST)
    assert_conforms(draw(db, path), tolerate={"TAG-002"})


def test_forty_skills_flow_over_pages_whose_table_has_its_head_again(db, path, skills):
    with db.write("Quarante compétences") as session:
        block_id = session.scalars(select(CertificationBlock.id)).one()
        session.add_all(
            Skill(block_id=block_id, title=f"Compétence {number} du référentiel", position=number)
            for number in range(10, 48)
        )
    assert_conforms(draw(db, path), tolerate={"TAG-002"})
    assert "Compétence 47 du référentiel" in said(db, path)
