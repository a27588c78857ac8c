"""The panel beside the list: one person, read without opening anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from gen_desktop.jobs import Job
from gen_desktop.queries import history
from gen_desktop.queries import learners as queries
from gen_desktop.queries.absence_contacts import absence_contacts
from gen_desktop.queries.attached_documents import Paper, papers
from gen_desktop.queries.contacts import Contact, PurposeAnswers, answers, contacts
from gen_desktop.queries.history import Gesture, Told
from gen_desktop.queries.individual_path import individual_path
from gen_desktop.queries.learners import LearnerDetail
from gen_desktop.queries.placements import placements_of, told_by_spells
from gen_desktop.queries.scope import parameters
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners import words
from gen_desktop.ui.learners.absence_contacts import AbsenceFollowUp
from gen_desktop.ui.learners.attendance_tab import AttendanceTab
from gen_desktop.ui.learners.paper_gestures import TABLE as PAPERS
from gen_desktop.ui.learners.paper_gestures import can_be_attached, sources
from gen_desktop.ui.learners.papers_tab import PapersTab
from gen_desktop.ui.learners.person_privacy import why_not_exported
from gen_desktop.ui.learners.placement_tab import PlacementTab
from gen_desktop.ui.learners.tabs import PathTab, ProfileTab
from gen_desktop.ui.told import ToldList
from gen_desktop.ui.widgets.basics import button, set_refusal
from gen_desktop.ui.widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LAST_GESTURES = 3
EARLY_EXIT = "Sortie anticipée"
ERASED = "Cette personne est effacée."
NOT_ENROLLED = "Cette personne n’est inscrite dans aucune cohorte."
EMPTY = "Choisissez une personne dans la liste pour lire sa fiche."


class LearnerPanel(SidePanel):
    """``asked(gesture, enrollment or paper id)``: edit, exit, certification… the page opens the form.

    ``dropped(sources)``: what was let go on the panel, to be attached to the person shown.
    """

    asked = Signal(str, object)
    dropped = Signal(object)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(EMPTY, parent)
        self._ctx = ctx
        self.person: LearnerDetail | None = None
        self._gestures: tuple[Gesture, ...] = ()
        self._papers: tuple[Paper, ...] = ()
        self._contacts: tuple[Contact, ...] = ()
        self._told: tuple[PurposeAnswers, ...] = ()
        self._followed = AbsenceFollowUp((), 0)
        self._stale: set[str] = set()
        self._pointed_at: int | None = None
        self.setAcceptDrops(True)
        self.profile, self.path, self.attendance = ProfileTab(), PathTab(), AttendanceTab()
        self.placement, self.papers, self.history = PlacementTab(), PapersTab(), ToldList()
        for tab_id, text, tab in (
            ("profile", "Profil", self.profile),
            ("path", "Parcours", self.path),
            ("attendance", "Assiduité", self.attendance),
            ("placement", "Insertion", self.placement),
            ("papers", "Pièces", self.papers),
        ):
            self.add_tab(tab_id, text, tab)
        self.add_tab("history", "Historique", self.history, icon="clock")
        self.edit_button = button("Modifier", lambda: self._ask("edit"), tooltip="F2")
        self.exit_button = button("Sortie…", lambda: self._ask("exit"), tooltip=EARLY_EXIT)
        self.certification_button = button("Certification", lambda: self._ask("certification"))
        self.add_foot(self.edit_button, self.exit_button, self.certification_button)
        self.add_to_menu("Feuilles d’émargement…", lambda: self._ask("sheets"))
        self.papers_action = self.add_to_menu(
            "Certificat, attestations, états…", lambda: self._ask("issue_papers")
        )
        self.delete_action = self.add_to_menu(
            "Supprimer…", lambda: self._ask("delete"), shortcut="delete_learner"
        )
        self.export_action = self.add_to_menu(
            "Tout ce qui est gardé sur cette personne…", lambda: self._ask("privacy_export")
        )
        self.erase_action = self.add_to_menu("Effacer cette personne…", lambda: self._ask("privacy_erase"))
        self.tab_changed.connect(lambda _tab: self._fill())
        for tab in (self.profile, self.path, self.attendance, self.placement, self.papers):
            tab.asked.connect(self.asked)

    def show_learner(self, learner_id: int | None) -> None:
        """Read that person in the file and show her; None shows the empty sentence. Raises AppError."""
        if learner_id is None:
            self.person = None
            self.show_nothing()
            return
        today = self._ctx.today()
        with self._ctx.db.read() as session:
            person = queries.detail(session, learner_id, today)
            self._gestures = history.of_record(session, "learner", learner_id, LAST_GESTURES)
            self._papers = papers(session, learner_id)
            self._contacts, self._told = contacts(session, learner_id), answers(session, learner_id)
            self._followed = self._follow_up(session, person, today)
        self.person = person
        current = person.current
        badge = words.state_badge(current.state) if current is not None else None
        self.show_record(f"{person.last_name} {person.first_name}".strip(), words.birth(person, today), badge)
        entered = current is not None and current.entered_on is not None
        self.exit_button.setVisible(entered and current is not None and current.exit_type is None)
        self.certification_button.setVisible(entered)
        self._show_rights()
        self._stale = {"profile", "path", "attendance", "placement", "papers", "history"}
        self._fill()
        self._show_pointed()

    def _follow_up(self, session: Session, person: LearnerDetail, today: date) -> AbsenceFollowUp:
        enrollment = person.current
        made = () if enrollment is None else absence_contacts(session, enrollment.id)
        threshold = parameters(session, today).alert_unjustified_half_days
        refusals = self._ctx.why_not("absence_contact"), self._ctx.why_not("enrollment")
        return AbsenceFollowUp(made, threshold, *refusals)

    def point_at_paper(self, paper_id: int) -> None:
        """Show that paper among those of its person, now or as soon as she is shown."""
        self._pointed_at = paper_id
        self._show_pointed()

    def _show_pointed(self) -> None:
        if any(one.id == self._pointed_at for one in self._papers) and self._pointed_at is not None:
            self.select_tab("papers")
            self._fill()
            self.papers.point_at(self._pointed_at)
            self._pointed_at = None

    def _show_rights(self) -> None:
        for shown, table, keys in (
            (self.edit_button, "learner", "F2"),
            (self.exit_button, "enrollment", EARLY_EXIT),
            (self.certification_button, "certification", ""),
        ):
            set_refusal(shown, self._ctx.why_not(table), keys)
        is_erased = self.person is not None and self.person.erased_on is not None
        self.edit_button.setVisible(not is_erased)
        erased = ERASED if is_erased else ""
        is_enrolled = self.person is not None and self.person.current is not None
        set_refusal(self.papers_action, erased or ("" if is_enrolled else NOT_ENROLLED))
        set_refusal(self.export_action, erased or why_not_exported(self._ctx))
        set_refusal(self.erase_action, erased or self._ctx.why_not("erasure"))
        set_refusal(self.delete_action, erased or self._ctx.why_not("learner"))

    def _ask(self, gesture: str) -> None:
        if self.person is not None:
            current = self.person.current
            self.asked.emit(gesture, current.id if current is not None else None)

    def _fill(self) -> None:
        """Fill the tab that is seen, if it shows another person or an older state."""
        tab_id, person = self.current_tab(), self.person
        if person is None or tab_id not in self._stale:
            return
        self._stale.discard(tab_id)
        if tab_id == "profile":
            refusals = self._ctx.why_not("contact_point"), self._ctx.why_not("consent")
            told = self._contacts, self._told, self._followed
            self.profile.show_person(person, self._gestures, *told, refusals)
        elif tab_id == "path":
            with self._ctx.db.read() as session:
                paths = {one.id: individual_path(session, one.id) for one in person.enrollments}
            self.path.show_person(person, paths)
        elif tab_id == "attendance":
            self.attendance.show_person(person, self._followed)
        elif tab_id == "placement":
            self._show_placements(person)
        elif tab_id == "papers":
            self.papers.show_papers(self._papers, self._why_not_papers())
        else:
            self._ask_history(person.id)

    def _show_placements(self, person: LearnerDetail) -> None:
        today = self._ctx.today()
        with self._ctx.db.read() as session:
            spells = placements_of(session, person.id)
            derived = told_by_spells(session, person.id, today)
        refusal = ERASED if person.erased_on is not None else self._ctx.why_not("placement")
        self.placement.show_person(person, spells, derived, today, refusal)

    def _why_not_papers(self) -> str:
        is_erased = self.person is not None and self.person.erased_on is not None
        return ERASED if is_erased else self._ctx.why_not(PAPERS)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.person is None or self._why_not_papers() or not can_be_attached(event.mimeData()):
            event.ignore()
            return
        self.select_tab("papers")
        self.papers.set_over(True)
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.papers.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.papers.set_over(False)
        found = sources(event.mimeData(), self._ctx.today())
        event.acceptProposedAction()
        # After the drop itself: the program that gave the file must not wait for us.
        QTimer.singleShot(0, self, partial(self.dropped.emit, found))

    def _ask_history(self, learner_id: int) -> None:
        """Every gesture, parts deleted since included: too long for the GUI thread in a large file."""

        def ask(_job: Job) -> Sequence[Told]:
            with self._ctx.db.read() as session:
                return history.told(session, "learner", learner_id)

        self._ctx.jobs.read_latest("learners.history", ask, partial(self._on_history, learner_id))

    def _on_history(self, learner_id: int, gestures: Sequence[Told]) -> None:
        if self.person is not None and self.person.id == learner_id:
            self.history.show_told(gestures)
