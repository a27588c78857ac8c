"""Every shortcut of the program in one place, so that two gestures cannot claim one key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from gen_desktop.ui import icons

EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class Shortcut:
    """A gesture: ``context`` is ``EVERYWHERE`` or the id of the only page where the key works."""

    id: str
    text: str
    keys: str
    context: str = EVERYWHERE
    icon: str = ""
    also: str = ""
    """A second key for people used to it elsewhere; not shown."""


SHORTCUTS: dict[str, Shortcut] = {
    shortcut.id: shortcut
    for shortcut in (
        Shortcut("search", "Rechercher partout", "Ctrl+K", icon="search"),
        Shortcut("undo", "Annuler", "Ctrl+Z", icon="undo"),
        Shortcut("redo", "Rétablir", "Ctrl+Y", icon="redo", also="Ctrl+Shift+Z"),
        Shortcut("refresh", "Actualiser", "F5"),
        Shortcut("shortcuts", "Raccourcis clavier", "F1"),
        Shortcut("lock", "Verrouiller", "Ctrl+L", icon="lock"),
        Shortcut("quit", "Quitter", "Ctrl+Q"),
        *(Shortcut(f"page_{n}", f"Page {n}", f"Ctrl+{n}") for n in range(1, 10)),
        Shortcut("new", "Nouveau", "Ctrl+N", icon="plus"),
        Shortcut("import", "Importer", "Ctrl+I", icon="upload"),
        Shortcut("filter", "Filtrer la liste, chercher dans un rapport", "Ctrl+F", icon="filter"),
        Shortcut("edit", "Modifier", "F2"),
        Shortcut("save", "Enregistrer", "Ctrl+S", icon="save"),
        Shortcut("save_incomplete", "Enregistrer à compléter", "Ctrl+Shift+S"),
        Shortcut("save_next", "Enregistrer et suivant", "Ctrl+Return"),
        Shortcut("print", "Imprimer", "Ctrl+P", icon="printer"),
        Shortcut("export", "Exporter", "Ctrl+E", icon="download"),
        Shortcut("delete_learner", "Supprimer la fiche", "Del", "learners"),
        Shortcut("paste_paper", "Joindre ce qui est copié (onglet Pièces)", "Ctrl+V", "learners"),
        Shortcut("delete_cohort", "Supprimer la cohorte", "Del", "cohorts"),
        Shortcut("delete_listed", "Supprimer la ligne", "Del", "lists"),
        Shortcut("week_previous", "Semaine précédente", "Alt+Left", "attendance", "chevron-left"),
        Shortcut("week_next", "Semaine suivante", "Alt+Right", "attendance", "chevron-right"),
        Shortcut("week_today", "Semaine d’aujourd’hui", "Alt+Home", "attendance"),
        Shortcut("view_week", "Vue de la semaine", "Alt+S", "attendance"),
        Shortcut("view_month", "Vue du mois", "Alt+M", "attendance"),
        Shortcut("view_learner", "Vue d’un apprenant", "Alt+A", "attendance"),
        Shortcut("justify", "Justifier une absence", "I", "attendance"),
        Shortcut("mark_present", "Présent", "P", "attendance"),
        Shortcut("mark_absent", "Absent", "A", "attendance"),
        Shortcut("mark_justified", "Absence justifiée, puis motif", "J", "attendance"),
        Shortcut("mark_late", "Retard, puis minutes", "R", "attendance"),
        Shortcut("mark_clear", "Effacer", "Del", "attendance"),
        Shortcut("mark_column", "Présent, toute la colonne", "Shift+P", "attendance"),
        Shortcut("absent_column", "Absent, toute la colonne", "Shift+A", "attendance"),
        Shortcut("copy_before", "Recopier la demi-journée d’avant", "Ctrl+D", "attendance"),
        Shortcut("mark_suspended", "Séance suspendue", "S", "attendance"),
        Shortcut("assessed_blocks", "Blocs et jury", "Alt+B", "assessments"),
        Shortcut("assessed_skills", "Compétences", "Alt+C", "assessments"),
        Shortcut("intake_position", "Positionner", "P", "intake"),
        Shortcut("intake_interview", "Entretien", "E", "intake"),
        Shortcut("intake_admit", "Admettre", "A", "intake"),
        Shortcut("intake_wait", "Liste d’attente", "L", "intake"),
        Shortcut("intake_refuse", "Refuser", "R", "intake"),
        Shortcut("intake_withdraw", "Désistement", "D", "intake"),
        Shortcut("waiting_up", "Monter dans la liste d’attente", "Alt+Up", "intake"),
        Shortcut("waiting_down", "Descendre dans la liste d’attente", "Alt+Down", "intake"),
        Shortcut("delete_application", "Supprimer la candidature", "Del", "intake"),
        Shortcut("sign_toggle", "Signé ou non", "Space", "sheets"),
        Shortcut("sign_doubtful", "Signature douteuse", "D", "sheets"),
        Shortcut("sign_column", "Signé ou non, toute la demi-journée", "Shift+S", "sheets"),
        Shortcut("sheet_half_day", "Demi-journée sur la feuille ou non", "X", "sheets"),
        Shortcut("verify_remote", "Vérifié, et suivant", "V", "remote", "check"),
        Shortcut("no_answer", "Pas de réponse, et suivant", "F8", "placements", "phone"),
        Shortcut("same_job", "Toujours dans le même emploi", "F9", "placements"),
        Shortcut("zoom_in", "Agrandir la page", "Ctrl++", "reports"),
        Shortcut("zoom_out", "Réduire la page", "Ctrl+-", "reports"),
        Shortcut("zoom_width", "Largeur de la page", "Alt+L", "reports"),
        Shortcut("zoom_page", "Page entière", "Alt+E", "reports"),
        Shortcut("go_to_page", "Aller à la page", "Ctrl+G", "reports"),
        Shortcut("figure_people", "Les personnes d’un chiffre de la page", "Alt+P", "reports"),
        Shortcut("hit_next", "Résultat suivant", "F3", "reports"),
        Shortcut("hit_previous", "Résultat précédent", "Shift+F3", "reports"),
    )
}


def make(parent: QWidget, shortcut_id: str, slot: Callable[[], Any], *, text: str = "") -> QAction:
    """An action with its French text, key and icon, added to ``parent`` and alive only inside it.

    The key of the whole window works from anywhere in the window; that of a page only while the focus is in
    it, so that hidden pages never answer. KeyError for an unknown id.
    """
    shortcut = SHORTCUTS[shortcut_id]
    action = QAction(text or shortcut.text, parent)
    action.setShortcuts([QKeySequence(keys) for keys in (shortcut.keys, shortcut.also) if keys])
    in_window = parent.isWindow()
    action.setShortcutContext(
        Qt.ShortcutContext.WindowShortcut if in_window else Qt.ShortcutContext.WidgetWithChildrenShortcut
    )
    if shortcut.icon:
        icons.set_icon(action, shortcut.icon)
    action.triggered.connect(lambda _checked=False: slot())
    parent.addAction(action)
    return action


def keys_text(shortcut_id: str) -> str:
    """The key as French keyboards name it: "Ctrl K", "Maj P", "Suppr"."""
    names = {
        "Shift": "Maj",
        "Return": "↵",
        "Del": "Suppr",
        "Left": "←",
        "Right": "→",
        "Up": "↑",
        "Down": "↓",
        "Home": "Début",
    }
    keys = SHORTCUTS[shortcut_id].keys
    if keys.endswith("++"):
        return "Ctrl +"
    return " ".join(names.get(part, part) for part in keys.split("+"))
