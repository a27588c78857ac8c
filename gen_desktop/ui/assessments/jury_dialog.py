"""A session of the jury: its day, its place, and the record that came back."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.french import plural, short_date
from gen_desktop.queries.assessment_grid import JuryRow
from gen_desktop.services.jury_sessions import JuryInput, delete_jury, plan_jury, update_jury
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.edit_dialog import EditDialog


class JuryDialog(EditDialog):
    """The facts of one session."""

    def __init__(self, ctx: AppContext, cohort_id: int, held: JuryRow | None, parent: QWidget) -> None:
        """``held`` None: another session."""
        title = "Nouvelle session de jury" if held is None else f"Jury du {short_date(held.held_on)}"
        super().__init__(title, parent)
        self._ctx, self._cohort_id, self._held = ctx, cohort_id, held
        self.held_on, self.received_on = DateEdit(ctx.today), DateEdit(ctx.today)
        self.place, self.number, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        add = self.form.add
        add("held_on", "Date", self.held_on, required=True)
        add("place", "Lieu", self.place)
        add("record_number", "Procès-verbal n°", self.number)
        add("record_received_on", "Procès-verbal reçu le", self.received_on)
        add("note", "Remarque", self.note)
        if held is not None:
            self._load(held)
        self.held_on.setFocus()

    def values(self) -> JuryInput:
        """What is typed."""
        return JuryInput(
            self.held_on.value(),
            self.place.text(),
            self.number.text(),
            self.received_on.value(),
            self.note.text(),
        )

    def delete(self) -> None:
        """Delete the session, once that is confirmed; undo gives it back."""
        if self._held is None:
            return
        waiting = self._held.waiting
        people = plural(waiting, "personne sans résultat n’aura", "personnes sans résultat n’auront")
        lost = f"{people} plus de date de jury. " if waiting else ""
        detail = f"{lost}Les résultats saisis restent."
        if dialogs.ask(self, "Supprimer cette session de jury\u00a0?", detail, yes="Supprimer"):
            try:
                self.change = delete_jury(self._ctx.db, self._held.id)
            except AppError as error:
                dialogs.show_error(self, error)
                return
            self.accept()

    def write(self) -> Change:
        if self._held is None:
            return plan_jury(self._ctx.db, self._cohort_id, self.values())
        return update_jury(self._ctx.db, self._held.id, self.values(), version=self._held.version)

    def _load(self, held: JuryRow) -> None:
        self.held_on.set_value(held.held_on)
        self.received_on.set_value(held.record_received_on)
        for field, text in (
            (self.place, held.place),
            (self.number, held.record_number),
            (self.note, held.note),
        ):
            field.setText(text or "")
        waiting = f"dont {held.waiting} sans résultat" if held.waiting else "tous les résultats sont connus"
        people = plural(held.people, "personne")
        told = f"{people}, {waiting}." if held.people else "Personne n’y est encore inscrit."
        self.form.add_wide(label(told, "secondary", wrap=True))
        self.add_to_foot(button("Supprimer cette session…", self.delete, icon="trash"))
