"""Définitions: the same leavers as each funder counts them, side by side, and who is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.exporting.esf_participants import write_esf_participants
from gen_desktop.exporting.promotion_table import write_promotion_table
from gen_desktop.jobs import Job
from gen_desktop.queries.definition_figures import DefinitionFigure, definition_figures, definition_people
from gen_desktop.queries.definition_scopes import EVERYBODY, DefinitionScope, definition_scopes
from gen_desktop.queries.definitions import definitions_at
from gen_desktop.queries.indicators import Part
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.esf_participants import draw_participants
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.definitions.columns import COLUMNS
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.tables.list_card import ListCard
from gen_desktop.ui.widgets.basics import ElidedLabel, button, set_role
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.empty_state import EmptyState

USUAL_HORIZON = 6
ABOUT = "Ces taux ne se comparent pas entre eux\u00a0: qui est compté, et quand, diffère."
FUTURE = "Cette date est à venir\u00a0: les données s’arrêtent au plus tard aujourd’hui."
NOBODY = "Cette définition ne compte personne ici."
NONE = "Les définitions se calculent sur les personnes sorties de formation."
WORKBOOK, PAGES, TABLE = "Classeur (*.xlsx)", "PDF (*.pdf)", "CSV (*.csv)"


class DefinitionsPage(Page):
    """``show_target(horizon)`` shows that one."""

    title = "Définitions"
    kinds = frozenset(
        {"enrollment", "follow_up", "placement", "certification", "cohort", "learner", "funding_program"}
        | {"program_parameter"}
    )

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._scopes: Sequence[DefinitionScope] = (EVERYBODY,)
        self.scope = CodeCombo([(EVERYBODY.key, EVERYBODY.label)], optional=False)
        self.scope.set_code(EVERYBODY.key)
        self.horizon = CodeCombo([(str(k), f"À {k} mois") for k in HORIZONS], optional=False)
        self.horizon.set_code(str(USUAL_HORIZON))
        self.day = DateEdit(ctx.today)
        self.day.set_value(ctx.today())
        self._told = ElidedLabel(ABOUT, "secondary")
        self._told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._last_day: dt.date | None = None
        self.openers = {
            part: button(text, partial(self._open_people, part), tooltip=tooltip)
            for part, text, tooltip in (
                (Part.NUMERATOR, "Personnes comptées (n)", "Entrée"),
                (Part.DENOMINATOR, "Base entière (N)", ""),
                (Part.UNKNOWN, "Inconnus", ""),
            )
        }
        self.list = ListCard(
            self.title,
            COLUMNS,
            *self.openers.values(),
            empty=EmptyState(NONE, icon="briefcase", heading="Personne n’est encore sorti"),
        )
        self._lay_out()
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        menu = (
            PageAction("Tableau de promotion France compétences…", self.export_promotion),
            PageAction("Participants FSE+, tableau (CSV)…", partial(self.export_participants, ".csv")),
            PageAction("Participants FSE+, à imprimer (PDF)…", partial(self.export_participants, ".pdf")),
        )
        return (
            PageAction("Retour", self.back_requested.emit),
            self.allowed(PageAction("Exporter", icon="download", menu=menu), "nominative_export"),
        )

    def subtitle(self) -> str:
        return f"Données au {french.short_date(self._as_of())}"

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.list.table.setFocus()  # Enter opens the people of a figure at once

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("definitions.list", self._load, self._show)

    def show_target(self, target: object) -> None:
        if target in HORIZONS:
            self.horizon.set_code(str(target))
            self.reload()

    def export_promotion(self) -> None:
        """The certified of a year: that of the scope, else the last one that is over."""
        year = self._chosen().promotion or self._as_of().year - 1
        path = self._asked(f"promotion-{year}.xlsx", WORKBOOK)
        if path is not None:
            self._write(partial(write_promotion_table, self.ctx.db, year, self._as_of(), path), path)

    def export_participants(self, suffix: str) -> None:
        """Everybody of the scope who entered."""
        path = self._asked(f"participants-fse{suffix}", PAGES if suffix == ".pdf" else TABLE)
        if path is not None:
            scope, words = self._asked_scope(), self._chosen().label
            write = partial(write_esf_participants, self.ctx.db, scope, words, path, draw_participants)
            self._write(write, path)

    def _asked(self, name: str, kinds: str) -> Path | None:
        path = dialogs.save_file(self, "Exporter", kinds, Path.home() / name)
        return path if path is None or path.suffix else path.with_suffix(Path(name).suffix)

    def _write(self, write: partial[int], path: Path) -> None:
        self.ctx.jobs.read(
            lambda _job: write(),
            lambda people: self.tell(f"{path.name}\u00a0: {french.plural(people, 'personne')}."),
            name="Export",
            progress_over=self,
        )

    def _as_of(self) -> dt.date:
        """The day typed; the last one that could be while what is typed cannot."""
        if not self._wrong_day():
            self._last_day = self.day.value()
        return self._last_day or self.ctx.today()

    def _wrong_day(self) -> str:
        """What is wrong with the day typed, '' for nothing."""
        day = self.day.value()
        return FUTURE if day is not None and day > self.ctx.today() else self.day.problem()

    def _on_day(self) -> None:
        sentence, before = self._wrong_day(), self._last_day
        self._told.set_text(sentence or ABOUT)
        set_role(self._told, "role", "error" if sentence else "secondary")
        self.day.setAccessibleDescription(sentence)
        set_role(self.day, "wrong", "true" if sentence else "false")
        if not sentence and before != self.day.value():
            self.reload()

    def _chosen(self) -> DefinitionScope:
        key = self.scope.code()
        return next((one for one in self._scopes if one.key == key), EVERYBODY)

    def _asked_scope(self) -> Scope:
        return Scope(self._as_of(), self._chosen().cohort_ids)

    def _load(self, _job: Job) -> tuple[Sequence[DefinitionScope], Sequence[DefinitionFigure]]:
        horizon, chosen = int(self.horizon.code() or USUAL_HORIZON), self._chosen()
        with self.ctx.db.read() as session:
            scopes = definition_scopes(session)
            figures = definition_figures(
                session, self._asked_scope(), definitions_at(horizon), chosen.promotion
            )
        return scopes, figures

    def _show(self, found: tuple[Sequence[DefinitionScope], Sequence[DefinitionFigure]]) -> None:
        self._scopes, figures = found
        self.scope.set_codes([(one.key, one.label) for one in self._scopes])
        at = self.list.table.selected_id() or 0
        self.list.show_rows(figures if any(figure.concerned for figure in figures) else ())
        self.list.select(at)
        self.header_changed.emit()

    def _on_row(self, figure: DefinitionFigure | None) -> None:
        counts = {} if figure is None else {
            Part.NUMERATOR: figure.n, Part.DENOMINATOR: figure.N, Part.UNKNOWN: figure.unknown
        }  # fmt: skip
        for part, opener in self.openers.items():
            opener.setEnabled(bool(counts.get(part)))
        self.list.said.set_text("" if figure is None else _told(figure))

    def _open_people(self, part: Part) -> None:
        figure: DefinitionFigure | None = self.list.selected
        if figure is None:
            return
        if not figure.n and part is Part.NUMERATOR:
            self.tell(NOBODY)
            return
        scope, promotion = self._asked_scope(), self._chosen().promotion

        def load(_job: Job) -> tuple[int, ...]:
            with self.ctx.db.read() as session:
                found = definition_people(session, figure.definition.id, part, scope, promotion)
            return tuple(dict.fromkeys(person.learner_id for person in found))

        self.ctx.jobs.read_latest(
            "definitions.people", load, lambda ids: self.go_requested.emit("learners", ids)
        )

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        for field, name, width in (
            (self.scope, "Cohortes", 300),
            (self.horizon, "Échéance", 120),
            (self.day, "Données arrêtées au", 120),
        ):
            field.setAccessibleName(name)
            field.setMinimumWidth(width)
            field.setToolTip(name)
            filters.addWidget(field)
        filters.addWidget(self._told, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(filters)
        layout.addWidget(self.list, 1)

    def _connect(self) -> None:
        for combo in (self.scope, self.horizon):
            combo.chosen.connect(lambda _code: self.reload())
        self.day.changed.connect(lambda _day: self._on_day())
        self.day.editingFinished.connect(self._on_day)
        self.list.row_chosen.connect(self._on_row)
        self.list.row_opened.connect(lambda _row: self._open_people(Part.NUMERATOR))


def _told(figure: DefinitionFigure) -> str:
    """The whole formula, which the column may cut, and where it comes from."""
    return french.typographic(f"{figure.definition.formula}. {figure.definition.source}.")
