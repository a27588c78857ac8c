"""The cohort selected, read without opening anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.models.calendar import ZONES, describe_pattern
from gen_desktop.models.cohort_plan import plan_sentence
from gen_desktop.queries.closures import ClosureRow
from gen_desktop.queries.cohort_detail import CohortDetail, CohortPerson, DocumentRow
from gen_desktop.queries.planned_hours import PlannedHours
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui import actions
from gen_desktop.ui.cohorts.calendar_tab import CalendarFacts, CalendarTab
from gen_desktop.ui.cohorts.columns import Line, rate_text, rate_words, state_badge
from gen_desktop.ui.theme import Tone
from gen_desktop.ui.typed import days_text
from gen_desktop.ui.widgets.badge import Badge
from gen_desktop.ui.widgets.basics import button, icon_button, label, set_refusal
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.side_panel import Facts, SidePanel

PEOPLE_SHOWN = 20
STATE_TONES: dict[str, Tone] = {
    "in_training": "good",
    "completed": "neutral",
    "left_early": "wrong",
    "admitted": "accent",
    "waiting": "attention",
}


class CohortPanel(SidePanel):
    """Profile, calendar, people, documents. Says what is wanted; the page does it."""

    edit_wanted = Signal()
    deletion_wanted = Signal()
    history_wanted = Signal()
    attendance_wanted = Signal(object)
    """A day, or None for the week of today."""
    person_wanted = Signal(object)
    path_wanted = Signal(object)
    """The id of a learner: her path."""
    people_wanted = Signal()
    import_wanted = Signal()
    duplicate_wanted = Signal()
    listed_wanted = Signal(str, object)
    """A kind and the id of its record: its form in the lists."""
    sheets_wanted = Signal()
    satisfaction_wanted = Signal()
    papers_wanted = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__("Choisissez une cohorte pour la lire ici.", parent)
        self._today = today
        self._course_id: int | None = None
        self._program_id: int | None = None
        self.facts = Facts()
        self._notice = Notice("attention", "")
        self.calendar = CalendarTab(today)
        self.calendar.attendance_wanted.connect(self.attendance_wanted)
        self.people = _People(self)
        self._documents = label("", "secondary", wrap=True)
        self.add_tab("profile", "Profil", self._profile())
        self.add_tab("calendar", "Calendrier", self.calendar)
        self.add_tab("people", "Apprenants", self.people)
        self.add_tab("documents", "Documents", self._documents)
        self.edit_button = button("Modifier", self.edit_wanted.emit, tooltip=actions.keys_text("edit"))
        self._attendance = button("Émargement", partial(self.attendance_wanted.emit, None))
        self.add_foot(self.edit_button, self._attendance)
        self.add_to_menu("Documents des apprenants…", self.papers_wanted.emit)
        self.add_to_menu("Feuilles d’émargement…", self.sheets_wanted.emit)
        self.add_to_menu("Satisfaction…", self.satisfaction_wanted.emit)
        self.add_to_menu("Historique", self.history_wanted.emit)
        self.duplicate_action = self.add_to_menu("Dupliquer…", self.duplicate_wanted.emit)
        self.add_to_menu("Modifier la formation…", partial(self._want_listed, "course"))
        self.program_action = self.add_to_menu(
            "Modifier le programme…", partial(self._want_listed, "funding_program")
        )
        self.delete_action = self.add_to_menu(
            "Supprimer…", self.deletion_wanted.emit, shortcut="delete_cohort"
        )

    def show_cohort(
        self,
        line: Line,
        cohort: CohortDetail,
        calendar: CalendarFacts,
        people: Sequence[CohortPerson],
        documents: Sequence[DocumentRow],
    ) -> None:
        """Show everything known of it."""
        dates = french.date_range(cohort.start, cohort.end)
        self.show_record(cohort.code, dates, state_badge(cohort.state(self._today)))
        self._course_id, self._program_id = cohort.course_id, cohort.program_id
        self.program_action.setVisible(cohort.program_id is not None)
        self.facts.set_facts(_facts(line, cohort, calendar))
        self._show_notice(cohort)
        self.calendar.show_cohort(cohort, calendar)
        self.people.show_people(people)
        self._documents.setText(
            "\n".join(map(_document_words, documents))
            or "Aucun document n’a encore été produit pour cette cohorte."
        )
        self._attendance.setEnabled(bool(calendar.half_days))

    def show_rights(self, refusal: str) -> None:
        """Whether the cohort may be changed here; '' or why not."""
        set_refusal(self.edit_button, refusal, actions.keys_text("edit"))
        set_refusal(self.delete_action, refusal)
        set_refusal(self.duplicate_action, refusal)

    def _want_listed(self, kind: str) -> None:
        ids = {"course": self._course_id, "funding_program": self._program_id}
        if ids[kind] is not None:
            self.listed_wanted.emit(kind, ids[kind])

    def _profile(self) -> QWidget:
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self.facts)
        layout.addWidget(self._notice)
        return made

    def _show_notice(self, cohort: CohortDetail) -> None:
        until = cohort.certification_valid_until
        is_over = until is not None and until < cohort.start
        self._notice.setVisible(is_over or not cohort.half_days)
        if is_over:
            self._notice.set(
                "attention",
                "La certification a pris fin avant le premier jour",
                f"{cohort.certification_code or 'Enregistrement'}, jusqu’au {french.short_date(until)}",
            )
        elif not cohort.half_days:
            self._notice.set("attention", "Le calendrier est vide", "Aucun émargement ne peut être saisi.")


def _facts(line: Line, cohort: CohortDetail, calendar: CalendarFacts) -> list[tuple[str, str | QWidget]]:
    row = line.row
    certification = cohort.certification_code or french.UNKNOWN
    if cohort.certification_code and cohort.certification_valid_until:
        certification += f", jusqu’au {french.short_date(cohort.certification_valid_until)}"
    site = cohort.site_name or french.UNKNOWN
    if cohort.holiday_zone != "national":
        site += f" (jours fériés{french.NBSP}: {ZONES[cohort.holiday_zone]})"
    holidays = len(cohort.calendar().holidays()) if cohort.pattern else 0
    entered = french.plural(row.entered, "entré")
    places = entered if row.seats is None else f"{entered} sur {french.plural(row.seats, 'place')}"
    places += f", {row.in_training} en formation"
    if cohort.minimum_seats:
        places += f", minimum {cohort.minimum_seats}"
    facts: list[tuple[str, str | QWidget]] = [
        ("Formation", cohort.course_title),
        ("Certification", certification),
        ("Programme", cohort.program_name or french.UNKNOWN),
        ("Site", site),
        ("Places", places),
        ("Assiduité", _attendance(line)),
        ("Calendrier", plan_sentence(cohort.half_days, cohort.minutes, holidays)),
        ("Heures", _hours(calendar.hours)),
        ("Semaine", describe_pattern(cohort.pattern)),
    ]
    closures = [row.said() for row in calendar.closures if _meets(row, cohort)]
    if cohort.closures:
        closures.append(days_text(cohort.closures, {slot.weekday for slot in cohort.pattern}))
    if closures:
        facts.append(("Fermetures", "\n".join(closures)))
    if cohort.actual_start or cohort.actual_end:
        planned = french.date_range(cohort.planned_start, cohort.planned_end)
        facts.append(("Dates prévues", planned))
    if cohort.declared_applications is not None:
        facts.append(("Candidatures", _declared(cohort)))
    facts += [("Référent", cohort.referent or ""), ("Formateurs", cohort.trainers or "")]
    if cohort.carif_session_number:
        facts.append(("N° Carif", cohort.carif_session_number))
    if cohort.blocks:
        facts.append(("Blocs", "\n".join(_block(code, title, cohort) for code, title in cohort.blocks)))
    return facts


def _block(code: str, title: str, cohort: CohortDetail) -> str:
    """« BC01 Front-end : 7 acquis sur 9 présentés », once somebody was."""
    rate = cohort.block_rates.get(code)
    if rate is None or not rate.judged:
        return f"{code} {title}"
    told = f"{rate.acquired} acquis sur {french.plural(rate.judged, 'présenté')}"
    return f"{code} {title}{french.NBSP}: {told}"


def _meets(closure: ClosureRow, cohort: CohortDetail) -> bool:
    return closure.starts_on <= cohort.end and cohort.start <= closure.ends_on


def _hours(hours: PlannedHours) -> str | QWidget:
    """In the tone of a warning when the calendar is not what the course plans."""
    said = "\n".join(hours.sentences())
    return label(said, "attention", wrap=True) if hours.differs else said


def _attendance(line: Line) -> str:
    words = rate_words(line)
    return f"{rate_text(line)}, {words}" if line.rate is not None and line.rate.due else words


def _declared(cohort: CohortDetail) -> str:
    applications = french.plural(cohort.declared_applications or 0, "déclarée")
    if cohort.declared_admissions is None:
        return applications
    return f"{applications}, {french.plural(cohort.declared_admissions, 'admis', 'admis')}"


class _People(QWidget):
    """The people of a cohort, each a door to her record."""

    def __init__(self, panel: CohortPanel) -> None:
        super().__init__()
        self._panel = panel
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._made: list[QWidget] = []

    def show_people(self, people: Sequence[CohortPerson]) -> None:
        """Those in training first, the others after; the learners' page has them all."""
        while self._made:
            old = self._made.pop()
            old.hide()
            old.deleteLater()
        if not people:
            self._add(label("Personne n’est encore inscrit dans cette cohorte.", "secondary", wrap=True))
            self._add(button("Importer une liste…", self._panel.import_wanted.emit))
            return
        for person in people[:PEOPLE_SHOWN]:
            self._add(self._line(person))
        left = len(people) - PEOPLE_SHOWN
        text = "Voir ces apprenants" if left <= 0 else f"Voir les {len(people)} apprenants"
        self._add(button(text, self._panel.people_wanted.emit))
        self._add(button("Importer une liste…", self._panel.import_wanted.emit, kind="link"))

    def _line(self, person: CohortPerson) -> QWidget:
        made = QWidget(self)
        layout = QHBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        name = f"{person.last_name} {person.first_name}"
        door = button(name, partial(self._panel.person_wanted.emit, person.learner_id), kind="link")
        layout.addWidget(door)
        layout.addStretch(1)
        state = code_label("enrollment_state", person.state)
        layout.addWidget(Badge(state, STATE_TONES.get(person.state, "neutral")))
        show_path = partial(self._panel.path_wanted.emit, person.learner_id)
        layout.addWidget(icon_button("chevron-right", f"Parcours de {name}", show_path))
        return made

    def _add(self, widget: QWidget) -> None:
        self._made.append(widget)
        self._layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)


def _document_words(document: DocumentRow) -> str:
    """« 26/11/2026, Certificat de réalisation de Petit Samuel, n° CR-2026-DWWM-2026-2-0001 »."""
    whose = f" de {document.person}" if document.person else ""
    number = f", n°\u00a0{document.number}" if document.number else ""
    return f"{french.short_date(document.issued_on)}, {document.title}{whose}{number}"
