"""Émargement à vérifier: what waits in the attendance, summed by cohort; thing by thing in one cohort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.queries.radar import ABSENCE, NOT_RECORDED, SHEET, RadarItem, radar, said
from gen_desktop.queries.radar_details import radar_details
from gen_desktop.reference.lists import choices, code_list
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.list_card import ListCard
from gen_desktop.ui.theme import Tone
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.empty_state import EmptyState

NOBODY = "–"
"""The choice of half-days that name no trainer: what a reader sees, and a name that nobody has."""
ABOUT = "Une cohorte s’ouvre ligne par ligne, et chaque ligne là où elle se règle."
NONE = "Rien ne manque dans l’émargement avec ces filtres."
_TONES: tuple[Tone, ...] = ("wrong", "attention", "accent")


def _badge(item: RadarItem) -> tuple[str, Tone]:
    kind = code_list("radar_kind")[item.kind]
    return kind.label, next(tone for tone in _TONES if tone == kind["tone"])


def _trainer(item: RadarItem) -> str:
    return item.trainer or french.UNKNOWN


COLUMNS = (
    Column("kind", "À vérifier", 220, lambda item: code_label("radar_kind", item.kind), badge=_badge),
    Column("cohort", "Cohorte", 130, lambda item: item.cohort_code),
    Column("trainer", "Formateur", 190, _trainer, tooltip=_trainer),
    Column("what", "Quoi", 300, lambda item: item.what, tooltip=lambda item: item.what, stretch=True),
)


class RadarPage(Page):
    """``show_target(code of radar_kind)`` shows that kind alone.

    Everything of every cohort would be too long to read: a line is opened on its cohort.
    """

    title = "Émargement à vérifier"
    kinds = frozenset(
        {"attendance", "class_session", "cohort", "course", "enrollment", "learner", "signed_sheet"}
        | {"sheet_half_day", "signature_defect", "absence_contact", "exemption", "company_period", "closure"}
    )

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._sums: Sequence[RadarItem] = ()
        self._items: Sequence[RadarItem] = ()
        self._opened: RadarItem | None = None
        self.kind = CodeCombo(
            [(one.code, one.label) for one in choices("radar_kind")], none_text="Tout ce qui manque"
        )
        self.cohort = CodeCombo(none_text="Toutes les cohortes")
        self.trainer = CodeCombo(none_text="Tous les formateurs")
        self._open_button = button("Ouvrir", self._open_selected, tooltip="Entrée")
        self.list = ListCard(
            self.title,
            COLUMNS,
            self._open_button,
            empty=EmptyState(NONE, icon="check", heading="Rien à vérifier"),
            before_copy=partial(may_copy, self, ctx, self.title),
        )
        self._lay_out()
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        return (PageAction("Retour", self.back_requested.emit),)

    def subtitle(self) -> str:
        return said(self._sums)

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("radar.list", self._load, self._show)

    def show_target(self, target: object) -> None:
        if isinstance(target, str):
            self.kind.set_code(target)
            self.cohort.set_code(None)
            self.trainer.set_code(None)
            self._on_chosen()

    def _load(self, _job: Job) -> tuple[Sequence[RadarItem], Sequence[RadarItem]]:
        today, code = self.ctx.today(), self.cohort.code()
        with self.ctx.db.read() as session:
            sums = radar(session, today)
            cohort_id = next((one.cohort_id for one in sums if one.cohort_code == code), None)
            return sums, sums if cohort_id is None else radar_details(session, today, cohort_id)

    def _show(self, found: tuple[Sequence[RadarItem], Sequence[RadarItem]]) -> None:
        self._sums, self._items = found
        self.cohort.set_codes(_choices(item.cohort_code for item in self._sums))
        self.trainer.set_codes(_choices(name for item in self._sums for name in _trainers(item)))
        self._filter()
        self.header_changed.emit()

    def _on_chosen(self) -> None:
        self._opened = None
        self.reload()

    def _filter(self) -> None:
        shown = [item for item in self._items if self._is_chosen(item)]
        before, at = self.list.selected, self.list.table.selected_id() or 0
        self.list.show_rows(shown)
        self.list.said.setText(said(shown))
        if shown:
            is_same_list = before is not None and before.is_sum == shown[0].is_sum
            self.list.select(min(at, len(shown) - 1) if is_same_list else 0)

    def _is_chosen(self, item: RadarItem) -> bool:
        kind, cohort, trainer = self.kind.code(), self.cohort.code(), self.trainer.code()
        return (
            kind in (None, item.kind)
            and cohort in (None, item.cohort_code)
            and (trainer is None or trainer in _trainers(item))
            and (self._opened is None or self._opened.trainer == item.trainer)
        )

    def _open_selected(self) -> None:
        if self.list.selected is not None:
            self._open(self.list.selected)

    def _open(self, item: RadarItem) -> None:
        if item.is_sum:
            self.kind.set_code(item.kind)
            self.cohort.set_code(item.cohort_code)
            self._opened = item
            self.reload()
        elif item.kind == SHEET:
            half_day = ("half_day", item.class_session_id)
            is_known = item.class_session_id is not None
            self.go_requested.emit("sheets", half_day if is_known else (item.cohort_id, item.on))
        elif item.kind == NOT_RECORDED:
            self.open_requested.emit("class_session", item.class_session_id)
        elif item.kind == ABSENCE:
            self.go_requested.emit("absences", item.cohort_id)
        elif item.learner_id is not None:
            self.go_requested.emit("learners", ("absences", item.learner_id))
        else:
            self.open_requested.emit("cohort", item.cohort_id)

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        for combo, name, width in (
            (self.kind, "Ce qui manque", 260),
            (self.cohort, "Cohorte", 190),
            (self.trainer, "Formateur", 190),
        ):
            combo.setAccessibleName(name)
            combo.setMinimumWidth(width)
            filters.addWidget(combo)
        filters.addStretch(1)
        filters.addWidget(label(ABOUT, "secondary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(filters)
        layout.addWidget(self.list, 1)

    def _connect(self) -> None:
        for combo in (self.kind, self.cohort, self.trainer):
            combo.chosen.connect(lambda _code: self._on_chosen())
        self.list.row_opened.connect(self._open)
        self.list.row_chosen.connect(lambda row: self._open_button.setEnabled(row is not None))


def _trainers(item: RadarItem) -> list[str]:
    """Each of those named: a cohort tells several at once."""
    return [name.strip() for name in (item.trainer or "").split(",") if name.strip()] or [NOBODY]


def _choices(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(set(names))]
