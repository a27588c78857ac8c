"""The table of a promotion: the people and their sums agree with D8 and D9, and the register knows it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from gen_desktop.errors import NotFound
from gen_desktop.exporting.promotion_table import SUM_TITLES, write_promotion_table
from gen_desktop.models.registry import NominativeExport
from gen_desktop.queries.definition_figures import definition_figures
from gen_desktop.queries.scope import Scope
from tests.factories import make_cohort
from tests.queries.leavers import ENTRY, EXIT, leaver, tells, works

AS_OF = dt.date(2026, 6, 30)
JURY = dt.date(2025, 9, 10)


@pytest.fixture
def promoted(db):
    with db.write("Une promotion") as session:
        cohort = make_cohort(session, planned_start=ENTRY, planned_end=EXIT)
        employed = leaver(session, cohort, 1, certified_on=JURY)
        facts = {"contract_type": "CDI", "title": "=Développeuse", "yearly_gross_salary": Decimal("27600.50")}
        works(session, employed, dt.date(2026, 1, 5), **facts)
        tells(session, employed, 6, "EMP_CDI", is_target_occupation=True)
        tells(session, leaver(session, cohort, 2, certified_on=JURY), 6, "EMP_CDDC")
        tells(session, leaver(session, cohort, 3, certified_on=JURY), 6, "RECH")
        tells(session, leaver(session, cohort, 4, certified_on=JURY), 6, "ETUDES")
        leaver(session, cohort, 5, certified_on=JURY)
        leaver(session, cohort, 6, certified_on=dt.date(2026, 1, 8))
        leaver(session, cohort, 7)
    return db


def sheets(path):
    """Sheet → its rows; an empty cell is None."""
    book = CalamineWorkbook.from_path(path)
    return {
        name: [
            [None if cell == "" else cell for cell in row] for row in book.get_sheet_by_name(name).to_python()
        ]
        for name in book.sheet_names
    }


def test_people_and_sums_of_a_promotion(promoted, tmp_path):
    """Five certified in 2025: 2 employed of 3 known and not neutralised (67 %), 1 aimed at (33 %)."""
    path = tmp_path / "promotion.xlsx"
    assert write_promotion_table(promoted, 2025, AS_OF, path) == 5
    found = sheets(path)
    titles, *people = found["Personnes"]
    first = dict(zip(titles, people[0], strict=True))
    assert (first["Poste"], first["Contrat"], first["Salaire brut annuel"]) == (
        "=Développeuse",
        "CDI",
        27600.5,
    )
    column = [dict(zip(titles, row, strict=True)) for row in people]
    assert [row["Métier visé à 6 mois"] for row in column] == ["Oui", None, "Non", None, None]
    assert [row["Compté à 6 mois"] for row in column] == ["Oui", "Oui", "Oui", "Non", "Non"]
    sums = dict(zip(SUM_TITLES, found["Agrégats"][1], strict=True))
    assert (sums["ANNEE"], sums["NOMBRE_CERTIFIES"], sums["NOMBRE_CERTIFIES_VAE"]) == (2025, 5, None)
    assert (sums["TAUX_INSERTION_GLOBAL_6MOIS"], sums["TAUX_INSERTION_METIER_6MOIS"]) == (67, 33)
    assert sums["TAUX_INSERTION_METIER_2ANS"] is None, "nobody left two years ago"
    with promoted.read() as session:
        counted = definition_figures(session, Scope(AS_OF), promotion=2025)
        kept = session.execute(select(NominativeExport.kind, NominativeExport.people)).one()
    figures = {one.definition.id: one for one in counted}
    assert (sums["En emploi à 6 mois (n)"], sums["Base à 6 mois (N)"]) == (figures["D8"].n, figures["D8"].N)
    assert sums["Métier visé à 6 mois (n)"] == figures["D9.6"].n
    assert sums["Inconnus à 6 mois"] == figures["D8"].unknown
    assert tuple(kept) == ("promotion_table", 5)


def test_a_year_without_anybody_is_refused_with_the_reason(promoted, tmp_path):
    with pytest.raises(NotFound, match="rien n’a été écrit"):
        write_promotion_table(promoted, 2019, AS_OF, tmp_path / "vide.xlsx")
    assert not list(tmp_path.glob("vide*"))
