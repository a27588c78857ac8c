"""Feuilles d’émargement: those of one or several weeks, read before they are printed or saved."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.queries.cohorts import CohortSummary
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.reports import sheets_work as work
from gen_desktop.ui.reports.desk import Desk
from gen_desktop.ui.reports.page_layout import PAGE, Zoom
from gen_desktop.ui.reports.paper_issuer import SHEETS, PaperIssuer
from gen_desktop.ui.reports.sheets_list import SheetsList
from gen_desktop.ui.reports.sheets_work import Loaded, SheetChoice, Wanted
from gen_desktop.ui.reports.viewer_bar import ViewerBar
from gen_desktop.ui.sheet_target import SheetTarget
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.empty_state import EmptyState

ALL, EVERYBODY = "all", "all"
TO_SIGN, FILLED = "to_sign", "filled"
NOTHING = "Le calendrier n’a pas de demi-journée à signer."


class PrintingPage(Page):
    """``show_target`` takes a SheetTarget. What is previewed is what will leave, but for its number."""

    title = "Feuilles d’émargement"
    quiet = True

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._target = SheetTarget()
        self.loaded: Loaded | None = None
        self.previewed: SheetChoice | None = None
        self.cohort = CodeCombo(((ALL, "Toutes les cohortes"),), self, optional=False)
        self.cohort.setAccessibleName("Cohorte")
        self.cohort.set_code(ALL)
        self.person = CodeCombo(((EVERYBODY, "Tout le groupe"),), self, optional=False)
        self.person.setAccessibleName("Personnes")
        self.person.set_code(EVERYBODY)
        self.way = CodeCombo(
            ((TO_SIGN, "À signer"), (FILLED, "Avec les présences enregistrées")), self, optional=False
        )
        self.way.setAccessibleName("Contenu de la feuille")
        self.way.set_code(TO_SIGN)
        self.viewer_bar = ViewerBar(self)
        self.viewer_bar.print_button.hide()
        self.weeks = SheetsList(self)
        self.desk = Desk(ctx.jobs, self)
        self.view = self.desk.view
        self.view.setAccessibleName("Aperçu de la feuille")
        self.view.set_zoom(PAGE)
        self.issuer = PaperIssuer(ctx, self, SHEETS)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._content())
        self._layers.addWidget(self._empty())
        self._connect()

    def header_actions(self) -> list[PageAction]:
        if self._layers.currentIndex() == 1:
            return []
        papers = [one.paper for one in self.weeks.chosen()]
        count = french.plural(len(papers), "feuille") if papers else "des feuilles"
        ways = (
            PageAction("Imprimer…", partial(self.issuer.print, papers)),
            PageAction("Un seul PDF…", partial(self.issuer.together, papers)),
            PageAction("Un PDF par semaine…", partial(self.issuer.apart, papers)),
        )
        issue = PageAction(f"Émettre {count}", menu=ways, primary=True, enabled=bool(papers))
        return [self.allowed(issue, "issued_document")]

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest(
            "printing.cohorts", partial(work.load_cohorts, self.ctx.db), self._on_cohorts
        )

    def show_target(self, target: object) -> None:
        if isinstance(target, SheetTarget):
            self._target = target
            code = ALL if target.cohort_id is None else str(target.cohort_id)
            self.cohort.set_code(code, label_if_unknown="…")
            self.person.set_codes(((EVERYBODY, "Tout le groupe"),))
            self.person.set_code(EVERYBODY)
            self._load()

    @property
    def wanted(self) -> Wanted:
        """What is asked for."""
        cohort, person = self.cohort.code() or ALL, self.person.code() or EVERYBODY
        return Wanted(
            cohort_id=None if cohort == ALL else int(cohort),
            filled=self.way.code() == FILLED,
            enrollment_id=self._target.enrollment_id if person == EVERYBODY else int(person),
        )

    def _on_cohorts(self, cohorts: tuple[CohortSummary, ...]) -> None:
        kept = self.cohort.code()
        known = {ALL, *(str(cohort.id) for cohort in cohorts)}
        self.cohort.set_codes(((ALL, "Toutes les cohortes"), *((str(one.id), one.code) for one in cohorts)))
        self.cohort.set_code(kept if kept in known else ALL)
        self._layers.setCurrentIndex(0 if cohorts else 1)
        self.header_changed.emit()
        if cohorts:
            self._load()

    def _on_cohort(self, _code: object) -> None:
        self._target = SheetTarget(monday=self._target.monday)
        self.person.set_code(EVERYBODY)
        self._load()

    def _on_person(self, _code: object) -> None:
        self._target = SheetTarget(monday=self._target.monday)
        self._load()

    def _load(self) -> None:
        self.desk.wait()
        self.ctx.jobs.read_latest(
            "printing.load",
            partial(work.load, self.ctx.db, self.wanted, self.ctx.today()),
            self._on_loaded,
            on_error=self._on_failed,
        )

    def _on_loaded(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self._show_people(loaded)
        mondays = [one.paper.week.monday for one in loaded.choices]
        asked = self._target.monday
        usual = work.usual_week(mondays, self.ctx.today(), filled=loaded.wanted.filled)
        self.weeks.show_choices(loaded.choices, asked if asked in mondays else usual)
        if not loaded.choices:
            self.desk.show_words("Aucune feuille", NOTHING, "Chercher encore")

    def _show_people(self, loaded: Loaded) -> None:
        shown = EVERYBODY if loaded.wanted.enrollment_id is None else str(loaded.wanted.enrollment_id)
        people = ((str(key), name) for key, name in loaded.people)
        self.person.set_codes(((EVERYBODY, "Tout le groupe"), *people))
        self.person.set_code(shown, label_if_unknown="…")
        self.person.setVisible(loaded.wanted.cohort_id is not None)

    def _on_shown(self, choice: SheetChoice | None) -> None:
        self.previewed = None
        if choice is None:
            return
        self.desk.wait()
        self.ctx.jobs.read_latest(
            "printing.preview",
            partial(work.preview, choice.paper),
            partial(self._on_drawn, choice),
            on_error=self._on_failed,
        )

    def _on_drawn(self, choice: SheetChoice, pdf: bytes) -> None:
        self.previewed = choice
        if not choice.paper.week.half_days:
            self.desk.show_words("Aucune feuille", NOTHING, "Chercher encore")
            return
        self.desk.show_report(pdf)
        self.view.go_to_page(0)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            dialogs.show_error(self, error)
        words = str(error) if isinstance(error, AppError) else "Une erreur inattendue l’a interrompue."
        self.desk.show_words("La feuille n’a pas pu être préparée", words)

    def _on_door(self, kind: str, record_id: int) -> None:
        if kind == "organization":
            self.go_requested.emit("organization", None)
        else:
            self.open_requested.emit(kind, record_id)

    def _on_moved(self) -> None:
        self.viewer_bar.show_place(self.view.page, self.view.page_count, self.view.scale)

    def _zoom(self, zoom: Zoom) -> None:
        self.view.set_zoom(zoom)

    def _on_way(self, _code: object) -> None:
        self._target = SheetTarget(enrollment_id=self._target.enrollment_id)
        self._load()

    def _connect(self) -> None:
        self.cohort.chosen.connect(self._on_cohort)
        self.person.chosen.connect(self._on_person)
        self.way.chosen.connect(self._on_way)
        self.weeks.shown.connect(self._on_shown)
        self.weeks.ticked.connect(self.header_changed)
        self.weeks.door.connect(self._on_door)
        self.desk.again.connect(self._load)
        self.view.moved.connect(self._on_moved)
        self.viewer_bar.zoomed.connect(self._zoom)
        self.viewer_bar.larger.connect(self.view.zoom_in)
        self.viewer_bar.smaller.connect(self.view.zoom_out)

    def _content(self) -> QWidget:
        content = QWidget()
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for choice, width in ((self.cohort, 190), (self.person, 190), (self.way, 230)):
            choice.setMinimumWidth(width)
            bar.addWidget(choice)
        bar.addStretch(1)
        bar.addWidget(self.viewer_bar)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.weeks)
        row.addWidget(self.desk, 1)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(bar)
        layout.addLayout(row, 1)
        return content

    def _empty(self) -> EmptyState:
        return EmptyState(
            "Les feuilles d’émargement se font d’après le calendrier d’une cohorte et ses apprenants. "
            "Créez une cohorte ou importez une liste.",
            ("Créer une cohorte", lambda: self.go_requested.emit("cohorts", "new")),
            ("Importer une liste", lambda: self.go_requested.emit("learners", "import")),
            icon="file-text",
            heading="Pas encore de cohorte",
        )
