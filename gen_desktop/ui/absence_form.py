"""The form of an absence: its reason, and the document that justifies it. Opened from the grid or a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import InvalidInput
from gen_desktop.models.attendance import ABSENT, justified_codes, long_slot_label
from gen_desktop.models.paper_formats import EXTENSIONS
from gen_desktop.reference.lists import choices, code_list
from gen_desktop.reference.lists import label as code_label
from gen_desktop.services import justifications
from gen_desktop.services.attached_documents import file_source
from gen_desktop.services.attendance_facts import Key
from gen_desktop.services.justifications import ReceivedDocument
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

NOT_RECEIVED = "Pas encore reçu"
CATEGORY_ONLY = "Seuls la catégorie et le jour sont gardés, jamais ce que le document dit de la santé."


@dataclass(frozen=True, slots=True)
class AbsentHalfDay:
    """A half-day of absence as the form shows it."""

    key: Key
    held_on: date
    half_day: str
    status: str
    document_on: date | None = None
    document_kind: str | None = None


class AbsenceForm(SideForm):
    """Of one person: a tick for each half-day, then what is known of the absence."""

    def __init__(self, ctx: AppContext, who: str, half_days: Sequence[AbsentHalfDay]) -> None:
        super().__init__(ctx, "Justifier l’absence", who)
        self._ticks: dict[Key, CheckBox] = {}
        self._scan: Path | None = None
        first = half_days[0]
        for one in half_days:
            tick = CheckBox(f"{long_slot_label(one.held_on, one.half_day)}, {_status_words(one.status)}")
            tick.setChecked(True)
            self._ticks[one.key] = tick
            self.rows.add_wide(tick)
        reasons = [(one.code, one.label) for one in choices("attendance_status", first.held_on)]
        self.reason = CodeCombo(
            [pair for pair in reasons if pair[0] in justified_codes()], none_text="À choisir"
        )
        self.reason.set_code(first.status if first.status != ABSENT else None)
        kinds = choices("absence_document", first.held_on)
        self.kind = CodeCombo([(one.code, one.label) for one in kinds], none_text=NOT_RECEIVED)
        self.kind.set_code(first.document_kind)
        self.received_on = DateEdit(ctx.today)
        self.received_on.set_value(first.document_on or ctx.today())
        self.scan_button = button("Joindre le document…", self._choose_scan)
        set_refusal(self.scan_button, ctx.why_not("attached_document"))
        self.rows.add("reason", "Motif", self.reason, required=True)
        self.rows.add("kind", "Justificatif", self.kind)
        self.rows.add("received_on", "Reçu le", self.received_on)
        self.rows.add_below(self.scan_button)
        self.rows.add_wide(label(CATEGORY_ONLY, "small", wrap=True))
        self.kind.chosen.connect(self._follow_kind)
        self._follow_kind()
        self.start()

    def take_focus(self) -> None:
        """The reason, or the document when the reason is known."""
        (self.reason if self.reason.code() is None else self.kind).setFocus()

    def held(self) -> dict[str, Any]:
        ticks = [list(key) for key, tick in self._ticks.items() if tick.isChecked()]
        return super().held() | {"half_days": ticks}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        super().put_back(typed)
        if "half_days" in typed:
            kept = {tuple(key) for key in typed["half_days"]}
            for key, tick in self._ticks.items():
                tick.setChecked(key in kept)
        self._follow_kind()

    def write(self) -> Change:
        keys = [key for key, tick in self._ticks.items() if tick.isChecked()]
        if not keys:
            raise InvalidInput.one("", "Cochez au moins une demi-journée.")
        reason, kind = self.reason.code() or "", self.kind.code()
        if kind is None:
            return justifications.give_reason(self.ctx.db, keys, reason)
        scan = file_source(self._scan) if self._scan is not None else None
        received_on = self.received_on.value() or self.ctx.today()
        document = ReceivedDocument(received_on, kind, reason, scan)
        return justifications.receive_document(self.ctx.db, keys, document, self.ctx.today())

    def _follow_kind(self, _code: object = None) -> None:
        """Without a document there is no day and no scan of it."""
        is_received = self.kind.code() is not None
        self.rows.set_visible("received_on", is_received)
        self.scan_button.setVisible(is_received)

    def _choose_scan(self) -> None:
        patterns = " ".join(f"*{one}" for one in EXTENSIONS)
        kinds = f"Documents et images ({patterns});;Tous les fichiers (*)"
        chosen = dialogs.open_file(self, "Document à joindre", kinds)
        if chosen is not None:
            self._scan = chosen
            self.scan_button.setText(chosen.name)


def _status_words(status: str) -> str:
    if status == ABSENT:
        return "absent"
    short = code_list("attendance_status")[status]["short"]
    return f"J{french.NBSP}{short}" if short else code_label("attendance_status", status).lower()
