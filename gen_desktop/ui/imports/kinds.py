"""The kinds of list a centre keeps, as the page speaks of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the page opens before what reads the lists
    from gen_desktop.importing.plan import Kind


@dataclass(frozen=True)
class ListKind:
    """``page_id`` and ``door``: where to see what was imported, and the words of the button that goes there.

    ``file_stem``: the name proposed for the blank workbook.
    """

    code: Kind
    title: str
    about: str
    page_id: str
    door: str
    file_stem: str


KINDS: dict[str, ListKind] = {
    kind.code: kind
    for kind in (
        ListKind(
            "learners",
            "Apprenants",
            "Une ligne par personne\u00a0: identité, coordonnées, entrée, sortie, certification.",
            "learners",
            "Voir les apprenants",
            "apprenants",
        ),
        ListKind(
            "attendance",
            "Émargement",
            "Une ligne par personne et une colonne par demi-journée, ou une ligne par demi-journée.",
            "attendance",
            "Voir l’émargement",
            "emargement",
        ),
        ListKind(
            "follow-ups",
            "Suivi après la formation",
            "Une ligne par personne et par appel\u00a0: l’échéance et ce que la personne est devenue.",
            "placements",
            "Voir les suivis",
            "suivi",
        ),
        ListKind(
            "remote-logs",
            "Travail à distance",
            "Une ligne par personne et par activité à distance\u00a0: date, temps de connexion, résultat.",
            "remote",
            "Voir le travail à distance",
            "releve-plateforme",
        ),
    )
}
