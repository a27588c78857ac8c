"""Employers are changed with a check of their SIRET, and never two with the same."""

from __future__ import annotations

import pytest

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.registry import Company
from gen_desktop.queries.companies import CompanyRecord, record
from gen_desktop.queries.search import find
from gen_desktop.services.companies import CompanyInput, delete_company, find_or_insert, update_company
from gen_desktop.services.undo import undo_last

SIRET = "73282932000074"


@pytest.fixture
def company_id(db):
    with db.write("Nommer des employeurs") as session:
        find_or_insert(session, CompanyInput("Mairie", "Autun", SIRET))
        return find_or_insert(session, CompanyInput("Datacampus", "Nevers"))[0]


def told(db, company_id) -> CompanyRecord:
    with db.read() as session:
        return record(session, company_id)


def test_what_is_typed_is_kept_without_stray_spaces_and_taken_back(db, company_id):
    before = told(db, company_id)
    values = CompanyInput("  Data   Campus ", " Decize ", "552 100 554 00021")
    change = update_company(db, company_id, values, version=before.version)
    after = told(db, company_id)
    assert (after.name, after.city, after.siret) == ("Data Campus", "Decize", "55210055400021")
    assert change.name == "Modifier l’entreprise Data Campus"
    with db.read() as session:
        assert [hit.title for hit in find(session, "data campus")] == ["Data Campus"]
    undo_last(db)
    assert told(db, company_id).name == "Datacampus"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (CompanyInput("Datacampus", None, "73282932000075"), "siret"),
        (CompanyInput("Datacampus", None, "7328293200007"), "siret"),
        (CompanyInput("Datacampus", None, SIRET), "siret"),
        (CompanyInput("  "), "name"),
    ],
)
def test_what_is_wrong_is_said_under_its_field_and_changes_nothing(db, company_id, values, field):
    before = told(db, company_id)
    with pytest.raises(InvalidInput) as refused:
        update_company(db, company_id, values, version=before.version)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert told(db, company_id) == before


def test_one_that_was_changed_or_deleted_meanwhile_is_told(db, company_id):
    version = told(db, company_id).version
    with db.write("Entre-temps") as session:
        session.get_one(Company, company_id).city = "Decize"
    with pytest.raises(Conflict):
        update_company(db, company_id, CompanyInput("Autre"), version=version)
    delete_company(db, company_id)
    with pytest.raises(NotFound):
        update_company(db, company_id, CompanyInput("Autre"), version=version)
