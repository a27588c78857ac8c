"""The synthetic cohort of programme.md §11.7 as a centre might keep it: dates as text, results by block."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
import xlsxwriter

from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Job
from gen_desktop.queries.indicators import Part, figures, people
from gen_desktop.queries.scope import Scope
from tests import oracle
from tests.importing.lists import put_lines, sentences

HEAD = (
    *("Stagiaire", "Civilité", "Quartier prioritaire", "Dernier diplôme", "Candidature le", "Statut"),
    *("Date d’admission", "Entrée", "Sortie", "Motif de sortie", "Présenté", "CCP 1", "CCP 2"),
)
RESULTS = (*[("Acquis", "Acquis")] * 7, ("Acquis", "Non acquis"), ("Non acquis", "NA"))
SCOPE = Scope(as_of=oracle.AS_OF)
FIGURES = {key: figure for key, figure in oracle.FIGURES.items() if not key.startswith("D")}


def slashed(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def rows() -> list[tuple[str | None, ...]]:
    """Twenty applicants: twelve came, one never did, one withdrew, six were refused."""
    found = []
    for number, (last, first) in enumerate(oracle.PEOPLE):
        who = (f"{last.upper()} {first}", "Mme" if number < 5 else "M.")
        qpv = None if number >= 11 else "O" if number < 4 else "N"
        applied, decided = "03/11/2025", "01/12/2025"
        if number >= 12:
            state = {12: "Jamais venu", 13: "Désisté"}.get(number, "Non retenu")
            found.append((*who, None, None, applied, state, decided if number < 14 else None, *[None] * 6))
            continue
        reason = {10: "Emploi trouvé", 11: "Plus de nouvelles"}.get(number)
        results = RESULTS[number] if number < len(RESULTS) else (None, None)
        found.append(
            (
                *(*who, qpv, "Bac pro" if number < 9 else "BTS", applied),
                *("A abandonné" if reason else "Terminé", decided, slashed(oracle.START)),
                *(slashed(oracle.EXITS[number]), reason, "O" if number < 9 else "N", *results),
            )
        )
    return found


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "candidats.xlsx"
    described = [*oracle.cohort_lines(), ("Bloc BC01", "Concevoir"), ("Bloc BC02", "Déployer")]
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Candidats")
        put_lines(sheet, [("Promotion de janvier",), (), HEAD, *rows(), ("Total : 20",)])
        put_lines(book.add_worksheet("Cohorte"), described)
    return path


def bring(db, path):
    plan = plan_import(db, "learners", path, today=oracle.AS_OF)
    assert sentences(plan) == []
    assert (plan.unknown_columns, len(plan.rows)) == ((), 20)
    apply_plan(db, plan, Job())


def told(db):
    with db.read() as session:
        found = {figure.id: figure for figure in figures(session, SCOPE)}
        for key in FIGURES:
            parts = [
                part for part in Part if key != "A2" or part is not Part.DENOMINATOR
            ]  # places, not people
            for part in parts:
                assert len(people(session, key, part, SCOPE)) == found[key].people[part]
    return {key: (found[key].n, found[key].N, found[key].unknown, float(found[key].value)) for key in FIGURES}


def test_the_workbook_gives_the_expected_figures(db, workbook):
    bring(db, workbook)
    assert told(db) == FIGURES
    assert plan_import(db, "learners", workbook, today=oracle.AS_OF).work.is_empty


def test_a_text_file_gives_them_too(db, workbook, tmp_path):
    """The cohort comes with the workbook of another list; the rest is a French text file."""
    book = tmp_path / "cohorte.xlsx"
    described = [*oracle.cohort_lines(), ("Bloc BC01", "Concevoir"), ("Bloc BC02", "Déployer")]
    with xlsxwriter.Workbook(book, {"default_date_format": "dd/mm/yyyy"}) as made:
        put_lines(made.add_worksheet("Candidats"), [HEAD, rows()[0]])
        put_lines(made.add_worksheet("Cohorte"), described)
    apply_plan(db, plan_import(db, "learners", book, today=oracle.AS_OF), Job())
    path = tmp_path / "candidats.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEAD, *rows()])
    plan = plan_import(db, "learners", path, cohort_code=oracle.CODE, today=oracle.AS_OF)
    assert sentences(plan) == []
    assert [str(row.state) for row in plan.rows] == ["same", *["new"] * 19]
    apply_plan(db, plan, Job())
    assert told(db) == FIGURES
