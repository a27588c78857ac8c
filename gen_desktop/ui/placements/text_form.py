"""The fields of a text of messages: name, kind, subject, body with its places, and how many SMS it makes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gen_desktop.errors import InvalidInput
from gen_desktop.exporting.messages import filled_body
from gen_desktop.french import NBSP
from gen_desktop.models.message_text import EMAIL, PLACES, SMS, place_problem, sms_size
from gen_desktop.queries.messages import KeptMessage
from gen_desktop.reference.lists import choices
from gen_desktop.services.message_templates import MessageInput
from gen_desktop.ui.placements.words import sms_words
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.flow import FlowLayout
from gen_desktop.ui.widgets.form import FormRows

BODY_HEIGHT = 210
EXAMPLE: Mapping[str, str] = {
    "prénom": "Yasmine",
    "nom": "Ben Salah",
    "formation": "Développement web",
    "cohorte": "DWWM 2026-1",
    "échéance": f"6{NBSP}mois après la formation",
    "date": "28/11/2026",
    "limite": "27/02/2027",
    "organisme": "notre centre",
    "téléphone": "03 86 99 99 99",
    "auteur": "C. Lambert",
}
"""Invented: for counting the signs of an SMS while it is written."""


class TextForm(QWidget):
    """Shows a text and reads it back. What is wrong with a place is said as soon as the field is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = FormRows(label_width=74)
        self.name = QLineEdit()
        self.kind = CodeCombo([(one.code, one.label) for one in choices("message_kind")], optional=False)
        self.subject = QLineEdit()
        self.body = QPlainTextEdit()
        self.body.setMinimumHeight(BODY_HEIGHT)
        self.body.setTabChangesFocus(True)
        self.size_words = label("", "small", wrap=True)
        self.rows.add("name", "Nom", self.name, required=True)
        self.rows.add("kind", "Envoi par", self.kind)
        self.rows.add("subject", "Objet", self.subject, check=lambda: place_problem(self.subject.text()))
        self.rows.add("body", "Message", self.body, check=lambda: place_problem(self.body.toPlainText()))
        self.rows.add_below(self.size_words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.rows)
        layout.addWidget(
            label(f"Ce qui change d’une personne à l’autre, à insérer dans le message{NBSP}:", "small")
        )
        layout.addWidget(self._places())
        layout.addStretch(1)
        self.kind.chosen.connect(lambda _code: self._on_kind())
        self.body.textChanged.connect(self._count)

    def show_text(self, text: KeptMessage) -> None:
        """Fill the fields."""
        self.rows.clear_errors()
        self.name.setText(text.name)
        self.kind.set_code(text.kind)
        self.subject.setText(text.subject or "")
        self.body.setPlainText(text.body)
        self._on_kind()

    def put_back(self, typed: Mapping[str, Any]) -> None:
        """Type again what the rows held."""
        self.rows.put_back(typed)
        self._on_kind()

    def values(self) -> MessageInput:
        """What is typed."""
        subject = self.subject.text() if self.kind.code() == EMAIL else None
        return MessageInput(self.name.text(), self.kind.code() or "", self.body.toPlainText(), subject)

    def check(self) -> bool:
        """Check every field; the first wrong one gets the focus."""
        return self.rows.check_all()

    def show_problems(self, error: InvalidInput) -> None:
        """Say each problem under its field."""
        self.rows.show_problems(error)

    def _places(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=4)
        for name, meaning in PLACES.items():
            made = button(f"{{{name}}}", partial(self._insert, name), kind="link", tooltip=meaning)
            made.setAccessibleName(f"Insérer {meaning}")
            flow.addWidget(made)
        return holder

    def _insert(self, name: str) -> None:
        self.body.insertPlainText(f"{{{name}}}")
        self.body.setFocus()

    def _on_kind(self) -> None:
        self.rows.set_visible("subject", self.kind.code() == EMAIL)
        self._count()

    def _count(self) -> None:
        is_sms = self.kind.code() == SMS
        self.size_words.setVisible(is_sms)
        text = self.body.toPlainText()
        if is_sms and not place_problem(text):
            size = sms_size(filled_body(SMS, text, EXAMPLE))
            self.size_words.setText(f"Rempli pour une personne{NBSP}: {sms_words(size)}")
