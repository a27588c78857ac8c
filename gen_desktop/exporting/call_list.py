"""The call list out, under the titles by which it is imported again once it is filled in."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.errors import StorageProblem
from gen_desktop.exporting.everything import csv_text
from gen_desktop.french import join_names
from gen_desktop.queries.call_sheet import SheetLine, sheet_lines
from gen_desktop.reference.lists import label
from gen_desktop.services.exports import record_export

_BEFORE = (
    *("Nom", "Prénom", "Date de naissance", "Cohorte", "Échéance", "Date de sortie"),
    *("Téléphone", "Courriel", "Autres contacts"),
)
_AFTER = (
    *("Relevé le", "Mode de contact", "Situation", "Contrat", "Durée (mois)", "Employeur"),
    *("Ville de l’employeur", "Intitulé du poste", "Date de début", "Date de fin"),
    *("Temps de travail", "Métier visé", "Secteur du numérique", "Cadre", "Code ROME"),
    *("Salaire brut annuel", "SIREN", "Forme juridique", "Preuve", "Enquêteur", "Commentaire"),
)
Cell = str | int | Decimal | dt.date | None
FEWEST, MOST = 3, 6
"""Pairs of columns for attempts: one at least is left to be filled in; the import reads no more than six."""
_NUMBER = re.compile(r"[+\-]?[0-9][0-9 .,\u00a0\u202f]*")
_WIDTHS = {"Nom": 18, "Prénom": 16, "Téléphone": 16, "Courriel": 26, "Situation": 22, "Contrat": 18} | {
    "Employeur": 22, "Autres contacts": 34, "Intitulé du poste": 24, "Commentaire": 36,
}  # fmt: skip


def write_call_list(db: Database, call_ids: Sequence[int], path: Path) -> int:
    """Write these lines as a workbook, or as CSV (UTF-8, « ; ») if the name says so; how many were written.

    Entered in the register of exports first. Text stays text: nothing typed by anybody is run as a formula.
    Raises StorageProblem.
    """
    with db.read() as session:
        lines = sheet_lines(session, call_ids)
    if lines:
        cohorts = join_names(sorted({line.cohort_code for line in lines}))
        people = {(line.last_name, line.first_name, line.birth_date) for line in lines}
        record_export(db, "call_list", cohorts, len(people))
    made = max((len(line.attempts) for line in lines), default=0)
    pairs = min(max(FEWEST, made + 1), MOST)
    titles = _titles(pairs)
    rows = [_row(line, pairs) for line in lines]
    try:
        if path.suffix.lower() == ".csv":
            _write_csv(path, titles, rows)
        else:
            _write_workbook(path, titles, rows)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise StorageProblem(
            f"La liste d’appels ne peut pas être écrite dans «\u00a0{path}\u00a0». "
            "Le fichier est peut-être ouvert dans un tableur."
        ) from error
    return len(lines)


def _titles(pairs: int) -> list[str]:
    attempts = [f"{what} {number}" for number in range(1, pairs + 1) for what in ("Appel", "Résultat")]
    return [*_BEFORE, *attempts, *_AFTER]


def _row(line: SheetLine, pairs: int) -> list[Cell]:
    """The cells under ``_titles``."""
    attempts: list[Cell] = []
    for attempt in line.attempts[1 - pairs :]:
        attempts += [attempt.made_on, label("attempt_outcome", attempt.outcome)]
    horizon = f"{line.horizon} mois" if line.horizon else "Sortie"
    phone = french.phone(line.phone) if line.phone else None
    return [
        *(line.last_name, line.first_name, line.birth_date, line.cohort_code),
        *(horizon, line.exit_on, phone, line.email, _others(line)),
        *attempts,
        *[None] * (2 * pairs - len(attempts)),
        *(line.recorded_on, _label("contact_mode", line.contact_mode)),
        *(_label("outcome_situation", line.situation), _label("contract_type", line.contract_type)),
        *(line.contract_months, line.employer, line.employer_city, line.title, line.starts_on, line.ends_on),
        *(_label("working_time", line.working_time), _yes_no(line.is_target_occupation)),
        *(_yes_no(line.is_digital_sector), _yes_no(line.is_executive), line.rome_code),
        *(line.salary, line.siren, line.legal_form),
        *(_label("proof_kind", line.proof), line.recorded_by, line.comment),
    ]


def _others(line: SheetLine) -> str | None:
    """The other ways to reach the person, and that she would rather not be."""
    said = ["ne souhaite pas être recontacté"] if line.refuses_calls else []
    said += [french.phone(line.second_phone)] if line.second_phone else []
    said += [one.words for one in line.contacts]
    return " · ".join(said) or None


def _yes_no(value: bool | None) -> str | None:
    return {True: "Oui", False: "Non", None: None}[value]


def _label(list_name: str, code: str | None) -> str | None:
    return None if code is None else label(list_name, code)


def _write_workbook(path: Path, titles: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    # In memory: no piece of it is left in the system's temporary folder, in clear.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet("Appels")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 2)
    for column, title in enumerate(titles):
        sheet.set_column(column, column, _WIDTHS.get(title, 14))
        sheet.write_string(0, column, title, bold)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(at, column, dt.datetime.combine(value, dt.time()), day)
            elif isinstance(value, int | Decimal):
                sheet.write_number(at, column, value)
            elif value:
                sheet.write_string(at, column, value)
    sheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)
    book.close()


def _write_csv(path: Path, titles: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(titles)
        writer.writerows([_text(value) for value in row] for row in rows)


def _text(value: Cell) -> str:
    """A cell of a CSV file; what a spreadsheet would run as a formula is kept as text by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return french.short_date(value)
    if isinstance(value, int | Decimal):
        return str(value).replace(".", ",")
    return value if _NUMBER.fullmatch(value) else csv_text(value)
