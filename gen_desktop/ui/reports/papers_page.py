"""Documents: certificates, attestations and statements of one person or a cohort, read before they leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.queries.cohorts import CohortSummary
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.paper_target import PaperTarget
from gen_desktop.ui.reports import papers_work as work
from gen_desktop.ui.reports.desk import Desk
from gen_desktop.ui.reports.page_layout import PAGE, Zoom
from gen_desktop.ui.reports.paper_issuer import DOCUMENTS, PaperIssuer
from gen_desktop.ui.reports.papers_people import PeopleList
from gen_desktop.ui.reports.papers_work import Candidate, Loaded, Wanted
from gen_desktop.ui.reports.reopening import Reopener
from gen_desktop.ui.reports.viewer_bar import ViewerBar
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from gen_desktop.reports.person_kinds import AnyPaper

FIRST_KIND = "completion_certificate"
NAMED = 6
NOBODY = "Personne n’est encore entré ni admis dans cette cohorte."


class PapersPage(Page):
    """``show_target`` takes a PaperTarget. What is previewed is what will leave, but for its number."""

    title = "Documents"
    quiet = True

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._cohorts: dict[int, CohortSummary] = {}
        self._learner_ids: tuple[int, ...] = ()
        self._month: dt.date | None = None
        self.loaded: Loaded | None = None
        self.previewed: Candidate | None = None
        self.kind = CodeCombo(work.kinds(), self, optional=False)
        self.kind.setAccessibleName("Document")
        self.kind.set_code(FIRST_KIND)
        self.cohort = CodeCombo((), self, optional=False)
        self.cohort.setAccessibleName("Cohorte")
        self.month = CodeCombo((), self, optional=False)
        self.month.setAccessibleName("Mois")
        self.viewer_bar = ViewerBar(self)
        self.viewer_bar.print_button.hide()
        self.people = PeopleList(self)
        self.desk = Desk(ctx.jobs, self)
        self.view = self.desk.view
        self.view.setAccessibleName("Aperçu du document")
        self.view.set_zoom(PAGE)
        self.issuer = PaperIssuer(ctx, self, DOCUMENTS)
        self.reopener = Reopener(ctx, self)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._content())
        self._layers.addWidget(self._empty())
        self._connect()

    def header_actions(self) -> list[PageAction]:
        if self._layers.currentIndex() == 1:
            return []
        papers = self.people.chosen()
        count = french.plural(len(papers), "document") if papers else "des documents"
        ways = (
            PageAction("Un PDF par document…", partial(self._issue, self.issuer.apart, papers)),
            PageAction("Un seul PDF…", partial(self._issue, self.issuer.together, papers)),
            PageAction("Imprimer…", partial(self._issue, self.issuer.print, papers)),
        )
        issue = PageAction(f"Émettre {count}", menu=ways, primary=True, enabled=bool(papers))
        return [self.allowed(issue, "issued_document")]

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("papers.cohorts", partial(work.load_cohorts, self.ctx.db), self._on_cohorts)

    def show_target(self, target: object) -> None:
        if not isinstance(target, PaperTarget):
            return
        if target.kind is not None:
            self.kind.set_code(target.kind)
        self._learner_ids = target.learner_ids
        self._month = target.month
        if target.cohort_id is not None:
            self.cohort.set_code(str(target.cohort_id), label_if_unknown="…")
        self._show_months()
        self._load()

    def _issue(self, way: Callable[[Sequence[AnyPaper]], None], chosen: Sequence[Candidate]) -> None:
        """Issue those ticked that way, after a question when some cancel what left already."""
        replaced = [one.issued.number for one in chosen if one.issued is not None]
        if replaced:
            count = french.plural(len(replaced), "document déjà émis", "documents déjà émis")
            numbers = ", ".join(replaced[:NAMED]) + ("…" if len(replaced) > NAMED else "")
            detail = f"{numbers}. Pour une copie, double-cliquez sur son numéro."
            question = f"Annuler et remplacer {count}{french.NARROW}?"
            if not dialogs.ask(self, question, detail, yes="Annuler et remplacer", no="Ne rien émettre"):
                return
        way([one.paper for one in chosen])

    @property
    def wanted(self) -> Wanted | None:
        """What is asked for, None before the cohorts are known."""
        kind, cohort = self.kind.code(), self.cohort.code()
        if kind is None or cohort is None or int(cohort) not in self._cohorts:
            return None
        is_over_month = work.over(kind) in (work.MONTH, work.GROUP)
        month = self.month.code() if is_over_month else None
        return Wanted(kind, int(cohort), dt.date.fromisoformat(month) if month else None)

    def _on_cohorts(self, cohorts: tuple[CohortSummary, ...]) -> None:
        self._cohorts = {cohort.id: cohort for cohort in cohorts}
        self.cohort.set_codes([(str(cohort.id), cohort.code) for cohort in cohorts])
        if cohorts and (self.cohort.code() is None or int(self.cohort.code() or 0) not in self._cohorts):
            self.cohort.set_code(str(work.usual_cohort(cohorts, self.ctx.today()).id))
        self._layers.setCurrentIndex(0 if cohorts else 1)
        self.header_changed.emit()
        if cohorts:
            self._show_months()
            self._load()

    def _show_months(self) -> None:
        kind, cohort = self.kind.code(), self._cohorts.get(int(self.cohort.code() or 0))
        self.month.setVisible(kind is not None and work.over(kind) in (work.MONTH, work.GROUP))
        if cohort is None:
            return
        found = work.months(cohort, self.ctx.today())
        by_code = {one.isoformat(): one for one in found}
        shown = by_code.get(self.month.code() or "")
        asked = self._month if self._month in found else shown or work.usual_month(found, self.ctx.today())
        self.month.setCurrentIndex(-1)  # a month of another cohort does not stay in the list
        self.month.set_codes([(code, french.month_name(one)) for code, one in by_code.items()])
        self.month.set_code(asked.isoformat())

    def _on_choice(self, _code: object) -> None:
        self._month = None
        self._show_months()
        self._load()

    def _on_cohort(self, code: object) -> None:
        self._learner_ids = ()  # people of the cohort shown before; another document is still about them
        self._on_choice(code)

    def _load(self) -> None:
        wanted = self.wanted
        if wanted is None:
            return
        self.desk.wait()
        self.ctx.jobs.read_latest(
            "papers.load",
            partial(work.load, self.ctx.db, wanted, self.ctx.today()),
            self._on_loaded,
            on_error=self._on_failed,
        )

    def _on_loaded(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.people.show_issued(loaded.issued_before(self._learner_ids))
        self.people.show_candidates(loaded.candidates, self._learner_ids)
        if not loaded.candidates:
            self.desk.show_words("Aucun document", NOBODY, "Chercher encore")

    def _on_shown(self, candidate: Candidate | None) -> None:
        self.previewed = None
        if candidate is None:
            return
        self.desk.wait()
        self.ctx.jobs.read_latest(
            "papers.preview",
            partial(work.preview, candidate.paper),
            partial(self._on_drawn, candidate),
            on_error=self._on_failed,
        )

    def _on_drawn(self, candidate: Candidate, pdf: bytes) -> None:
        self.previewed = candidate
        self.desk.show_report(pdf)
        self.view.go_to_page(0)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            dialogs.show_error(self, error)
        words = str(error) if isinstance(error, AppError) else "Une erreur inattendue l’a interrompu."
        self.desk.show_words("Le document n’a pas pu être préparé", words)

    def _on_door(self, kind: str, record_id: int) -> None:
        if kind == "organization":
            self.go_requested.emit("organization", None)
        elif kind in ("attendance", "sheets"):
            self.go_requested.emit(kind, record_id)
        else:
            self.open_requested.emit(kind, record_id)

    def _on_moved(self) -> None:
        self.viewer_bar.show_place(self.view.page, self.view.page_count, self.view.scale)

    def _zoom(self, zoom: Zoom) -> None:
        self.view.set_zoom(zoom)

    def _connect(self) -> None:
        self.kind.chosen.connect(self._on_choice)
        self.cohort.chosen.connect(self._on_cohort)
        self.month.chosen.connect(lambda _month: self._load())
        self.people.shown.connect(self._on_shown)
        self.people.ticked.connect(self.header_changed)
        self.people.door.connect(self._on_door)
        self.people.reopened.connect(self.reopener.open)
        self.desk.again.connect(self._load)
        self.view.moved.connect(self._on_moved)
        self.viewer_bar.zoomed.connect(self._zoom)
        self.viewer_bar.larger.connect(self.view.zoom_in)
        self.viewer_bar.smaller.connect(self.view.zoom_out)

    def _content(self) -> QWidget:
        content = QWidget()
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for choice, width in ((self.kind, 250), (self.cohort, 190), (self.month, 150)):
            choice.setMinimumWidth(width)
            bar.addWidget(choice)
        bar.addStretch(1)
        bar.addWidget(self.viewer_bar)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.people)
        row.addWidget(self.desk, 1)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(bar)
        layout.addLayout(row, 1)
        return content

    def _empty(self) -> EmptyState:
        return EmptyState(
            "Certificats, attestations et états se font d’après les cohortes\u00a0: leurs apprenants et leur "
            "émargement. Créez une cohorte ou importez une liste.",
            ("Créer une cohorte", lambda: self.go_requested.emit("cohorts", "new")),
            ("Importer une liste", lambda: self.go_requested.emit("learners", "import")),
            icon="file-text",
            heading="Pas encore de cohorte",
        )
