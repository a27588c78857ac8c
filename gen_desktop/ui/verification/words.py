"""What a verification found, in the words of the page."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.services.verification import Verification
from gen_desktop.ui.theme import Tone

INTRODUCTION = (
    "Le fichier est relu en entier, sans rien y changer\u00a0: chaque page, chaque lien entre deux fiches, "
    "chaque geste du journal des modifications. Les gestes portent des sceaux qui s’enchaînent\u00a0: ce "
    "qui aurait été changé en dehors du programme se voit."
)
SEAL_HINT = "Il est imprimé à la fin des rapports. Ses 12 premiers signes suffisent."
SOUND = "Vos données sont entières et telles que le programme les a écrites."
HARMED = "Vos données ont été abîmées, ou changées en dehors du programme."
NO_WAY_BACK = (
    "Aucune sauvegarde saine n’est à côté du fichier. Cherchez-en une dans votre second lieu de "
    "sauvegarde, ne saisissez plus rien, et faites-vous aider\u00a0: «\u00a0Préparer un "
    "diagnostic…\u00a0», dans le menu."
)
FAULTS_SHOWN = 6


def headline(found: Verification) -> tuple[str, Tone]:
    """The verdict in one sentence."""
    return (HARMED, "wrong") if found.faults else (SOUND, "good")


def facts(found: Verification) -> list[tuple[str, str]]:
    """What was read and counted in a sound file: a caption and its words."""
    if found.faults or found.contents is None:
        return []
    records = french.plural(found.contents.records, "fiche")
    people = french.plural(found.contents.people, "apprenant")
    return [
        ("Fichier", f"{french.file_size(found.size)} relus, aucune page abîmée"),
        ("Contenu", f"{records}, dont {people}. Tous les liens entre fiches tiennent"),
        ("Journal", f"{french.plural(found.gestures, 'geste')}, chaîne des sceaux intacte"),
    ]


def faults(found: Verification) -> list[str]:
    """The first faults, and how many more there are."""
    shown = list(found.faults[:FAULTS_SHOWN])
    more = len(found.faults) - len(shown)
    return [*shown, f"… et {more}{NBSP}autres."] if more else shown


def way_back(found: Verification) -> str:
    """What to do about faults; '' without any."""
    if not found.faults:
        return ""
    backup = found.way_back
    if backup is None:
        return NO_WAY_BACK
    here = backup.made_at.astimezone()
    return (
        f"La sauvegarde du {french.short_date(here.date())} à {here:%H:%M} est saine\u00a0: elle vient "
        "d’être relue en entier. La restaurer la met à la place du fichier\u00a0; ce qui a été saisi depuis "
        "n’y est pas."
    )
