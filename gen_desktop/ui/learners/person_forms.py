"""The forms about a person that stand beside her record: other contacts, answers, a paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLineEdit

from gen_desktop.changes import Change
from gen_desktop.importing import people
from gen_desktop.queries.attached_documents import paper
from gen_desktop.queries.contacts import Contact, answers, contacts
from gen_desktop.queries.learners import LearnerDetail
from gen_desktop.reference.lists import choices
from gen_desktop.reference.lists import label as code_label
from gen_desktop.services.attached_documents import change_paper
from gen_desktop.services.contacts import ContactInput, note_answers, set_contacts
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.learners import absence_contacts, words
from gen_desktop.ui.learners.contacts_tab import NOT_ASKED, link_row
from gen_desktop.ui.learners.exception_forms import EXCEPTION_FORMS
from gen_desktop.ui.learners.placement_form import PLACEMENT_FORMS
from gen_desktop.ui.learners.record_form import RecordForm, coded_combo, tri_combo
from gen_desktop.ui.widgets.basics import button
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.phone_field import PhoneField

RELAY_HINT = "Relais\u00a0: on peut lui demander des nouvelles de la personne, qui est d’accord."
SPARE = 2
"""Empty lines offered for new contacts."""


class ContactsForm(RecordForm):
    """Every further telephone and e-mail of a person, changed together; one left empty is deleted."""

    def __init__(self, ctx: AppContext, person: LearnerDetail) -> None:
        super().__init__(ctx, "Autres contacts", f"{person.last_name} {person.first_name}")
        self._learner_id = person.id
        with ctx.db.read() as session:
            known = contacts(session, person.id)
        self._ids: list[int | None] = []
        for one in known:
            self._add_line(one)
        for _ in range(SPARE):
            self._add_line(None)
        more = button("Ajouter une ligne", partial(self._add_line, None), kind="link")
        self.body.insertWidget(2, link_row(more))
        self.start()

    def write(self) -> Change:
        wanted = [
            ContactInput(
                self._value_field(place).value(),
                self.text(f"whose.{place}"),
                known,
                words.tri_value(self.code(f"is_relay.{place}")),
            )
            for place, known in enumerate(self._ids)
        ]
        return set_contacts(self.ctx.db, self._learner_id, wanted)

    def restore(self, draft: Draft) -> None:
        places = [int(name.partition(".")[2]) for name in draft.values]
        while len(self._ids) <= max(places, default=0):
            self._add_line(None)
        super().restore(draft)

    def _add_line(self, known: Contact | None) -> None:
        place = len(self._ids)
        self._ids.append(None if known is None else known.id)
        value, whose = PhoneField(_contact), QLineEdit()
        whose.setPlaceholderText("mère, éducateur…")
        relay = tri_combo()
        relay.setToolTip(RELAY_HINT)
        if known is not None:
            value.set_value(known.value)
            whose.setText(known.whose or "")
            relay.set_code(words.tri_code(known.is_relay))
        self.add(f"value.{place}", "Téléphone ou courriel", value)
        self.add(f"whose.{place}", "De qui", whose)
        self.add(f"is_relay.{place}", "Relais", relay)

    def _value_field(self, place: int) -> PhoneField:
        field = self.fields[f"value.{place}"]
        assert isinstance(field, PhoneField)
        return field


class AnswersForm(RecordForm):
    """What the person says today about the uses of her data; what is left alone stays as it was."""

    def __init__(self, ctx: AppContext, person: LearnerDetail) -> None:
        name = f"{person.last_name} {person.first_name}"
        super().__init__(ctx, "Information et accords", name, label_width=150)
        self._learner_id = person.id
        with ctx.db.read() as session:
            told = answers(session, person.id)
        self._purposes = [one.purpose for one in told]
        for one in told:
            kept = (
                NOT_ASKED if one.latest is None else f"{'Oui' if one.latest.is_given else 'Non'} (inchangé)"
            )
            combo = CodeCombo(words.YES_NO, none_text=kept)
            self.add(f"purpose.{one.purpose}", code_label("consent_purpose", one.purpose), combo)
        day = DateEdit(ctx.today)
        day.set_value(ctx.today())
        self.add("said_on", "Dit le", day, required=True)
        self.add("way", "Comment", coded_combo("consent_way"))
        self.start()

    def write(self) -> Change:
        said = {purpose: self.code(f"purpose.{purpose}") for purpose in self._purposes}
        answered = {purpose: code == "yes" for purpose, code in said.items() if code is not None}
        today = self.ctx.today()
        return note_answers(
            self.ctx.db, self._learner_id, answered, self.date("said_on"), self.code("way"), today
        )


class PaperForm(RecordForm):
    """What a paper is."""

    def __init__(self, ctx: AppContext, person: LearnerDetail, paper_id: int) -> None:
        super().__init__(ctx, "Pièce", f"{person.last_name} {person.first_name}")
        with ctx.db.read() as session:
            self._paper = paper(session, paper_id)
        self.add("title", "Titre", QLineEdit(self._paper.title), required=True)
        kind = CodeCombo([(one.code, one.label) for one in choices("attached_kind")], optional=False)
        kind.set_code(self._paper.kind, label_if_unknown=code_label("attached_kind", self._paper.kind))
        self.add("kind", "Type", kind)
        self.start()

    def write(self) -> Change:
        kind, title = self.code("kind") or self._paper.kind, self.text("title") or ""
        return change_paper(self.ctx.db, self._paper.id, kind, title, version=self._paper.version)


FORMS: dict[str, tuple[str, Callable[[AppContext, LearnerDetail, int], RecordForm]]] = {
    "contacts": ("contact_point", lambda ctx, person, _id: ContactsForm(ctx, person)),
    "answers": ("consent", lambda ctx, person, _id: AnswersForm(ctx, person)),
    "paper": ("attached_document", PaperForm),
    absence_contacts.NOTE: ("absence_contact", absence_contacts.AbsenceContactForm),
    absence_contacts.CORRECT: ("absence_contact", absence_contacts.correction_form),
    **EXCEPTION_FORMS,
    **PLACEMENT_FORMS,
}
"""Gesture → the table it changes, and how its form is built (the last argument: about which record)."""


def _contact(text: str) -> str:
    """The number or address to keep. Raises ValueError with the sentence of what is wrong."""
    return (people.email(text) if "@" in text else people.phone(text)) or ""
