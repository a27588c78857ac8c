"""People's standings, periods and records in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop import french
from gen_desktop.french import NARROW, NBSP
from gen_desktop.models.retention import State
from gen_desktop.queries.privacy_records import ErasureRow, ExportRow
from gen_desktop.queries.retention import PersonStanding, Rehearsal, ReviewRow
from gen_desktop.queries.retention_periods import ProgramRow, funder_label
from gen_desktop.reference.lists import label
from gen_desktop.ui.theme import Tone

NAMES_SHOWN = 8
_BADGES: dict[State, tuple[str, Tone]] = {
    State.DUE: ("✕ à effacer", "wrong"),
    State.UNDECIDED: ("? à compléter", "attention"),
}
_CAUSES = {"request": "À la demande de la personne", "retention": "Délai écoulé"}
_YES_NO = {True: "Oui", False: "Non", None: "Non renseigné"}
WHAT_IS_LOST = (
    f"Une sauvegarde vérifiée est faite d’abord. Les totaux des rapports restent, sans aucun nom.{NBSP}"
    "Les personnes restent dans les sauvegardes déjà faites, un an au plus. Ce geste ne s’annule pas."
)


def full_name(person: PersonStanding) -> str:
    """« Delorme Kévin »."""
    return f"{person.last_name} {person.first_name}".strip()


def standing(person: PersonStanding) -> tuple[str, Tone]:
    """A sign and a word, and the color that repeats them."""
    return _BADGES[person.state]


def until(person: PersonStanding) -> str:
    """The last day of the period; « au moins » while something is not known."""
    day = french.short_date(person.until)
    return day if person.state is State.DUE else f"au moins {day}"


def why(person: PersonStanding) -> str:
    """For whom the person was kept until then, or what is missing to say more."""
    if person.missing:
        return f"{NBSP}; ".join(one.words for one in person.missing)
    return funder_label(person.funder)


def review_notice(review: ReviewRow | None, found: Rehearsal, is_fresh: bool) -> tuple[Tone, str, str]:
    """What the head of the list says: when the last rehearsal was held, and what to do now."""
    today = (
        f"Aujourd’hui{NBSP}: {french.number(len(found.due))} à effacer, "
        f"{french.number(len(found.undecided))} à compléter, {french.number(found.kept)} à garder."
    )
    if review is None:
        return (
            "attention",
            "Aucune revue n’a encore été faite",
            f"{today} Relisez la liste, puis faites la revue.",
        )
    held = f"Dernière revue le {french.short_date(review.held_on)}"
    if is_fresh:
        return "good", held, today
    return "accent", held, f"{today} Une revue se fait chaque année, et avant tout effacement."


def purge_question(people: Sequence[PersonStanding]) -> tuple[str, str]:
    """The first question before a purge, and who it is about."""
    count = french.plural(len(people), "personne")
    names = [f"• {full_name(person)}" for person in people[:NAMES_SHOWN]]
    if len(people) > len(names):
        names.append(f"… et {french.number(len(people) - len(names))} autres.")
    return f"Effacer {count}{NARROW}?", "\n".join([*names, "", WHAT_IS_LOST])


def eu_words(program: ProgramRow) -> str:
    """Whether the Union pays a part."""
    return _YES_NO[program.is_eu_cofunded]


def payer(program: ProgramRow) -> str:
    """Who funds it."""
    return label("funder", program.funder)


def cause(row: ErasureRow) -> str:
    """Why the person was erased, in the terms of the law."""
    return _CAUSES[row.cause]


def leaves_backups(row: ErasureRow) -> str:
    """The day from which no backup holds them."""
    return "aucune sauvegarde" if row.leaves_backups_on is None else french.short_date(row.leaves_backups_on)


def export_kind(row: ExportRow) -> str:
    """What left the program."""
    return label("nominative_export_kind", row.kind)


def moment(row: ExportRow) -> str:
    """« 23/11/2026 à 14:02 », at the time of this computer."""
    here = row.made_at.astimezone()
    return f"{french.short_date(here.date())} à {here:%H:%M}"
