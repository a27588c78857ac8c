"""The other lists of the page: periods, programmes, erasures, exports with names."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.ui.privacy import words
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.list_card import ListCard
from gen_desktop.ui.widgets.basics import button
from gen_desktop.ui.widgets.empty_state import EmptyState

PERIODS = (
    Column("label", "Financeur ou cas", 250, lambda row: row.label, bold_part=lambda row: row.label),
    Column("words", "Durée", 330, lambda row: row.words),
    Column(
        "own",
        "Réglée par",
        110,
        lambda row: "l’organisme" if row.is_own else "le programme",
        tone=lambda row: "" if row.is_own else "secondary",
    ),
    Column(
        "reason", "Raison", 240, lambda row: row.reason, stretch=True, tooltip=lambda row: row.source or ""
    ),
)
PROGRAMS = (
    Column("name", "Programme", 260, lambda row: row.name, bold_part=lambda row: row.name, stretch=True),
    Column("funder", "Financeur", 220, words.payer),
    Column("eu", "Cofinancé par l’Europe", 170, words.eu_words),
    Column(
        "last_payment_on",
        "Dernier versement reçu le",
        190,
        lambda row: french.short_date(row.last_payment_on),
    ),
    Column("cohorts", "Cohortes", 90, lambda row: french.number(row.cohorts), align="right"),
)
ERASURES = (
    Column("erased_on", "Effacée le", 110, lambda row: french.short_date(row.erased_on)),
    Column("cause", "Cause", 210, words.cause),
    Column("reason", "Raison", 260, lambda row: row.reason, stretch=True, tooltip=lambda row: row.reason),
    Column("leaves", "Hors des sauvegardes au plus tard le", 220, words.leaves_backups),
    Column("author", "Par", 160, lambda row: row.author),
    Column("number", "Numéro de fiche", 170, lambda row: str(row.number), tone=lambda _row: "secondary"),
)
EXPORTS = (
    Column("made_at", "Moment", 150, words.moment),
    Column("kind", "Quoi", 230, words.export_kind),
    Column("scope", "De qui", 280, lambda row: row.scope, stretch=True, tooltip=lambda row: row.scope),
    Column("people", "Personnes", 100, lambda row: french.number(row.people), align="right"),
    Column("author", "Par", 180, lambda row: row.author),
)


class PeriodsList(ListCard):
    """The period of each payer; the buttons are for the page to connect."""

    def __init__(self) -> None:
        self.edit_button = button("Modifier…")
        self.reset_button = button("Revenir à la durée proposée")
        super().__init__("Durées de conservation", PERIODS, self.reset_button, self.edit_button)


class ProgramsList(ListCard):
    """The programmes and their last payments."""

    def __init__(self) -> None:
        self.edit_button = button("Modifier…")
        empty = EmptyState(
            "Un programme se crée avec une cohorte. Son dernier versement fait courir les durées de "
            "conservation.",
            icon="briefcase",
            heading="Aucun programme",
        )
        super().__init__("Programmes et versements", PROGRAMS, self.edit_button, empty=empty)


def erasures_list() -> ListCard:
    """Who was erased, without a name: only what the law asks to remember."""
    empty = EmptyState(
        "Chaque effacement est noté ici sans nom\u00a0: quand, pourquoi, par qui, et quand la personne aura "
        "quitté la dernière sauvegarde.",
        icon="trash",
        heading="Personne n’a été effacé",
    )
    return ListCard("Effacements", ERASURES, empty=empty)


def exports_list() -> ListCard:
    """What left the program with names."""
    empty = EmptyState(
        "Chaque liste ou document avec des noms qui sort du programme est noté ici\u00a0: quoi, combien de "
        "personnes, quand, par qui.",
        icon="download",
        heading="Aucun export nominatif",
    )
    return ListCard("Exports avec des noms", EXPORTS, empty=empty)
