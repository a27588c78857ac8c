"""After an absence: what was said and offered, and the form in which it is noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.queries.absence_contacts import AbsenceContactRow, absence_contact
from gen_desktop.queries.learners import LearnerDetail
from gen_desktop.reference.lists import label as code_label
from gen_desktop.services.absence_contacts import (
    AbsenceContactInput,
    change_absence_contact,
    note_absence_contact,
)
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners.contacts_tab import link_row
from gen_desktop.ui.learners.record_form import RecordForm, coded_combo, notes_field
from gen_desktop.ui.widgets.basics import button, column, label, set_refusal
from gen_desktop.ui.widgets.date_edit import DateEdit

NOTE, CORRECT, DELETE = "absence_contact", "absence_contact_edit", "absence_contact_delete"
"""The gestures of the section; the first is about an enrollment, the others about a contact."""
HEADING = "Contacts après une absence"
Ask = Callable[[str, int], object]


@dataclass(frozen=True, slots=True)
class AbsenceFollowUp:
    """What the panel knows of the absences of the present enrollment.

    ``threshold``: unjustified half-days in a row that are an alert; ``refusal``: why no contact may be noted,
    ``exit_refusal``: why no exit.
    """

    contacts: Sequence[AbsenceContactRow]
    threshold: int
    refusal: str = ""
    exit_refusal: str = ""

    def followed_words(self, last_absence: dt.date) -> str:
        """« , suivie le 23/11/2026 » when somebody was in touch since that day, else ''."""
        days = [one.made_on for one in self.contacts if one.made_on >= last_absence]
        return f", suivie le {french.short_date(max(days))}" if days else ""


def contacts_section(followed: AbsenceFollowUp, enrollment_id: int, ask: Ask) -> Iterator[QWidget]:
    """Every contact, the latest first, then the way to note one more."""
    heading = label(HEADING, "strong", wrap=True)
    heading.setContentsMargins(0, 4, 0, 0)
    yield heading
    for one in followed.contacts:
        yield _contact(one, followed.refusal, ask)
    if not followed.contacts:
        yield label("Aucun contact noté.", "secondary", wrap=True)
    note = button("Noter un contact…", partial(ask, NOTE, enrollment_id), kind="link")
    set_refusal(note, followed.refusal)
    yield link_row(note)


def _contact(one: AbsenceContactRow, refusal: str, ask: Ask) -> QWidget:
    day = french.short_date(one.made_on)
    mode, outcome = code_label("contact_mode", one.contact_mode), code_label("attempt_outcome", one.outcome)
    by = f", {one.author}" if one.author else ""
    lines = [label(f"{day}, {mode.lower()}{french.NBSP}: {outcome.lower()}{by}", wrap=True)]
    for text in (one.said, one.offered and f"Proposé{french.NBSP}: {one.offered}"):
        if text:
            lines.append(label(text, "secondary", wrap=True))
    if one.next_on is not None:
        again = f"À rappeler le {french.short_date(one.next_on)}"
        lines.append(label(again, "small", wrap=True))
    links = []
    for text, gesture in (("Corriger…", CORRECT), ("Supprimer…", DELETE)):
        link = button(text, partial(ask, gesture, one.id), kind="link")
        link.setAccessibleName(f"{text} contact du {day}")
        set_refusal(link, refusal)
        links.append(link)
    return column(*lines, link_row(*links))


class AbsenceContactForm(RecordForm):
    """One contact: who, when, how, what was said, what was offered, when to ask again."""

    def __init__(
        self,
        ctx: AppContext,
        person: LearnerDetail,
        enrollment_id: int,
        known: AbsenceContactRow | None = None,
    ) -> None:
        super().__init__(ctx, "Contact après une absence", f"{person.last_name} {person.first_name}")
        self._enrollment_id, self._known = enrollment_id, known
        day, again = DateEdit(ctx.today), DateEdit(ctx.today)
        day.set_value(known.made_on if known else ctx.today())
        again.set_value(known.next_on if known else None)
        again.setToolTip("Ce jour-là, l’accueil le rappelle")
        mode, outcome = coded_combo("contact_mode"), coded_combo("attempt_outcome")
        mode.set_code(known.contact_mode if known else "phone")
        outcome.set_code(known.outcome if known else None)
        self.add("made_on", "Le", day, required=True)
        self.add("contact_mode", "Comment", mode, required=True)
        self.add("outcome", "Résultat", outcome, required=True)
        self.add("author", "Par", QLineEdit(known.author or "" if known else ctx.db.author.name))
        self.add("said", "Ce qui est dit", notes_field())
        self.add("offered", "Proposé", notes_field())
        self.add("next_on", "À rappeler le", again)
        if known is not None:
            self.notes("said").setPlainText(known.said or "")
            self.notes("offered").setPlainText(known.offered or "")
        self.start()

    def write(self) -> Change:
        day = self.date("made_on")
        assert day is not None  # required
        values = AbsenceContactInput(
            made_on=day,
            contact_mode=self.code("contact_mode") or "",
            outcome=self.code("outcome") or "",
            author=self.text("author"),
            said=self.text("said"),
            offered=self.text("offered"),
            next_on=self.date("next_on"),
        )
        if self._known is None:
            return note_absence_contact(self.ctx.db, self._enrollment_id, values, self.ctx.today())
        return change_absence_contact(self.ctx.db, self._known.id, values, self.ctx.today())


def correction_form(ctx: AppContext, person: LearnerDetail, contact_id: int) -> AbsenceContactForm:
    """The form of a contact that was noted. Raises NotFound."""
    with ctx.db.read() as session:
        known = absence_contact(session, contact_id)
    return AbsenceContactForm(ctx, person, known.enrollment_id, known)
