"""The card that asks who opens a protected file, and their password."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gen_desktop.ui.widgets.basics import button, label, set_role
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.code_combo import CodeCombo

WIDTH = 440
WITH_CODE = "J’ai le code de secours"
WITH_PASSWORD = "J’ai mon mot de passe"
WITH_KEYCHAIN = "Ouvrir avec le trousseau"
REMEMBER = "Se souvenir sur cet ordinateur (trousseau du système)"
SHARED = (
    "Seulement si vous êtes seul à utiliser cette session\u00a0: qui s’en sert ouvrira le fichier à votre "
    "nom, sans mot de passe."
)


class UnlockCard(Card):
    """``submitted(name or None, password)``; None: the code of the recovery sheet, which is nobody's.

    ``keychain_chosen(name)``: by the system's keychain, once it was offered. ``given_up``: another button.
    The card waits, locked, until ``refuse`` or its end.
    """

    submitted = Signal(object, str)
    keychain_chosen = Signal(str)
    given_up = Signal()

    def __init__(self, file_name: str, names: Sequence[str], *, leave: str, title: str = "") -> None:
        super().__init__(title or f"Ouvrir «\u00a0{file_name}\u00a0»", margins=24)
        self.setFixedWidth(WIDTH)
        self._by_code = not names
        self._who_label = label("Qui ouvre\u00a0?", "secondary")
        self.who = CodeCombo([(name, name) for name in names], optional=False)
        self.who.set_code(names[0] if names else None)
        self.who.setAccessibleName("Qui ouvre\u00a0?")
        self._secret_label = label("", "secondary")
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.returnPressed.connect(self._submit)
        self.secret.textEdited.connect(lambda _text: self._say(""))
        self.shown = CheckBox("Montrer ce que je tape")
        self.shown.toggled.connect(self._show_secret)
        self.remember = CheckBox(REMEMBER)
        self.remember.toggled.connect(lambda _checked: self._show_keychain())
        self.shared = label(SHARED, "attention", wrap=True)
        self.keychain_button = button(WITH_KEYCHAIN, self._by_keychain)
        self._has_keychain = False
        self._was_keychain_tried = False
        self._remembered: frozenset[str] = frozenset()
        self.who.currentIndexChanged.connect(lambda _row: self._show_keychain())
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.open_button = button("Ouvrir", self._submit, kind="primary")
        self.leave_button = button(leave, self.given_up.emit)
        self.other_way = button("", self._change_way, kind="link")
        self.other_way.setVisible(bool(names))
        for widget in (
            self._who_label, self.who, self._secret_label, self.secret, self.error, self.shown,
            self.remember, self.shared,
        ):  # fmt: skip
            self.body.addWidget(widget)
        self.body.addWidget(self.keychain_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.other_way, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addSpacing(8)
        self.body.addLayout(self._buttons())
        self._dress()

    def refuse(self, sentence: str) -> None:
        """Say why it did not open, and let the person try again; what was typed is selected."""
        self._lock(False)
        self._show_keychain()
        self._say(sentence)
        self.secret.setFocus()
        self.secret.selectAll()

    @property
    def is_to_remember(self) -> bool:
        """Whether the person asked for their keychain to open it next time."""
        return self.remember.isChecked() and not self.remember.isHidden()

    def offer_keychain(self, remembered: Sequence[str]) -> None:
        """This computer has a keychain; ``remembered``: who chose to open with it."""
        self._has_keychain = True
        self._remembered = frozenset(remembered)
        if remembered and not self.secret.text():
            self.who.set_code(remembered[0])
        self._show_keychain()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.secret.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.leave_button)
        row.addStretch(1)
        row.addWidget(self.open_button)
        return row

    def _submit(self) -> None:
        if not self.open_button.isEnabled():
            return
        if not self.secret.text():
            self._say("Tapez le code de secours." if self._by_code else "Tapez votre mot de passe.")
            self.secret.setFocus()
            return
        self._say("")
        self._lock(True)
        self.submitted.emit(None if self._by_code else self.who.code(), self.secret.text())

    def _by_keychain(self) -> None:
        name = self.who.code()
        if name is not None and self.open_button.isEnabled():
            self._say("")
            self._lock(True)
            self._was_keychain_tried = True
            self.keychain_chosen.emit(name)

    def _show_keychain(self) -> None:
        is_offered = self._has_keychain and not self._by_code
        is_remembered = self.who.code() in self._remembered
        self.keychain_button.setVisible(is_offered and is_remembered)
        # A keychain that did not open may be asked to remember again.
        may_remember = is_offered and (not is_remembered or self._was_keychain_tried)
        self.remember.setVisible(may_remember)
        self.shared.setVisible(may_remember and self.remember.isChecked())

    def _lock(self, locked: bool) -> None:
        self.open_button.setText("Ouverture…" if locked else "Ouvrir")
        parts: tuple[QWidget, ...] = (
            *(self.who, self.secret, self.shown, self.remember),
            *(self.keychain_button, self.other_way, self.open_button),
        )
        for part in parts:
            part.setEnabled(not locked)

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.secret.setAccessibleDescription(sentence)
        set_role(self.secret, "wrong", "true" if sentence else "false")

    def _show_secret(self, shown: bool) -> None:
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _change_way(self) -> None:
        self._by_code = not self._by_code
        self._dress()
        self.secret.clear()
        self._say("")
        self.secret.setFocus()

    def _dress(self) -> None:
        asked = "Code de secours" if self._by_code else "Mot de passe"
        self._secret_label.setText(asked)
        self.secret.setAccessibleName(asked)
        self.secret.setPlaceholderText("Les 7 groupes de 5 lettres de la fiche" if self._by_code else "")
        self.other_way.setText(WITH_PASSWORD if self._by_code else WITH_CODE)
        self._who_label.setVisible(not self._by_code)
        self.who.setVisible(not self._by_code)
        self._show_keychain()
