"""How a row of any list names a person: the columns, and the name that they hold together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from gen_desktop.french import NBSP
from gen_desktop.importing.cleaners import france_travail_id
from gen_desktop.importing.columns import TargetColumn
from gen_desktop.importing.compounds import birth_cleaner
from gen_desktop.importing.likeness import Identity
from gen_desktop.importing.people import person_name, split_name
from gen_desktop.importing.plan import Level, Note
from gen_desktop.importing.typed_table import TypedRow, TypedTable
from gen_desktop.importing.values import day_cleaner

_WHOLE_NAMES = ("full_name", "last_first", "first_last")


def target(field: str, title: str, *synonyms: str, **more: object) -> TargetColumn:
    """One column, its other titles after its own."""
    return replace(TargetColumn(field, title, synonyms), **more)  # type: ignore[arg-type]


def identity_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    """How a row names a person, in every kind of list."""
    return (
        target(
            "last_name", "Nom", "Nom d’usage", "Nom de famille", "Nom usuel", "Nom marital",
            "Nom d’usage / marital", "Nom du stagiaire", "Nom de l’apprenant", "Nom du candidat",
            "Nom du bénéficiaire", "Nom du participant", "Patronyme",
            clean=person_name, example="Ben Salah", help="nom d’usage",
        ),
        target(
            "first_name", "Prénom", "Prénoms", "Prénom(s)", "Prénom usuel", "Prénom du stagiaire",
            "Prénom de l’apprenant", "Prénom du candidat", "Prénom du bénéficiaire", "Prénom du participant",
            clean=person_name, example="Yasmine",
        ),
        target(
            "full_name", "Apprenant", "Apprenante", "Stagiaire", "Bénéficiaire", "Participant",
            "Apprenant(e)", "Nom complet", "Identité", "Candidat", "Candidat(e)",
            clean=split_name, example="BEN SALAH Yasmine",
            help="nom en capitales et prénom, à la place des deux colonnes",
        ),
        target(
            "last_first", "Nom et prénom", "Nom prénom", "Nom, prénom", "Nom et prénoms",
            clean=partial(split_name, last_first=True), example="Ben Salah, Yasmine",
            help="les deux dans une colonne, le nom d’abord",
        ),
        target(
            "first_last", "Prénom et nom", "Prénom nom",
            clean=partial(split_name, last_first=False), example="Yasmine BEN SALAH",
            help="les deux dans une colonne, le prénom d’abord",
        ),
        target(
            "birth_date", "Date de naissance", "Né(e) le", "Né le", "Née le", "Naissance", "DDN",
            "Date naissance", "Date de naiss.", "Date naiss.", "Date de nais.",
            clean=day_cleaner(today, birth=True), example="14/03/1999",
            help="distingue les homonymes et reconnaît une personne d’un parcours à l’autre",
        ),
        target(
            "birth", "Date et lieu de naissance", "Né(e) le / à", "Né(e) le à", "Naissance (date et lieu)",
            clean=birth_cleaner(today),
            help="les deux dans une colonne\u00a0: 14/03/1999 à Autun",
        ),
        target(
            "france_travail_id", "Identifiant France Travail", "Identifiant FT", "N° France Travail",
            "Numéro France Travail", "Identifiant Pôle emploi", "N° Pôle emploi", "Id. France Travail",
            "N° FT", "N° PE", "Identifiant PE", "N° identifiant France Travail",
            "N° d’inscription France Travail",
            clean=france_travail_id, example="1234567A",
        ),
    )  # fmt: skip


def name_column_notes(table: TypedTable) -> list[Note]:
    """What is wrong when no column, or one of two only, says who the rows are about."""
    if any(table.has(name) for name in _WHOLE_NAMES) or (table.has("last_name") and table.has("first_name")):
        return []
    if _is_name_told_twice(table):
        return []  # said already
    if table.has("last_name"):
        text = (
            f"il manque une colonne «{NBSP}Prénom{NBSP}». Si nom et prénom sont dans la même colonne, "
            f"intitulez-la «{NBSP}Nom et prénom{NBSP}»."
        )
    elif table.has("first_name"):
        text = f"il manque une colonne «{NBSP}Nom{NBSP}»."
    else:
        text = f"aucune colonne ne dit de qui il s’agit{NBSP}: «{NBSP}Nom{NBSP}» et «{NBSP}Prénom{NBSP}»."
    return [Note(Level.ERROR, text, table.table.title_row, field="last_name")]


def name_in_row(table: TypedTable, row: TypedRow) -> tuple[str, str] | None:
    """(last name, first name); None when the row does not say them, which is then noted."""
    last, first = row.get("last_name"), row.get("first_name")
    if last and first:
        return last, first
    for name in _WHOLE_NAMES:
        whole: tuple[str, str] | None = row.get(name)
        if whole is not None:
            return whole
    names = [name for name in ("last_name", "first_name", *_WHOLE_NAMES) if table.has(name)]
    if _is_name_told_twice(table):
        return None  # the titles are at fault, not the row
    if names and not set(names) & set(row.unreadable):
        missing = next((name for name in names if row.get(name) is None), names[0])
        what = {"last_name": "le nom", "first_name": "le prénom"}.get(missing, "le nom et le prénom")
        table.note(row, missing, f"il manque {what}.")
    return None


def identity_in_row(name: tuple[str, str], row: TypedRow) -> Identity:
    """All that the row says of who somebody is."""
    return Identity.of(
        name,
        row.get("birth_date"),
        row.get("france_travail_id"),
        birth_name=row.get("birth_name"),
        sex=row.get("sex") or row.get("civility"),
        phones=(row.get("phone"), row.get("mobile"), row.get("second_phone")),
        email=row.get("email"),
        postal_code=row.get("postal_code"),
    )


def _is_name_told_twice(table: TypedTable) -> bool:
    """Whether several columns claim to be the name: the titles are refused, and nothing is read of them."""
    return any(
        one.target.field in ("last_name", "first_name", *_WHOLE_NAMES) for one in table.match.ambiguous
    )
