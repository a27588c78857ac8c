"""Which sheets of the national register are kept, of the thousands that its file holds."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.rncp_file import RncpFile
from gen_desktop.models.names import fold
from gen_desktop.models.rncp_sheet import SheetFacts
from gen_desktop.ui.references import words
from gen_desktop.ui.widgets.basics import button, label

TITLE = "Fiches du répertoire national"
SIZE = (900, 560)
WIDTHS = (130, 420, 70, 130, 60)
SHOWN = 200
"""More than that are narrowed by what is typed."""
ABOUT = (
    "Cochez les certifications que vous préparez\u00a0: leurs blocs et leurs compétences se reprennent "
    "ensuite dans la fiche de la formation. Celles de vos formations sont déjà cochées."
)
NO_SKILLS = (
    "Cette archive ne donne pas les compétences des blocs\u00a0: pour les avoir, importez le fichier XML "
    "du même jeu de données."
)


class RncpDialog(QDialog):
    """Accepted, ``chosen()`` are to be kept."""

    def __init__(self, found: RncpFile, ticked: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = found
        self._ticked = {sheet.code for sheet in found.sheets if sheet.code in ticked}
        self._folded = {sheet.code: fold(f"{sheet.code} {sheet.title}") for sheet in found.sheets}
        self.setWindowTitle(TITLE)
        self.resize(*SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Code ou intitulé")
        self.search.setAccessibleName("Chercher une certification")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._show())
        self.list = _list()
        self.list.itemChanged.connect(self._on_ticked)
        self.said = label("", "secondary", wrap=True)
        self.take_button = button("", self.accept, kind="primary")
        self.take_button.setDefault(True)
        self._lay_out()
        self._show()
        self._count()
        self.search.setFocus()

    def chosen(self) -> list[SheetFacts]:
        """The sheets ticked."""
        return [sheet for sheet in self._found.sheets if sheet.code in self._ticked]

    def _show(self) -> None:
        wanted = fold(self.search.text()).split()
        matches = [
            sheet for sheet in self._found.sheets if all(word in self._folded[sheet.code] for word in wanted)
        ]
        matches.sort(key=lambda sheet: (sheet.code not in self._ticked, sheet.code))
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addTopLevelItems([self._item(sheet) for sheet in matches[:SHOWN]])
        self.list.blockSignals(False)
        more = f", les {SHOWN} premières sont montrées" if len(matches) > SHOWN else ""
        self.said.setText(f"{french.plural(len(matches), 'fiche')}{more}.")

    def _item(self, sheet: SheetFacts) -> QTreeWidgetItem:
        until = french.short_date(sheet.valid_until) if sheet.valid_until else french.UNKNOWN
        level = sheet.level or french.UNKNOWN
        item = QTreeWidgetItem([sheet.code, sheet.title, level, until, str(len(sheet.blocks))])
        item.setToolTip(1, sheet.title)
        item.setData(0, Qt.ItemDataRole.UserRole, sheet.code)
        on = sheet.code in self._ticked
        item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        return item

    def _on_ticked(self, item: QTreeWidgetItem) -> None:
        code = item.data(0, Qt.ItemDataRole.UserRole)
        if item.checkState(0) is Qt.CheckState.Checked:
            self._ticked.add(code)
        else:
            self._ticked.discard(code)
        self._count()

    def _count(self) -> None:
        count = len(self._ticked)
        self.take_button.setText(f"Garder {french.plural(count, 'fiche')}" if count else "Garder")
        self.take_button.setEnabled(bool(count))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(button("Annuler", self.reject))
        foot.addWidget(self.take_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(10)
        day = self._found.published_on
        published = f", publié le {french.short_date(day)}" if day else ""
        layout.addWidget(label(f"«{NBSP}{self._found.file_name}{NBSP}»{published}", "name", wrap=True))
        layout.addWidget(label(ABOUT, "secondary", wrap=True))
        if not self._found.tells_skills:
            layout.addWidget(label(NO_SKILLS, "attention", wrap=True))
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)


def source_of(found: RncpFile) -> str:
    """« export-fiches-csv-2026-11-20.zip », where what is kept comes from."""
    return words.file_of_day(found.file_name, found.published_on)


def _list() -> QTreeWidget:
    made = QTreeWidget()
    made.setAccessibleName("Certifications")
    made.setHeaderLabels(["Code", "Intitulé", "Niveau", "Valable jusqu’au", "Blocs"])
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setTabKeyNavigation(False)
    header = made.header()
    header.setStretchLastSection(False)
    for column, width in enumerate(WIDTHS):
        made.setColumnWidth(column, width)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return made
