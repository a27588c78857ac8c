"""The register of processing and the sheet for breaches: whole, in order, and true of the file as it is."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Reason
from gen_desktop.db.keys import unlock
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.privacy import Erasure
from gen_desktop.reference.processing import purposes
from gen_desktop.reports.registry import build_breach_form, build_processing_register
from gen_desktop.services import access
from gen_desktop.services.backups import back_up
from gen_desktop.services.organization import OrganizationInput, create_organization
from gen_desktop.services.retention import PeriodInput, hold_review, set_period
from gen_desktop.store import open_store
from tests.factories import make_learner
from tests.reports.built import assert_golden, assert_report_conforms, headings
from tests.reports.pdf_checks import page_texts, reading_order

TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 14, 2, tzinfo=dt.timezone(dt.timedelta(hours=1)))
ORGANIZATION = OrganizationInput(
    "Numérique en Morvan",
    representative="Hélène Vauclair",
    email="contact@exemple.fr",
    privacy_contact="Zoé Perrin, donnees@exemple.fr",
    staff=(("Zoé Perrin", "direction"), ("Karim Roux", "training"), ("Léa Roux", "training")),
)

ON_PAPER = {"LNK-010"}
"""The address of the contact is to be read and typed: nothing in these documents leads out of them."""


@pytest.fixture
def organization(db):
    create_organization(db, ORGANIZATION)
    with db.write("Programme inventé") as session:
        session.add(FundingProgram(code="R", name="Région", funder="REGION"))
    return db


def said(built) -> str:
    return " ".join(" ".join(reading_order(built.data)).replace("\u202f", " ").replace("\u00a0", " ").split())


def test_one_sheet_for_each_purpose_then_the_periods_and_the_rights(organization):
    built = build_processing_register(organization, TODAY)
    assert_report_conforms(built.data, tolerate=ON_PAPER)
    found = headings(built.data)
    for number, purpose in enumerate(purposes(), start=1):
        assert f"{number}. {purpose.name}" in found
        assert f"{number}. {purpose.name}" in page_texts(built.data)[number]
    assert found[-2:] == ["9. Durées de conservation en vigueur", "10. Droits des personnes"]


def test_says_what_it_said(organization):
    assert_golden("processing_register", build_processing_register(organization, TODAY).data)


def test_each_sheet_has_all_that_the_law_asks_for(organization):
    pages = page_texts(build_processing_register(organization, TODAY).data)
    for page in pages[1 : len(purposes()) + 1]:
        for term in (
            *("Finalité", "Base légale", "Personnes concernées", "Catégories de données", "Destinataires"),
            *("Transferts", "Durée de conservation", "Responsable du traitement", "À qui s’adresser"),
        ):
            assert term in page
        assert "Zoé Perrin, donnees@exemple.fr" in page


def test_the_periods_are_those_in_force(organization):
    assert "6 ans après l’année du dernier versement reçu : Conseil régional." in said(
        build_processing_register(organization, TODAY)
    )
    set_period(organization, PeriodInput("REGION", 8, "course_end", "Convention 2024"), TODAY)
    words = said(build_processing_register(organization, TODAY))
    assert "8 ans après l’année de fin de la formation : Conseil régional." in words
    assert "Convention 2024. Réglée par l’organisme." in words
    assert "Agefiph" not in words  # it pays for nothing here


def test_a_plain_file_without_backup_or_review_is_told_so(organization):
    words = said(build_processing_register(organization, TODAY))
    for missing in (
        "À corriger : Le fichier n’est pas protégé",
        "À corriger : Il n’y a aucune sauvegarde vérifiée",
        "À corriger : Aucune revue des durées",
    ):
        assert missing in words
    back_up(organization, Reason.ASKED, NOW)
    hold_review(organization, TODAY)
    with organization.write("Effacer") as session:
        learner = make_learner(session)
        session.flush()
        session.add(Erasure(learner_id=learner.id, cause="request", reason="Demande", erased_on=TODAY))
    words = said(build_processing_register(organization, TODAY))
    assert "1 sauvegarde vérifiée, la dernière du 23/11/2026" in words
    assert "Dernière revue des durées de conservation le 23/11/2026" in words
    assert "Personnes effacées jusqu’ici : 1." in words
    assert "par rôle (Direction : 1, Formation : 2). Tant que le fichier n’est pas protégé" in words
    assert "À corriger : Le fichier n’est pas protégé" in words


def test_a_protected_file_is_told_so(tmp_path):
    path = tmp_path / "centre.gendb"
    password = "quatre chevaux bleus regardent passer la grande mer"
    access.create_protected(path, PROGRAM, ORGANIZATION, password)
    db = open_store(path, PROGRAM, unlock(path, password))
    try:
        words = said(build_processing_register(db, TODAY))
    finally:
        db.close()
    assert "chiffrés en entier" in words
    assert "(1 personne)" in words
    assert "handicap : réservé à la direction" in words
    assert "n’est pas protégé" not in words


def test_an_empty_file_says_what_is_to_be_filled_in(db):
    built = build_processing_register(db, TODAY)
    assert_report_conforms(built.data)
    assert "Organisme à renseigner" in said(built)
    assert "À compléter dans « Mon organisme »" in said(built)


def test_same_data_same_bytes(organization):
    again = build_processing_register(organization, TODAY)
    assert build_processing_register(organization, TODAY).data == again.data
    assert (again.kind, again.scope_text) == ("processing_register", "établi le 23/11/2026")


def test_the_sheet_for_breaches_has_its_five_headings(organization):
    built = build_breach_form(organization, TODAY)
    assert_report_conforms(built.data, tolerate=ON_PAPER)
    assert headings(built.data) == [
        "Violation de données personnelles",
        "1. Ce qui est arrivé",
        "2. Personnes et données concernées",
        "3. Conséquences probables",
        "4. Mesures prises et à prendre",
        "5. Qui répondra à la CNIL",
    ]
    assert "72 heures" in said(built)
    assert "Zoé Perrin, donnees@exemple.fr" in said(built)
