"""The recovery code, shown once: to be printed and put away before one goes on."""

from __future__ import annotations

import html
from datetime import date

from PySide6.QtGui import QCloseEvent, QFont, QFontDatabase, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import APP_NAME, french
from gen_desktop.ui import dialogs, theme
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.check_box import CheckBox

TITLE = "Fiche de secours"
BODY_PT = 11
REFUSED = (
    "La fiche n’a pas pu être écrite. Vérifiez l’imprimante ou le dossier, ou recopiez le code à la main."
)


class RecoverySheetDialog(QDialog):
    """Cannot be left before the person says that the sheet is put away: the code is kept nowhere."""

    def __init__(self, file_name: str, code: str, today: date, warning: str, parent: QWidget | None) -> None:
        """``warning``: what happens without password and sheet, in one sentence."""
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setMinimumWidth(560)
        self.code = code
        self._html = sheet_html(file_name, code, today, warning)
        shown = label(code, "title", selectable=True)
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPixelSize(theme.TITLE_PX)
        shown.setFont(mono)
        self.kept = CheckBox("Je l’ai rangée")
        self.go_on = button("Continuer", self.accept, kind="primary")
        self.go_on.setEnabled(False)
        self.kept.toggled.connect(self.go_on.setEnabled)
        self.print_button = button("Imprimer la fiche de secours…", self._print, icon="printer")
        self.save_button = button("Enregistrer en PDF…", self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(label("Votre code de secours", "strong"))
        layout.addWidget(shown)
        layout.addWidget(
            label(
                f"Il ouvre «\u00a0{file_name}\u00a0» quand tous les mots de passe sont perdus. Il n’est "
                "montré qu’une fois\u00a0: imprimez-le et rangez la fiche sous clé, loin de l’ordinateur.",
                wrap=True,
            )
        )
        layout.addWidget(label(warning, "attention", wrap=True))
        ways, foot = QHBoxLayout(), QHBoxLayout()
        ways.addWidget(self.print_button)
        ways.addWidget(self.save_button)
        ways.addStretch(1)
        foot.addWidget(self.kept)
        foot.addStretch(1)
        foot.addWidget(self.go_on)
        layout.addLayout(ways)
        layout.addSpacing(4)
        layout.addLayout(foot)

    def reject(self) -> None:
        if self.kept.isChecked():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.kept.isChecked():
            super().closeEvent(event)
        else:
            event.ignore()

    def _print(self) -> None:
        printer = self._printer()
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("Imprimer la fiche de secours")
        if dialogs.run(dialog):
            self._write(printer)

    def _save(self) -> None:
        chosen = dialogs.save_file(self, "Où ranger la fiche (pas à côté du fichier)", dialogs.PDF)
        if chosen is None:
            return
        printer = self._printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(chosen if chosen.suffix else chosen.with_suffix(".pdf")))
        self._write(printer)

    def _printer(self) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(TITLE)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        return printer

    def _write(self, printer: QPrinter) -> None:
        document = QTextDocument()
        # In points: the pixels of the window's own font are specks of dust at a printer's resolution.
        document.setDefaultFont(QFont(self.font().family(), BODY_PT))
        document.setHtml(self._html)
        document.print_(printer)
        if printer.printerState() == QPrinter.PrinterState.Error or not _is_written(printer):
            dialogs.warn(self, REFUSED)


def sheet_html(file_name: str, code: str, today: date, warning: str) -> str:
    """One page: the code, what it opens, when it was made, what it is worth."""
    named, said = html.escape(file_name), html.escape(warning)
    return (
        f"<h1>{APP_NAME} – {TITLE}</h1>"
        f"<p>Fichier\u00a0: <b>{named}</b><br>Fiche faite le {french.long_date(today)}</p>"
        f"<p style='font-family:monospace; font-size:17pt'><b>{html.escape(code)}</b></p>"
        "<p>Pour ouvrir le fichier quand tous les mots de passe sont perdus\u00a0: «\u00a0J’ai le code de "
        "secours\u00a0», puis tapez les sept groupes de lettres. Majuscules, espaces et tirets ne comptent "
        "pas.</p>"
        "<p>Rangez cette fiche sous clé, loin de l’ordinateur\u00a0: qui la lit peut ouvrir le fichier.</p>"
        f"<p>{said}</p>"
    )


def _is_written(printer: QPrinter) -> bool:
    from pathlib import Path

    name = printer.outputFileName()
    return not name or Path(name).is_file()
