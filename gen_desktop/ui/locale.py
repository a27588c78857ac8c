"""French through and through: Qt's own buttons, dates, numbers."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from gen_desktop.errors import StorageProblem

FRENCH = QLocale(QLocale.Language.French, QLocale.Country.France)


def install(app: QApplication) -> None:
    """Make Qt speak French. Raises StorageProblem when the translation is missing from the program."""
    QLocale.setDefault(FRENCH)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_fr", folder):
        raise StorageProblem("La traduction française de Qt manque. Réinstallez le programme.")
    app.installTranslator(translator)
