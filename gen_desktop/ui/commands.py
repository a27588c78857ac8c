"""What a search offers to do: gestures, pages, lines of the menu, each by the words people use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from gen_desktop.ui.paper_target import PAGE as PAPERS
from gen_desktop.ui.paper_target import PaperTarget
from gen_desktop.ui.sheet_target import PAGE as SHEETS
from gen_desktop.ui.sheet_target import SheetTarget

if TYPE_CHECKING:  # what the window brings after its first paint
    from collections.abc import Callable

    from gen_desktop.queries.search_index import Entry
    from gen_desktop.ui.main_window import MainWindow

KIND = "command"


@dataclass(frozen=True)
class Command:
    """A page shown with what it understands (``Page.show_target``). ``also``: other words for it."""

    title: str
    also: str
    page_id: str
    target: object


COMMANDS = (
    Command(
        "Nouvel apprenant",
        "ajouter créer inscrire saisir personne stagiaire candidat élève fiche",
        "learners",
        "new",
    ),
    Command(
        "Nouvelle candidature",
        "ajouter créer inscrire saisir personne candidat recrutement",
        "intake",
        "new",
    ),
    Command("Nouvelle cohorte", "ajouter créer session groupe promotion", "cohorts", "new"),
    Command(
        "Importer une liste d’apprenants",
        "importer charger reprendre excel classeur tableur csv",
        "imports",
        "learners",
    ),
    Command(
        "Importer un émargement",
        "importer présences feuille excel classeur tableur",
        "imports",
        "attendance",
    ),
    Command(
        "Imprimer les feuilles d’émargement",
        "feuille présence signer signature semaine imprimer papier pdf",
        SHEETS,
        SheetTarget(),
    ),
    Command(
        "Importer un suivi après la formation",
        "importer insertion appels excel classeur tableur",
        "imports",
        "follow-ups",
    ),
    Command(
        "Importer le relevé d’une plateforme",
        "importer distance connexion temps moodle foad excel csv",
        "imports",
        "remote-logs",
    ),
    Command(
        "Sauvegarder maintenant",
        "faire sauvegarde copie sécurité enregistrer tout",
        "backups",
        "now",
    ),
    Command("Personnes à appeler à 3 mois", "relances suivi insertion téléphoner", "placements", 3),
    Command("Personnes à appeler à 6 mois", "relances suivi insertion téléphoner", "placements", 6),
    Command(
        "Imprimer les fiches d’appel",
        "relances insertion téléphoner questionnaire papier pdf hors ligne",
        "placements",
        "sheets",
    ),
    Command(
        "Préparer les messages de relance",
        "courriel mail e-mail sms publipostage insertion écrire envoyer",
        "placements",
        "messages",
    ),
    Command("Textes des messages", "modèle courriel mail sms publipostage relance", "placements", "texts"),
    *(
        Command(title, f"pdf document émettre imprimer signer {also}", PAPERS, PaperTarget(kind))
        for title, also, kind in (
            ("Certificats de réalisation", "attestation opco financeur", "completion_certificate"),
            ("Attestations d’inscription", "ais kairos", "enrollment_attestation"),
            ("Attestations d’entrée en formation", "aes kairos", "entry_attestation"),
            ("Attestations d’assiduité", "présence mois", "attendance_attestation"),
            ("Attestations de sortie", "kairos edof", "exit_attestation"),
            ("Attestations de fin de formation", "acquis compétences", "end_attestation"),
            ("Bilans de fin de formation", "france travail chorus facture", "end_of_course_form"),
            ("Livrets de suivi", "progression compétences acquis", "learner_booklet"),
            ("États de présence mensuels", "rémunération asp région", "presence_statement"),
            ("État de présence du groupe", "relevé mois cohorte", "group_statement"),
            ("Relevés d’activités à distance", "foad distanciel", "remote_statement"),
        )
    ),
    Command(
        "Nouvelle réclamation",
        "plainte difficulté signalement qualiopi registre ajouter",
        "complaints",
        "new",
    ),
    Command(
        "Durées de conservation",
        "rgpd vie privée garder archiver délais",
        "privacy",
        "periods",
    ),
    Command("Registre des exports nominatifs", "rgpd vie privée sorties fichiers", "privacy", "exports"),
)
"""Gestures of the pages: one line each."""
PAGE_WORDS = {
    "home": "tableau de bord chiffres début",
    "learners": "personnes stagiaires élèves candidats liste",
    "cohorts": "sessions groupes promotions formations",
    "intake": "candidats inscriptions entretiens admission positionnement liste d’attente",
    "attendance": "présences absences appel feuille retards signature assiduité",
    "assessments": "compétences blocs jury résultats certification titres notes ccp progression",
    "placements": "emploi devenir suivi appels relances entreprises",
    "papers": "certificats attestations états relevés présence",
    "reports": "pdf bilan évaluation financeur imprimer",
    "submitted": "remise envoyés transmis réimprimer correctif comparer vérifier signature",
    "backups": "copies sécurité restaurer récupérer ordinateur déménager",
    "satisfaction": "questionnaires avis notes enquête qualiopi commentaires",
    "complaints": "plaintes difficultés signalements qualiopi registre",
    "bin": "supprimés effacés récupérer restaurer poubelle",
    "definitions": "taux gen france travail compétences inserjeunes iae fse sorties positives comparer",
    "duplicates": "doubles fusionner fusion deux fois",
    "lists": "employeurs sociétés financeurs réglages",
    "rules": "réglages paramètres seuils alertes délais justificatif assiduité",
    "references": "réglages communes zonage zrr frr qpv quartiers prioritaires listes officielles",
    "verification": "contrôle intégrité sceau audit",
    "organization": "réglages paramètres équipe rôles mots de passe logo adresse",
    "privacy": "rgpd données personnelles effacer conservation registre",
}
"""Other words for a page, by its id."""
MENU_WORDS = {
    "Annuler": "défaire retour arrière erreur",
    "Rétablir": "refaire",
    "Actualiser": "recharger rafraîchir",
    "Apparence": "thème couleur mode clair sombre nuit",
    "Raccourcis clavier": "aide touches",
    "Verrouiller": "bloquer mot de passe pause session",
    "Ouvrir un autre fichier": "changer base",
    "Préparer un diagnostic": "aide problème panne assistance",
    "Quitter": "fermer sortir arrêter",
}
"""Other words for a line of the menu, by how it begins."""
_LITTLE = 2
_NOT_OFFERED = frozenset({"history", "imports"})
"""Pages that show nothing unless one points at something, and those that gestures lead to."""


class Commands:
    """Of one window. The number of a command is good until ``entries`` is asked again."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._runs: list[Callable[[], Any]] = []

    def entries(self) -> list[Entry]:
        """What can be done now, in the order of this module."""
        from gen_desktop.queries.search_index import Entry

        found = [*self._gestures(), *self._pages(), *self._menu_lines(self._window.side_bar.menu, "")]
        self._runs = [run for _title, _detail, _also, run in found]
        return [
            Entry(KIND, number, title, detail, f" {number:03}", _without_little_words(also))
            for number, (title, detail, also, _run) in enumerate(found)
        ]

    def run(self, number: int) -> None:
        """Do it."""
        self._runs[number]()

    def _gestures(self) -> Iterator[tuple[str, str, str, Callable[[], Any]]]:
        for one in COMMANDS:
            if self._window.knows_page(one.page_id):
                yield one.title, "", one.also, partial(self._window.go_to, one.page_id, one.target)

    def _pages(self) -> Iterator[tuple[str, str, str, Callable[[], Any]]]:
        for spec in self._window.specs():
            if spec.id not in _NOT_OFFERED:
                also = f"aller page {PAGE_WORDS.get(spec.id, '')}"
                yield spec.title, "page", also, partial(self._window.show_page, spec.id)

    def _menu_lines(self, menu: QMenu, above: str) -> Iterator[tuple[str, str, str, Callable[[], Any]]]:
        for action in menu.actions():
            # What a gesture would undo is told, and finds nothing: it names people.
            text, _, told = action.text().replace("&", "").removesuffix("…").partition("\u00a0: ")
            inner = action.menu()
            if isinstance(inner, QMenu):
                yield from self._menu_lines(inner, text)
            elif text and action.isEnabled() and not self._is_page(action):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                title = f"{above}\u00a0: {text}" if above else text
                detail = ", ".join(filter(None, (told, keys)))
                yield title, detail, _other_words(above or text), action.trigger

    def _is_page(self, action: QAction) -> bool:
        """Whether the line only leads to a page, which is offered by its name."""
        return isinstance(action.data(), str) and self._window.knows_page(action.data())


def _without_little_words(text: str) -> str:
    """They would answer whatever begins so (« de »)."""
    return " ".join(word for word in text.split() if len(word) > _LITTLE)


def _other_words(text: str) -> str:
    return next((words for begin, words in MENU_WORDS.items() if text.startswith(begin)), "")
