"""Émargement à vérifier: everything that waits in the attendance, by kind, cohort and trainer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.queries.radar import SHEET, RadarItem, radar
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
ABOUT = "Chaque ligne s’ouvre là où elle se règle."
NONE = "Rien ne manque dans l’émargement avec ces filtres."
_TONES: tuple[Tone, ...] = ("wrong", "attention", "accent")


def _badge(item: RadarItem) -> tuple[str, Tone]:
    kind = code_list("radar_kind")[item.kind]
    return kind.label, next(tone for tone in _TONES if tone == kind["tone"])


COLUMNS = (
    Column("kind", "À vérifier", 236, lambda item: code_label("radar_kind", item.kind), badge=_badge),
    Column("cohort", "Cohorte", 130, lambda item: item.cohort_code),
    Column("trainer", "Formateur", 150, lambda item: item.trainer or french.UNKNOWN),
    Column("what", "Quoi", 300, lambda item: item.what, tooltip=lambda item: item.what, stretch=True),
)


class RadarPage(Page):
    """``show_target(code of radar_kind)`` shows that kind alone."""

    title = "Émargement à vérifier"
    kinds = frozenset(
        {"attendance", "class_session", "cohort", "course", "enrollment", "learner", "signed_sheet"}
        | {"sheet_half_day", "signature_defect", "absence_contact", "exemption", "company_period", "closure"}
    )

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._items: Sequence[RadarItem] = ()
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
        return french.plural(len(self._items), "chose à vérifier", "choses à vérifier")

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("radar.list", self._load, self._show)

    def show_target(self, target: object) -> None:
        if isinstance(target, str):
            self.kind.set_code(target)
            self.cohort.set_code(None)
            self.trainer.set_code(None)
            self._filter()

    def _load(self, _job: Job) -> tuple[RadarItem, ...]:
        with self.ctx.db.read() as session:
            return radar(session, self.ctx.today())

    def _show(self, items: Sequence[RadarItem]) -> None:
        self._items = items
        self.cohort.set_codes(_choices(item.cohort_code for item in items))
        self.trainer.set_codes(_choices(name for item in items for name in _trainers(item)))
        self._filter()
        self.header_changed.emit()

    def _filter(self) -> None:
        kind, cohort, trainer = self.kind.code(), self.cohort.code(), self.trainer.code()
        shown = [
            item
            for item in self._items
            if kind in (None, item.kind)
            and cohort in (None, item.cohort_code)
            and (trainer is None or trainer in _trainers(item))
        ]
        self.list.show_rows(shown)
        self.list.said.setText(french.plural(len(shown), "ligne"))

    def _open_selected(self) -> None:
        if self.list.selected is not None:
            self._open(self.list.selected)

    def _open(self, item: RadarItem) -> None:
        if item.kind == SHEET and item.class_session_id is not None:
            self.go_requested.emit("sheets", ("half_day", item.class_session_id))
        elif item.class_session_id is not None:
            self.open_requested.emit("class_session", item.class_session_id)
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
            combo.chosen.connect(lambda _code: self._filter())
        self.list.row_opened.connect(self._open)
        self.list.row_chosen.connect(lambda row: self._open_button.setEnabled(row is not None))


def _trainers(item: RadarItem) -> list[str]:
    """Each of those named: a cohort tells several at once."""
    return [name.strip() for name in (item.trainer or "").split(",") if name.strip()] or [NOBODY]


def _choices(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(set(names))]
