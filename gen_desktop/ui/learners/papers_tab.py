"""The tab of the papers: what is there, what it looks like, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.models.paper_formats import size_words
from gen_desktop.queries.attached_documents import Paper
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui import actions
from gen_desktop.ui.learners.tab import Tab
from gen_desktop.ui.widgets.basics import (
    ElidedLabel,
    button,
    icon_button,
    label,
    line,
    set_refusal,
    set_role,
)

PREVIEW = QSize(296, 372)
"""So that a page and its line are seen whole on a small screen."""
EMPTY = "Aucune pièce. Déposez ici un CV, un diplôme, une attestation… ou choisissez des fichiers."
HINT = "Ou déposez des fichiers sur ce volet, ou collez une image ({keys})."
LET_GO = "Lâchez\u00a0: la pièce sera jointe à cette personne."
UNSEEN = "Pas d’aperçu pour ce format. Ouvrez la pièce pour la lire."
COPY_NOTE = "Ouvre une copie\u00a0: ce qui y serait changé n’est pas gardé ici."


class PapersTab(Tab):
    """``asked(gesture, paper id)``: paper_add (of none), paper_open… (paper_gestures.py), paper (a form)."""

    asked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[int, PaperRow] = {}
        self.add_button: QPushButton | None = None
        self.hint = label()

    def show_papers(self, papers: Sequence[Paper], refusal: str) -> None:
        """Show these. ``refusal``: why nothing may be added or changed, '' when it may."""
        # Parentless buttons are kept here: their slots must outlive the call.
        self.add_button = button("Ajouter des pièces…", lambda: self._ask("paper_add", None), icon="plus")
        set_refusal(self.add_button, refusal)
        self.rows = {one.id: PaperRow(one, refusal) for one in papers}
        widgets: list[QWidget] = [_left(self.add_button)]
        self.hint = label("", "small", wrap=True)
        self.set_over(False)
        if not refusal:
            widgets.append(self.hint)
        if not papers:
            widgets.append(label(EMPTY if not refusal else "Aucune pièce.", "secondary", wrap=True))
        for row in self.rows.values():
            row.asked.connect(self.asked)
            widgets += [line(), row]
        self.fill(*widgets)

    def show_preview(self, paper_id: int, image: QImage | None) -> None:
        """Show what a paper looks like under its line, if it is still there; None says that it cannot be."""
        for row in self.rows.values():
            if row.paper.id == paper_id:
                row.show_preview(image)
                QTimer.singleShot(0, row, partial(_bring_to_view, row))  # once it has its height
            else:
                row.hide_preview()

    def point_at(self, paper_id: int) -> None:
        """Bring that paper to view, with the focus on it."""
        row = self.rows.get(paper_id)
        if row is not None:
            row.preview_button.setFocus()
            QTimer.singleShot(0, row, partial(_bring_to_view, row))

    def set_over(self, over: bool) -> None:
        """Say that what is being dragged can be let go here."""
        self.hint.setText(LET_GO if over else HINT.format(keys=actions.keys_text("paste_paper")))
        set_role(self.hint, "role", "attention" if over else "small")

    def _ask(self, gesture: str, paper_id: int | None) -> None:
        self.asked.emit(gesture, paper_id)


class PaperRow(QWidget):
    """One paper: its title, what it is, and its gestures."""

    asked = Signal(str, object)

    def __init__(self, paper: Paper, refusal: str) -> None:
        super().__init__()
        self.paper = paper
        self._refusal = refusal
        self.title = ElidedLabel(paper.title, "strong")
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.picture.hide()
        self.unseen = label(UNSEEN, "secondary", wrap=True)
        self.unseen.hide()
        self.preview_button = button("Aperçu", self._toggle, kind="link")
        self.open_button = button("Ouvrir", partial(self._ask, "paper_open"), kind="link", tooltip=COPY_NOTE)
        for one in (self.preview_button, self.open_button):
            one.setAccessibleName(f"{one.text()}, {paper.title}")
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self._fill_menu()
        self._lay_out()

    def show_preview(self, image: QImage | None) -> None:
        """What the paper looks like, or that it cannot be shown."""
        if image is not None:
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self.picture.setPixmap(picture)
            self.picture.setAccessibleName(f"Aperçu de {self.paper.title}")
        self.picture.setVisible(image is not None)
        self.unseen.setVisible(image is None)
        self.preview_button.setText("Refermer")

    def hide_preview(self) -> None:
        """Only the line."""
        self.picture.hide()
        self.picture.clear()
        self.unseen.hide()
        self.preview_button.setText("Aperçu")

    def _toggle(self) -> None:
        if self.picture.isVisible() or self.unseen.isVisible():
            self.hide_preview()
        else:
            self._ask("paper_preview")

    def _ask(self, gesture: str) -> None:
        self.asked.emit(gesture, self.paper.id)

    def _fill_menu(self) -> None:
        self.menu.addAction("Enregistrer une copie…", partial(self._ask, "paper_copy"))
        for text, gesture in (("Modifier…", "paper"), ("Supprimer…", "paper_delete")):
            action = self.menu.addAction(text, partial(self._ask, gesture))
            set_refusal(action, self._refusal)

    def _lay_out(self) -> None:
        more = icon_button("more-horizontal", f"Autres gestes, {self.paper.title}")
        more.setMenu(self.menu)
        links = QHBoxLayout()
        links.setSpacing(4)
        links.addWidget(self.preview_button)
        links.addWidget(self.open_button)
        links.addStretch(1)
        links.addWidget(more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addWidget(label(_about(self.paper), "secondary", wrap=True))
        layout.addLayout(links)
        layout.addWidget(self.unseen)
        layout.addWidget(self.picture)


def _bring_to_view(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget, 0, 12)


def _about(paper: Paper) -> str:
    """« Diplôme ou attestation · PDF, 240 Ko · 12/11/2026 »."""
    kind = code_label("attached_kind", paper.kind)
    about = f"{paper.format.name}, {size_words(paper.size)}"
    return " · ".join((kind, about, french.short_date(paper.added_on)))


def _left(widget: QWidget) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    layout.addStretch(1)
    return holder
