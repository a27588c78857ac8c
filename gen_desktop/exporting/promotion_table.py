"""The table of a promotion that France compétences asks of certifying bodies: the people, then sums."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.files import write_atomically
from gen_desktop.french import rate_value
from gen_desktop.queries.promotion import Counted, PromotionLine, PromotionSum, promotion, promotion_sums
from gen_desktop.reference.lists import label
from gen_desktop.services.exports import record_export

Cell = str | int | Decimal | dt.date | None
PEOPLE_TITLES = (
    *("Nom", "Prénom", "Date de naissance", "Cohorte", "Certification", "Intitulé", "Certifié le"),
    *("Sorti le", "Situation à 6 mois", "Poste", "Contrat", "Statut cadre", "Salaire brut annuel"),
    *("Compté à 6 mois", "En emploi à 6 mois", "Métier visé à 6 mois"),
    *("Situation à 24 mois", "Contrat à 24 mois"),
    *("Compté à 24 mois", "Métier visé à 24 mois"),
)
SUM_TITLES = (
    *("Certification", "Intitulé", "ANNEE", "NOMBRE_CERTIFIES", "NOMBRE_CERTIFIES_VAE"),
    *("TAUX_INSERTION_GLOBAL_6MOIS", "TAUX_INSERTION_METIER_6MOIS", "TAUX_INSERTION_METIER_2ANS"),
    *("En emploi à 6 mois (n)", "Métier visé à 6 mois (n)", "Base à 6 mois (N)", "Inconnus à 6 mois"),
    *("Métier visé à 24 mois (n)", "Base à 24 mois (N)", "Inconnus à 24 mois"),
)
METHOD = (
    "Promotion : année civile de certification (jour du jury). Base : certifiés de situation connue, sans "
    "les poursuites d’études ni les inaptitudes.",
    "Taux en pourcentages entiers. Une case vide n’est pas connue du fichier, ou pas encore à échéance ; la "
    "validation des acquis de l’expérience (VAE) n’y est pas suivie.",
)


def write_promotion_table(db: Database, year: int, as_of: dt.date, path: Path) -> int:
    """Write the workbook of that calendar year; how many people. It is entered in the register first.

    Raises NotFound when nobody was certified that year, StorageProblem.
    """
    with db.read() as session:
        lines = promotion(session, year, as_of)
    if not lines:
        raise NotFound(
            f"Aucune certification complète n’est datée de {year}\u00a0: rien n’a été écrit. Le jour du jury "
            "se note dans la certification de chaque personne."
        )
    data = _workbook(lines, year)
    people = len({line.learner_id for line in lines})
    record_export(db, "promotion_table", f"Certifiés de l’année {year}", people)
    write_atomically(path, data)
    return people


def _workbook(lines: Sequence[PromotionLine], year: int) -> bytes:
    stream = io.BytesIO()
    # In memory: no piece of it is left in the system's temporary folder, in clear.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    _sheet(book, "Personnes", PEOPLE_TITLES, [_person(line) for line in lines])
    sums = [_sum(one) for one in promotion_sums(lines, year)]
    sheet = _sheet(book, "Agrégats", SUM_TITLES, sums)
    for number, words in enumerate(METHOD, start=len(sums) + 3):
        sheet.write_string(number, 0, words)
    book.close()
    return stream.getvalue()


def _sheet(book: Any, name: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Any:
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 2)
    for column, title in enumerate(titles):
        sheet.set_column(column, column, max(14, min(len(title), 24)))
        sheet.write_string(0, column, title, bold)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(at, column, dt.datetime.combine(value, dt.time()), day)
            elif isinstance(value, int | Decimal):
                sheet.write_number(at, column, value)
            elif value:
                sheet.write_string(at, column, value)
    return sheet


def _person(line: PromotionLine) -> list[Cell]:
    """The cells under PEOPLE_TITLES."""
    first, second, job = line.first, line.second, line.job
    return [
        *(line.last_name, line.first_name, line.birth_date, line.cohort_code),
        *(line.certification, line.certification_title, line.jury_on, line.exit_on),
        *(_situation(first.situation), job.title, _label("contract_type", job.contract_type)),
        *(_yes_no(job.is_executive), job.yearly_gross_salary),
        *(_yes_no(first.in_denominator), _yes_no(first.employed) if first.in_denominator else None),
        _occupation(first),
        *(_situation(second.situation), _label("contract_type", line.later_job.contract_type)),
        _yes_no(second.in_denominator),
        _occupation(second),
    ]


def _sum(one: PromotionSum) -> list[Cell]:
    """The cells under SUM_TITLES, of one certification."""
    return [
        *(one.certification, one.title, one.year, one.certified, None),
        rate_value(one.employed, one.base, 0),
        rate_value(one.aimed, one.base, 0),
        rate_value(one.later_aimed, one.later_base, 0),
        *(one.employed, one.aimed, one.base, one.unknown),
        *(one.later_aimed, one.later_base, one.later_unknown),
    ]


def _occupation(counted: Counted) -> str | None:
    """Whether in the occupation aimed at; blank when it is not known, or not asked of that person."""
    is_known = counted.in_denominator and not counted.occupation_unknown
    return _yes_no(counted.in_occupation) if is_known else None


def _situation(code: str) -> str | None:
    """Its label; nothing when nothing is recorded."""
    return None if code == "NDE" else label("outcome_situation", code)


def _label(name: str, code: str | None) -> str | None:
    return None if code is None else label(name, code)


def _yes_no(answer: bool | None) -> str | None:
    return {True: "Oui", False: "Non", None: None}[answer]
