"""Writes docs/import.md: the text of import_doc.md with tables of the columns that the import understands."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gen_desktop.importing import (  # noqa: E402
    attendance_columns,
    cleaners,
    follow_up_columns,
    people,
    remote_log_columns,
    values,
)
from gen_desktop.importing.cohort_columns import cohort_targets  # noqa: E402
from gen_desktop.importing.columns import TargetColumn  # noqa: E402
from gen_desktop.importing.learner_columns import STATES, learner_columns, state  # noqa: E402
from gen_desktop.importing.marks import ACCEPTED  # noqa: E402
from gen_desktop.importing.plan import inner  # noqa: E402
from gen_desktop.importing.values import CodeCleaner  # noqa: E402
from gen_desktop.reference.lists import CodeList, code_list  # noqa: E402

TEXT = Path(__file__).resolve().parent / "import_doc.md"
PATH = Path(__file__).resolve().parent.parent / "docs" / "import.md"
_ANY_DAY = dt.date(2026, 11, 23)  # the columns need a day to complete dates; nothing written depends on it

LIST_NAMES = {
    "application_decision": "Décisions",
    "attempt_outcome": "Résultats d’un appel",
    "attendance_status": "Marques d’émargement",
    "block_result": "Résultats d’un bloc",
    "bpf_status": "Statuts du bilan pédagogique et financier",
    "certification_outcome": "Résultats de la certification",
    "contact_mode": "Modes de contact",
    "contract_type": "Contrats",
    "course_objective": "Objectifs de la formation",
    "delivery_mode": "Modalités",
    "education_level": "Niveaux de formation",
    "exit_reason": "Motifs de sortie",
    "exit_type": "Types de sortie",
    "france_travail_category": "Catégories de France Travail",
    "funder": "Financeurs",
    "funding_program_kind": "Types de programme",
    "occupational_family": "Familles de métiers",
    "outcome_situation": "Situations après la formation",
    "prescriber": "Prescripteurs",
    "proof_kind": "Preuves",
    "qpv_method": "Moyens de vérifier le QPV",
    "remote_activity_kind": "Activités à distance",
    "remuneration": "Rémunérations",
    "rural_zoning": "Zonages ruraux",
    "situation_before": "Situations avant l’entrée",
    "working_time": "Temps de travail",
}
_ALSO = ("attendance_status", "block_result", "outcome_situation", "exit_reason")
"""Lists of values that no column shows as its own."""
_SECTIONS = {
    "last_name": "La personne",
    "birth_name": "Ses coordonnées",
    "state": "De la candidature à l’entrée",
    "exit_on": "La sortie et l’examen",
    "highest_diploma": "La situation à l’entrée",
    "cohort": "La cohorte",
}
"""First field of each part of a list of learners."""
_WRITTEN = {
    values.line: "texte",
    values.note: "texte, plusieurs lignes admises",
    values.tristate: "oui, non, ou rien si on ne sait pas",
    values.sex: "F, H (ou M), X, Mme, M.",
    values.integer: "nombre entier",
    values.decimal: "nombre",
    values.minutes: "minutes (40, 40 min, 0h40)",
    cleaners.hours: "heures (400, 400 h, 3h30)",
    cleaners.months: "mois (8, 8 mois, 1 an)",
    cleaners.level: "de 1 à 8",
    cleaners.pattern: "jours et heures",
    cleaners.insee_code: "cinq signes",
    cleaners.exit_reasons: "[motifs de sortie](#motifs-de-sortie)",
    people.person_name: "texte",
    people.phone: "un numéro par cellule",
    people.email: "adresse électronique",
    people.postal_code: "cinq chiffres",
    follow_up_columns.situation: "[situation](#situations-après-la-formation) ou [contrat](#contrats)",
    follow_up_columns.siret: "14 chiffres",
    attendance_columns.hours_present: "heures (3,5, 3h30)",
    state: ", ".join(words[0] for words in STATES.values()),
}


def document() -> str:
    """The whole document: the text with its tables."""
    learners, cohort = learner_columns(_ANY_DAY), cohort_targets(_ANY_DAY)
    attendance = attendance_columns.attendance_columns(_ANY_DAY)
    follow_ups = follow_up_columns.follow_up_columns(_ANY_DAY)
    logs = remote_log_columns.remote_log_columns(_ANY_DAY)
    tables = {
        "apprenants": "\n".join(_sections(learners)),
        "cohorte": _table(cohort),
        "émargement": _table(attendance),
        "suivi": _table(follow_ups),
        "relevé": _table(logs),
        "listes": "\n".join(_code_lists((*learners, *cohort, *attendance, *follow_ups, *logs))),
        "demi-journées": attendance_columns.HALF_DAY_HELP,
        "marques": ACCEPTED,
    }
    text = TEXT.read_text(encoding="utf-8")
    for name, table in tables.items():
        assert f"{{{{{name}}}}}" in text, name
        text = text.replace(f"{{{{{name}}}}}", table.rstrip("\n"))
    return text


def _sections(columns: Iterable[TargetColumn]) -> Iterator[str]:
    parts: dict[str, list[TargetColumn]] = {}
    title = ""
    for column in columns:
        title = _SECTIONS.get(column.field, title)
        parts.setdefault(title, []).append(column)
    for title, found in parts.items():
        yield f"### {title}\n"
        yield _table(found)


def _table(columns: Iterable[TargetColumn]) -> str:
    lines = ["| Titre | Autres titres admis | Ce qu’on y écrit | Exemple |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {_cell(column.title)} | {_cell(', '.join(column.synonyms))} | {_cell(_written(column))} "
        f"| {_cell(column.example)} |"
        for column in columns
    ]
    return "\n".join([*lines, ""])


def _written(column: TargetColumn) -> str:
    """What is accepted in a column, and its remark."""
    clean = column.clean
    if isinstance(clean, CodeCleaner):
        name = LIST_NAMES[clean.list_name]
        said = f"[{inner(name)}](#{_anchor(name)})"
    elif isinstance(clean, partial) and clean.func is values.day:
        said = "date"
    else:
        said = _WRITTEN.get(clean, "")
    help_text = "" if column.help == said else column.help
    return " ; ".join(part for part in (said, help_text) if part)


def _code_lists(columns: Iterable[TargetColumn]) -> Iterator[str]:
    used = {column.clean.list_name for column in columns if isinstance(column.clean, CodeCleaner)}
    for name in sorted(used.union(_ALSO), key=lambda name: LIST_NAMES[name]):
        yield f"### {LIST_NAMES[name]}\n"
        yield _code_table(code_list(name))


def _code_table(codes: CodeList) -> str:
    lines = ["| Code | Libellé | Autres écritures |", "| --- | --- | --- |"]
    lines += [
        f"| {_cell(code.code)} | {_cell(code.label)} | {_cell(', '.join(code.aliases))} |" for code in codes
    ]
    return "\n".join([*lines, ""])


def _anchor(title: str) -> str:
    """As Markdown readers make it from a title."""
    kept = "".join(char for char in title.lower() if char.isalnum() or char in " -")
    return kept.replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write the document where it is read."""
    PATH.write_text(document(), encoding="utf-8")
    print(PATH)


if __name__ == "__main__":
    main()
