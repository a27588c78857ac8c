"""Applications entered one after the other, by the keyboard alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.importing import people
from gen_desktop.importing.likeness import Identity
from gen_desktop.importing.while_typed import namesakes
from gen_desktop.queries.search import Hit, find
from gen_desktop.reference.lists import choices
from gen_desktop.services import applications
from gen_desktop.services.applications import ApplicationInput
from gen_desktop.services.learners import LearnerInput
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.intake.known_list import KnownList
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.phone_field import PhoneField

TYPING_PAUSE_MS = 120
FEWEST_LETTERS = 3
OF_A_NEW_PERSON = ("first_name", "birth_date", "phone")


class QuickEntry(SideForm):
    """Name, first name, Enter: the application is in, and the next can be typed."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx, "Nouvelle candidature")
        self.cohort_id = 0
        self._known: Hit | None = None
        self._is_in = False
        self._doubted: tuple[str, dt.date | None] | None = None
        self.last_name, self.first_name = QLineEdit(), QLineEdit()
        self.birth_date = DateEdit(ctx.today, birth=True)
        self.phone = PhoneField(lambda text: people.phone(text) or "")
        self.prescriber = CodeCombo([(one.code, one.label) for one in choices("prescriber")])
        self.applied_on = DateEdit(ctx.today)
        self.known_list = KnownList((self.last_name, self.first_name))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.rows.add("last_name", "Nom", self.last_name)
        self.rows.add("first_name", "Prénom", self.first_name)
        self.rows.add_wide(self.known_list)
        self.rows.add("birth_date", "Naissance", self.birth_date)
        self.rows.add("phone", "Téléphone", self.phone)
        self.rows.add("prescriber", "Prescripteur", self.prescriber)
        self.rows.add("applied_on", "Reçue le", self.applied_on)
        for line in (self.last_name, self.first_name):
            line.textEdited.connect(lambda _text: self._pause.start())
        self.known_list.picked.connect(self._take_known)
        self.save_button.setText("Enregistrer et suivante")
        self.save_button.setToolTip("Entrée")
        self.add_foot("Vider", self.start_new)
        self.start_new()

    def start_new(self) -> None:
        """Nothing typed: the day stays, candidatures of one day come together."""
        day = self.applied_on.value() or self.ctx.today()
        self._forget_known()
        for line in (self.last_name, self.first_name, self.birth_date, self.phone):
            line.clear()
        self.birth_date.set_value(None)
        self.prescriber.set_code(None)
        self.applied_on.set_value(day)
        self.known_list.offer(())
        self.rows.clear_errors()
        self.say("")
        self.start()

    def take_focus(self) -> None:
        """The name."""
        self.last_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop(self) -> None:
        """Forget what is typed."""
        self.start_new()

    def held(self) -> dict[str, Any]:
        known = None if self._known is None else [self._known.id, self._known.title, self._known.detail]
        return super().held() | {"known": known}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        super().put_back(typed)
        if known := typed.get("known"):
            self._take_known(Hit("learner", *known))
        else:
            self._pause.start()

    def save(self) -> None:
        """Write it, and be ready for the next."""
        who = f"{self.last_name.text().strip()} {self.first_name.text().strip()}"
        if self._is_a_double(who):
            return
        self._is_in = False
        super().save()
        if self._is_in:
            self.start_new()
            self.say(f"Enregistrée{french.NBSP}: {who}", "good")
            self.take_focus()

    def write(self) -> Change:
        person: LearnerInput | int = (
            self._known.id
            if self._known is not None
            else LearnerInput(
                self.last_name.text(),
                self.first_name.text(),
                birth_date=self.birth_date.value(),
                phone=self.phone.value() or None,
            )
        )
        values = ApplicationInput(self.cohort_id, person, self.applied_on.value(), self.prescriber.code())
        change = applications.receive(self.ctx.db, values, self.ctx.today())
        self._is_in = True
        return change

    def _is_a_double(self, who: str) -> bool:
        """Whether somebody of that name is in the file, said the first time; the second Enter is meant."""
        birth = self.birth_date.value()
        typed = (who, birth)
        if self._known is not None or self._doubted == typed:
            return False
        with self.ctx.db.read() as session:
            name = self.last_name.text().strip(), self.first_name.text().strip()
            found = namesakes(session, Identity.of(name, birth, None))
        if not found:
            return False
        self._doubted = typed
        self._look()
        self.say(
            f"{who} est déjà dans le fichier{french.NBSP}: choisissez sa fiche, ou Entrée pour une autre."
        )
        return True

    def _look(self) -> None:
        """Whoever is in the file under a name like what is typed, small mistakes forgiven."""
        typed = f"{self.last_name.text()} {self.first_name.text()}".strip()
        if self._known is not None or len(self.last_name.text().strip()) < FEWEST_LETTERS:
            self.known_list.offer(())
            return
        with self.ctx.db.read() as session:
            found = find(session, typed)
        self.known_list.offer([hit for hit in found if hit.kind == "learner"])

    def _take_known(self, hit: Hit) -> None:
        self._known = hit
        self.last_name.setText(hit.title)
        self.first_name.clear()
        self._lock(True)
        self.known_list.offer(())
        detail = f" ({hit.detail})" if hit.detail else ""
        self.say(
            f"{hit.title}{detail} est déjà dans le fichier{french.NBSP}: sa fiche reçoit la candidature."
        )
        self.prescriber.setFocus(Qt.FocusReason.TabFocusReason)

    def _forget_known(self) -> None:
        self._known = self._doubted = None
        self._lock(False)

    def _lock(self, locked: bool) -> None:
        """A person of the file keeps her own name, birth date and telephone."""
        self.last_name.setReadOnly(locked)
        for name in OF_A_NEW_PERSON:
            self.rows.set_visible(name, not locked)
