"""A message to people of the call list: read first, then copied for one or written to a file for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.exporting.messages import (
    ReadyMessage,
    missing_places,
    one_text,
    ready_messages,
    write_messages,
)
from gen_desktop.french import NBSP
from gen_desktop.jobs import Job
from gen_desktop.models.message_text import SMS, sms_size
from gen_desktop.queries.messages import KeptMessage, MailMerge, kept_messages, mail_merge
from gen_desktop.services.contact_attempts import SentMessage, note_messages
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.placements.words import left_out_words, merge_words, sms_words, text_name
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.code_combo import CodeCombo

WIDTH, HEIGHT, PREVIEW_HEIGHT = 700, 620, 160
FILE_KINDS = "Classeur Excel (*.xlsx);;Texte (*.txt)"
ATTEMPTS, REGISTER = "contact_attempt", "nominative_export"


class MessagesDialog(QDialog):
    """``is_for_one``: the message is copied; else all are written to a file. ``path``: that file, else None.

    ``edit_texts`` shows the texts over a widget.

    Nothing is sent from here: the program has no network.
    """

    def __init__(
        self,
        ctx: AppContext,
        call_ids: Sequence[int],
        parent: QWidget | None = None,
        *,
        is_for_one: bool,
        edit_texts: Callable[[QWidget], object],
    ) -> None:
        super().__init__(parent)
        self._ctx, self._call_ids, self._is_for_one = ctx, tuple(call_ids), is_for_one
        self._edit = edit_texts
        self._texts: tuple[KeptMessage, ...] = ()
        self._merge = MailMerge()
        self.messages: list[ReadyMessage] = []
        self.path: Path | None = None
        title = "Copier le message" if is_for_one else "Préparer les messages"
        self.setWindowTitle(title)
        self.text = CodeCombo(optional=False)
        self.text.setAccessibleName("Texte")
        self.notice = Notice("attention", "")
        self.notice.hide()
        self.told = label("", "secondary", wrap=True)
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName("Aperçu du message")
        self.preview.setMinimumHeight(PREVIEW_HEIGHT)
        self.size_words = label("", "small", wrap=True)
        self.noting = CheckBox("Noter «\u00a0Message laissé\u00a0» dans les prises de contact")
        set_refusal(self.noting, ctx.why_not(ATTEMPTS))
        self.take_button = (
            button("Copier", self.take, kind="primary", icon="copy")
            if is_for_one
            else button("Enregistrer…", self.take, kind="primary")
        )
        self._lay_out(title)
        self.text.chosen.connect(lambda _code: self._load())
        self._read_texts()

    def take(self) -> None:
        """Copy the one message, or ask where to write all of them; note the attempts if that is asked."""
        if not self.messages:
            return
        if self._is_for_one:
            self._copy()
        else:
            self._ask_where()

    def _copy(self) -> None:
        if not may_copy(self, self._ctx, "Message à une personne", 1):
            return
        QGuiApplication.clipboard().setText(one_text(self.messages[0]))
        try:
            if self.noting.isChecked():
                self._ctx.changes.publish(self._note())
        except AppError as error:
            dialogs.show_error(self, error)
            return
        self.accept()

    def _ask_where(self) -> None:
        suggested = Path.home() / f"messages-{self._ctx.today():%Y-%m-%d}.xlsx"
        path = dialogs.save_file(self, "Messages préparés", FILE_KINDS, suggested)
        if path is not None:
            path = path if path.suffix else path.with_suffix(".xlsx")
            self._ctx.jobs.write(
                "Messages", partial(self._write, path), partial(self._on_written, path), parent=self
            )

    def _write(self, path: Path, _job: Job) -> Change:
        write_messages(self._ctx.db, self.messages, self._merge.cohorts, path)
        return self._note() if self.noting.isChecked() else Change(frozenset({REGISTER}))

    def _on_written(self, path: Path, change: Change) -> None:
        self._ctx.changes.publish(change)
        self.path = path
        self.accept()

    def _note(self) -> Change:
        sent = [SentMessage(one.call, one.address) for one in self._merge.addressees]
        return note_messages(self._ctx.db, sent, self._chosen().kind, self._ctx.now())

    def _edit_texts(self) -> None:
        self._edit(self)
        self._read_texts()

    def _read_texts(self) -> None:
        with self._ctx.db.read() as session:
            self._texts = kept_messages(session, self._ctx.today())
        self.text.set_codes([(_key(one), text_name(one)) for one in self._texts])
        if self.text.currentIndex() < 0:
            self.text.setCurrentIndex(0)
        self._load()

    def _chosen(self) -> KeptMessage:
        return next(one for one in self._texts if _key(one) == self.text.code())

    def _load(self) -> None:
        """Who would be written to with that text: read off the window's thread, a list may be long."""
        text, ctx = self._chosen(), self._ctx
        self.take_button.setEnabled(False)

        def load(_job: Job) -> MailMerge:
            with ctx.db.read() as session:
                return mail_merge(session, self._call_ids, text.kind, ctx.today(), ctx.db.author.name)

        ctx.jobs.read_latest("placements.messages", load, partial(self._on_loaded, text))

    def _on_loaded(self, text: KeptMessage, merge: MailMerge) -> None:
        self._merge = merge
        missing = missing_places(text, merge)
        self.messages = [] if missing else ready_messages(text, merge)
        self.take_button.setEnabled(bool(self.messages))
        self._say_missing(missing)
        self.told.setText(self._told_words())
        self.told.setVisible(bool(self.told.text()))
        self.preview.setPlainText(_preview(self.messages[0]) if self.messages else "")
        self.size_words.setVisible(text.kind == SMS and bool(self.messages))
        if text.kind == SMS and self.messages:
            longest = max(
                (sms_size(one.body) for one in self.messages), key=lambda size: (size.parts, size.units)
            )
            self.size_words.setText(
                sms_words(longest) if self._is_for_one else f"Le plus long{NBSP}: {sms_words(longest)}"
            )

    def _say_missing(self, missing: Sequence[str]) -> None:
        self.notice.setVisible(bool(missing))
        if missing:
            places = french.join_names([f"{{{one}}}" for one in missing])
            self.notice.set(
                "attention",
                f"Rien à mettre à la place de {places}.",
                "Complétez «\u00a0Mon organisme\u00a0», ou retirez cette place du texte.",
            )

    def _told_words(self) -> str:
        said = [left_out_words(self._merge.left_out)]
        if not self._is_for_one:
            said.insert(0, merge_words(self._merge))
        return " ".join(filter(None, said))

    def _lay_out(self, title: str) -> None:
        self.resize(WIDTH, HEIGHT)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.text, 1)
        top.addWidget(button("Modifier les textes…", self._edit_texts))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Fermer", self.reject))
        foot.addWidget(self.take_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label(title, "name"))
        layout.addLayout(top)
        layout.addWidget(self.notice)
        layout.addWidget(self.told)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.size_words)
        layout.addWidget(self.noting)
        layout.addLayout(foot)


def _key(text: KeptMessage) -> str:
    """What the drop-down knows a text by: its name is its own within its kind."""
    return f"{text.kind}/{text.name}"


def _preview(message: ReadyMessage) -> str:
    whom = f"À{NBSP}: {message.first_name} {message.last_name}, {french.contact(message.address, None)}"
    return f"{whom}\n{one_text(message)}"
