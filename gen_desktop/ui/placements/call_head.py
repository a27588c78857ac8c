"""Who is called: the number to dial, how else she can be reached, and what was tried."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.models.calling import Number
from gen_desktop.models.contact import PHONE
from gen_desktop.queries.contacts import RELAY
from gen_desktop.queries.follow_up_form import FormState
from gen_desktop.ui.placements import words
from gen_desktop.ui.placements.contact_rows import number_words
from gen_desktop.ui.widgets.badge import Badge
from gen_desktop.ui.widgets.basics import ElidedLabel, icon_button, label

MARGIN = 16
ATTEMPTS_SHOWN = 3


class CallHead(QWidget):
    """``person_asked()``: the person wants to see the record behind the name; ``message_asked()``: to write.

    ``history_asked(kind, id, name)`` and ``deletion_asked(kind, id, what)``: of what was noted of the calls.
    """

    person_asked = Signal()
    message_asked = Signal()
    history_asked = Signal(str, object, str)
    deletion_asked = Signal(str, object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ElidedLabel("", "name")
        self._badge = Badge()
        self._path = label("", "secondary", wrap=True)
        self.refusal = Badge()
        self.phone = label("", "title", wrap=True, selectable=True)
        self.others = label("", "secondary", wrap=True, selectable=True)
        self.attempts = label("", "small", wrap=True)
        self.advice = label("", "small", wrap=True)
        self.menu = QMenu(self)
        self._no_phone = ""
        self._numbers: dict[str, str] = {}
        self._lay_out()

    def show_state(self, state: FormState, today: date) -> None:
        """Name the person and everything that helps to reach her."""
        self._name.set_text(f"{state.last_name} {state.first_name}")
        months = state.call.horizon
        self._badge.set(f"échéance {words.horizon(months)}" if months else "à la sortie", "accent")
        self._path.setText(words.path(state))
        self.refusal.set(words.REFUSES_CALLS if state.refuses_calls else "", "attention")
        self._no_phone = _no_phone(state)
        self._numbers = {one.value: french.contact(*_said(one)) for one in state.numbers}
        self.show_number(state.numbers[0].value if state.numbers else None)
        others = _others(state)
        self.others.setText(" · ".join(others))
        self.others.setVisible(bool(others))
        lines = [words.attempt(attempt, today) for attempt in state.attempts]
        hidden = len(lines) - ATTEMPTS_SHOWN
        if hidden > 0:
            lines = [*lines[:ATTEMPTS_SHOWN], f"et {french.plural(hidden, 'autre')} avant"]
        self.attempts.setText("\n".join(lines))
        self.attempts.setVisible(bool(lines))
        advice = words.advice(state, today)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self._fill_menu(state)

    def show_number(self, number: str | None) -> None:
        """The number that is dialled, and whose it is; None says how she may be reached otherwise."""
        shown = self._numbers.get(number, french.phone(number)) if number else self._no_phone
        self.phone.setText(shown)

    @property
    def name(self) -> str:
        """The name shown."""
        return self._name.full_text()

    def _fill_menu(self, state: FormState) -> None:
        self.menu.clear()
        of = f"{self.name}, {words.horizon(state.call.horizon)}"
        if state.known is not None:
            self._add("Historique de ce suivi", self.history_asked, "follow_up", state.known.id, of)
        enrolled = f"{self.name} en {state.cohort_code}"
        target = ("enrollment", state.call.enrollment_id, enrolled)
        self._add("Historique de l’inscription", self.history_asked, *target)
        for attempt in state.attempts:
            what = f"le contact du {french.short_date(attempt.made_on)}"
            self._add(f"Supprimer {what}…", self.deletion_asked, "contact_attempt", attempt.id, what)
        self.menu.addAction("Copier le message…", self.message_asked.emit)

    def _add(self, text: str, asked: SignalInstance, kind: str, record_id: int, name: str) -> None:
        self.menu.addAction(text, partial(asked.emit, kind, record_id, name))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._name, 1)
        top.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        dial = QHBoxLayout()
        dial.addWidget(self.phone, 1)
        dial.addWidget(icon_button("user", "Ouvrir la fiche de l’apprenant", self.person_asked.emit))
        more = icon_button("more-horizontal", "Autres gestes")
        more.setMenu(self.menu)
        dial.addWidget(more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 10)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self._path)
        layout.addWidget(self.refusal)
        layout.addLayout(dial)
        layout.addWidget(self.others)
        layout.addWidget(self.attempts)
        layout.addWidget(self.advice)


def _said(number: Number) -> tuple[str, str | None, str]:
    return number.value, number.whose, RELAY if number.is_relay else ""


def _no_phone(state: FormState) -> str:
    return "Pas de téléphone, un courriel" if state.email else "Pas de téléphone"


def _others(state: FormState) -> list[str]:
    """The other ways to reach the person; a number known to be wrong is said so."""
    found = []
    for one in state.numbers[1:]:
        said = number_words(one, state.wrong_numbers)
        found.append(said if one.whose else f"autre{NBSP}: {said}")
    if state.numbers and state.numbers[0].value in state.wrong_numbers:
        found.insert(0, "numéro connu comme faux")
    if state.email:
        found.append(state.email)
    found += [one.words for one in state.contacts if one.kind != PHONE]
    if state.relay_contact:
        found.append(f"relais{NBSP}: {state.relay_contact}")
    return found
