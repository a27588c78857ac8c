"""The state of the participants of the ESF+ on paper: A4 lying down, one narrow column per item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop import VERSION, french
from gen_desktop.french import typographic
from gen_desktop.queries.esf_participants import ENTRY_ITEMS, Participant, result_items
from gen_desktop.queries.organization import OrganizationDetail
from gen_desktop.reports.blocks import Definitions, Heading, Note
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.finish import DocumentInfo
from gen_desktop.reports.flow import LANDSCAPE, Document, PageBreak
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Table

TITLE = "État des participants FSE+"
MARKS = {"yes": "O", "no": "N", "refused": "R"}
LEGEND = (
    "O : oui ; N : non ; R : ne souhaite pas répondre ; vide : non renseigné, ou pas encore à échéance. "
    "Délai : jours de la sortie à son relevé ; ND : sortie non documentée dans les quatre semaines."
)
EU = "Cofinancé par l’Union européenne."
PERSONAL = "Cet état nomme des personnes et leurs réponses : ne le laissez pas où d’autres peuvent le lire."
ITEM_WIDTH = 31.0
PER_TABLE = 12
"""Items side by side: more would not be read."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told, for the fingerprint."""

    people: tuple[Participant, ...]
    scope_words: str
    as_of: dt.date


def draw_participants(
    people: Sequence[Participant], organization: OrganizationDetail | None, scope_words: str, as_of: dt.date
) -> bytes:
    """The whole document."""
    document = Document(
        DocumentInfo(
            title=f"{TITLE}, {scope_words}",
            subject=f"{TITLE}, {scope_words}",
            organization=organization.name if organization is not None else "Organisme à renseigner",
            program=TITLE,
            as_of=f"Données arrêtées au {french.short_date(as_of)}",
            fingerprint=fingerprint(_Told(tuple(people), scope_words, as_of)),
            version=VERSION,
            created=dt.datetime.combine(as_of, dt.time(), tzinfo=dt.UTC),
            mention="Données fictives" if organization is not None and organization.is_invented else "",
        )
    )
    undocumented = sum(one.is_exit_undocumented for one in people)
    count = french.plural(len(people), "participation")
    said = f"{count}, {scope_words}. Sorties non documentées : {undocumented}."
    blocks: list[Block] = [Heading(1, TITLE), Note(typographic(f"{EU} {said}")), Note(typographic(LEGEND))]
    items = (*ENTRY_ITEMS, *result_items())
    for first in range(0, len(items), PER_TABLE):
        some = items[first : first + PER_TABLE]
        blocks.append(Heading(2, f"De {some[0][0]} à {some[-1][0]}"))
        blocks.append(_table(people, [code for code, _ in some]))
    blocks.append(Heading(2, "Ce que dit chaque colonne"))
    blocks.append(Definitions([(code, typographic(words)) for code, words in items], term_share=0.12))
    blocks.append(Note(typographic(PERSONAL)))
    document.add(PageBreak(LANDSCAPE), *blocks)
    return document.render()


def _table(people: Sequence[Participant], codes: Sequence[str]) -> Table:
    columns = [
        Column("Délai", width=34),
        Column("Nom", align="left"),
        Column("Cohorte", align="left", width=84),
        Column("Entrée", align="left", width=56),
        Column("Sortie", align="left", width=56),
        *(Column(code.removeprefix("EE"), align="left", width=ITEM_WIDTH) for code in codes),
    ]
    return Table(columns, [_row(one, codes) for one in people], dense=True)


def _row(one: Participant, codes: Sequence[str]) -> list[Cell]:
    delay = "ND" if one.is_exit_undocumented else "" if one.exit_delay is None else str(one.exit_delay)
    return [
        delay,
        f"{one.last_name} {one.first_name}",
        one.cohort_code,
        french.short_date(one.entered_on),
        "" if one.exit_on is None else french.short_date(one.exit_on),
        *(MARKS.get(one.answers[code] or "", "") for code in codes),
    ]
