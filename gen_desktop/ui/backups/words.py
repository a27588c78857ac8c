"""A backup in the words of the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from gen_desktop import french
from gen_desktop.db.backup import Backup, Verdict
from gen_desktop.ui.theme import Tone

_BADGES: dict[Verdict, tuple[str, Tone]] = {
    Verdict.GOOD: ("✓", "good"),
    Verdict.UNPROVED: ("?", "attention"),
    Verdict.DAMAGED: ("✕", "wrong"),
    Verdict.OTHER_KEY: ("?", "attention"),
}
_MEANINGS = {
    Verdict.GOOD: "Elle a été rouverte, vérifiée et comptée quand elle a été faite.",
    Verdict.UNPROVED: "Rien ne prouve qu’elle est entière\u00a0: sa fiche de contrôle manque.",
    Verdict.DAMAGED: "Elle n’est plus telle qu’elle a été faite\u00a0: elle ne peut pas être restaurée.",
    Verdict.OTHER_KEY: "Elle est entière, mais la clé du fichier ouvert n’est pas la sienne.",
}
ASIDE = (
    "Elle est à côté de votre fichier, et contient des données personnelles\u00a0: elle est effacée au bout "
    "d’un an, s’il y a une sauvegarde vérifiée plus récente."
)


def moment(made_at: dt.datetime) -> str:
    """« 23/11/2026 à 14:02 », at the time of this computer."""
    here = made_at.astimezone()
    return f"{french.short_date(here.date())} à {here:%H:%M}"


def name(backup: Backup) -> str:
    """« sauvegarde du 23/11/2026 à 14:02 »."""
    what = "copie mise de côté le" if backup.is_aside else "sauvegarde du"
    return f"{what} {moment(backup.made_at)}"


def reason(backup: Backup) -> str:
    """Why it was made, or that it lies beside the file."""
    return f"Mise de côté {backup.reason.words}" if backup.is_aside else backup.reason.words.capitalize()


def where(found: Sequence[Backup], folder: Path) -> str:
    """« 2 sauvegardes dans D:\\centre - sauvegardes, 1 copie mise de côté », '' without any."""
    made = [one for one in found if not one.is_aside]
    said = [f"{french.plural(len(made), 'sauvegarde')} dans {folder}"] if made else []
    if count := len(found) - len(made):
        said.append(french.plural(count, "copie mise de côté", "copies mises de côté"))
    return ", ".join(said)


def learners(backup: Backup) -> str:
    """How many people were counted in it; nobody knows without a proof."""
    return french.UNKNOWN if backup.contents is None else french.number(backup.contents.people)


def records(backup: Backup) -> str:
    """How many records were counted in it."""
    return french.UNKNOWN if backup.contents is None else french.number(backup.contents.records)


def verdict(backup: Backup) -> tuple[str, Tone]:
    """A sign and a word, and the color that repeats them."""
    sign, tone = _BADGES[backup.verdict]
    return f"{sign} {backup.verdict.words}", tone


def meaning(backup: Backup) -> str:
    """What the verdict means, and how long a file set aside stays."""
    return f"{_MEANINGS[backup.verdict]} {ASIDE}" if backup.is_aside else _MEANINGS[backup.verdict]


def said(backup: Backup) -> str:
    """What a check of now found."""
    when = f"La {name(backup)}"
    if backup.contents is None or backup.verdict is not Verdict.GOOD:
        return f"{when} est {backup.verdict.words}."
    people = french.plural(backup.contents.people, "apprenant")
    return f"{when} est bonne\u00a0: relue en entier, {people}."


def holds(backup: Backup) -> str:
    """« Elle contient 3 apprenants et 12 fiches. », or that it is not known."""
    if backup.contents is None:
        return "Ce qu’elle contient n’est pas connu\u00a0: elle sera vérifiée avant de remplacer le fichier."
    people = french.plural(backup.contents.people, "apprenant")
    return f"Elle contient {people} et {french.plural(backup.contents.records, 'fiche')}."
