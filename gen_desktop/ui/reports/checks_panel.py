"""« Avant de transmettre »: what would make the report come back, whom it is about, and what already left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.documents import DocumentDetail
from gen_desktop.queries.field_completeness import IncompleteField
from gen_desktop.reports.checks import has_people
from gen_desktop.reports.checks_annex import WORDS as POINT_WORDS
from gen_desktop.reports.registry import BuiltReport, Check
from gen_desktop.ui.reports.check_row import CheckRow, DoorRow
from gen_desktop.ui.reports.fold import Fold
from gen_desktop.ui.theme import Tone
from gen_desktop.ui.widgets.basics import button, clear, label, line
from gen_desktop.ui.widgets.card import Card, Notice

WIDTH = 300
NARROW = 268
MARGIN = 14
LINK_INDENT = 8
"""A link brings its own padding: its words stand under the others."""
TONES: dict[str, Tone] = {
    **{"blocking": "wrong", "warning": "attention", "information": "neutral", "ok": "good"}
}
WORDS = POINT_WORDS | {"ok": "En ordre"}
OPEN = ("blocking", "warning")
"""The levels whose points are shown from the start."""
DOORS = {
    "enrollment": "Voir les personnes",
    "follow_up": "Voir les personnes",
    "attendance": "Voir l’émargement",
    "cohort": "Voir la cohorte",
    "organization": "Renseigner l’organisme",
}
CHANGES = "Ce qui a changé depuis le dernier"
NAMES = "Enregistrer la liste nominative des points"
HIDDEN = "Les personnes ne vous sont pas montrées."


class ChecksPanel(Card):
    """``asked(kind, ids, row)`` when a point is clicked whose records can be shown.

    ``names_wanted`` for the list of who is behind the points, ``changes_wanted(id of a document)`` for what
    changed since a report that left.
    """

    asked = Signal(str, object, object)
    names_wanted = Signal()
    changes_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Avant de transmettre", parent)
        self.setFixedWidth(WIDTH)
        self.names_button = button("Liste des noms…", self.names_wanted.emit, kind="link", tooltip=NAMES)
        self.names_button.setAccessibleName(NAMES)
        self.add_to_head(self.names_button)
        self.notice = Notice("neutral", "")
        self.folds: dict[str, Fold] = {}
        self._is_open: dict[str, bool] = {}
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, MARGIN)
        self._rows.setSpacing(0)
        inner = QWidget()
        inner.setProperty("role", "clear")
        inner.setLayout(self._rows)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        self._scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        holder = QVBoxLayout()
        holder.setContentsMargins(MARGIN, 0, MARGIN, 0)
        holder.addWidget(self.notice)
        self.body.addLayout(holder)
        self.body.addWidget(self._scroll, 1)
        self.show_waiting()

    @property
    def rows(self) -> list[CheckRow]:
        """The points shown, from top to bottom."""
        return [row for fold in self.folds.values() for row in fold.findChildren(CheckRow)]

    def set_narrow(self, narrow: bool) -> None:
        """Leave more room to the preview, or take the usual width."""
        self.setFixedWidth(NARROW if narrow else WIDTH)

    def show_waiting(self) -> None:
        """No report yet."""
        self.names_button.setEnabled(False)
        self.notice.set("neutral", "Points à vérifier", "Ils viennent avec l’aperçu.")
        self._clear()

    def set_stale(self) -> None:
        """The points shown are those of a report that is being made again."""
        self.notice.set("neutral", "Vérification en cours", "Les points viennent avec l’aperçu.")
        self._scroll.setEnabled(False)
        self.names_button.setEnabled(False)

    def show_report(
        self, report: BuiltReport, issued: Sequence[DocumentDetail], lacking: Sequence[IncompleteField]
    ) -> None:
        """The checks of a report, the gravest first, the fields that are not known for everybody concerned
        and the documents issued for the same scope."""
        self.notice.set(*_verdict(report))
        self.names_button.setEnabled(has_people(report.checks))
        self._clear()
        self._scroll.setEnabled(True)
        for level, word in WORDS.items():
            checks = [check for check in report.checks if check.level == level]
            if checks:
                rows = [self._check_row(check) for check in checks]
                self._add_fold(level, f"{word} ({french.number(len(rows))})", rows)
        if lacking:
            rows = [self._field_row(one) for one in lacking]
            self._add_fold("fields", f"Champs incomplets ({french.number(len(rows))})", rows)
        self._rows.addWidget(line())
        self._rows.addSpacing(12)
        self._add_issued(report, issued)
        self._rows.addStretch(1)

    def _add_fold(self, key: str, title: str, rows: Sequence[CheckRow]) -> None:
        fold = self.folds[key] = Fold(title, is_open=self._is_open.get(key, key in OPEN))
        fold.head.clicked.connect(lambda _checked=False: self._is_open.update({key: fold.is_open}))
        for row in rows:
            fold.add(row)
        self._rows.addWidget(fold)

    def _field_row(self, one: IncompleteField) -> CheckRow:
        field = one.field
        title = f"{field.label}\u00a0: {french.share_text(field.filled, field.total)}"
        detail = f"renseigné à {french.rate(field.filled, field.total)}"
        if one.missing is None:
            return CheckRow("neutral", title, f"{detail}. {HIDDEN}", f"{title}, {detail}. {HIDDEN}")
        door = DOORS["enrollment"]
        row = DoorRow("neutral", title, detail, f"{title}, {detail}. {door}", tooltip=door)
        row.button.clicked.connect(lambda _checked=False: self.asked.emit("enrollment", one.missing, row))
        return row

    def _check_row(self, check: Check) -> CheckRow:
        tone, word = TONES[check.level], WORDS[check.level]
        detail = f"{check.detail}. {HIDDEN}" if check.is_hidden else check.detail
        said = f"{word}\u00a0: {check.title}, {detail}".removesuffix(", ")
        if not can_open(check):
            return CheckRow(tone, check.title, detail, said)
        door = DOORS[check.kind]
        row = DoorRow(tone, check.title, detail, f"{said}. {door}", tooltip=door)
        row.button.clicked.connect(lambda _checked=False: self.asked.emit(check.kind, check.ids, row))
        return row

    def _add_issued(self, report: BuiltReport, issued: Sequence[DocumentDetail]) -> None:
        texts = [
            ("Déjà remis ou enregistré", "strong"),
            *((_issued_words(one, report), "small") for one in issued),
        ]
        if not issued:
            texts.append(("Rien encore pour ce périmètre.", "small"))
        for text, role in texts:
            made = label(text, "strong" if role == "strong" else "small", wrap=True)
            made.setContentsMargins(MARGIN, 0, MARGIN, 4)
            self._rows.addWidget(made)
        if issued:
            changed = button(CHANGES, partial(self.changes_wanted.emit, issued[0].id), kind="link")
            held = QWidget()
            held.setProperty("role", "clear")
            row = QHBoxLayout(held)
            row.setContentsMargins(LINK_INDENT, 0, MARGIN, 0)
            row.addWidget(changed, 0, Qt.AlignmentFlag.AlignLeft)
            self._rows.addWidget(held)

    def _clear(self) -> None:
        self.folds.clear()
        clear(self._rows)


def can_open(check: Check) -> bool:
    """Whether the window has somewhere to show what the point is about."""
    return check.level != "ok" and (bool(check.ids) or check.kind == "organization")


def _verdict(report: BuiltReport) -> tuple[Tone, str, str]:
    levels = [check.level for check in report.checks]
    blocking, attention = levels.count("blocking"), levels.count("warning")
    mention = f"le rapport porte la mention «\u00a0{report.mention.lower()}\u00a0»" if report.mention else ""
    if blocking:
        return "wrong", french.plural(blocking, "point bloquant", "points bloquants"), mention
    if attention:
        words = french.plural(attention, "point à vérifier", "points à vérifier")
        return "attention", words, mention or "rien n’empêche de transmettre"
    return "good", "Tout est en ordre", mention or "le rapport peut partir"


def _issued_words(document: DocumentDetail, report: BuiltReport) -> str:
    issued, as_of = french.short_date(document.issued_at.date()), french.short_date(document.as_of)
    same = document.fingerprint == report.fingerprint
    left = f"{document.number}, remis" if document.number else "Enregistré"
    return f"{left} le {issued}, données au {as_of}\u00a0: " + (
        "les mêmes chiffres" if same else "données modifiées depuis"
    )
