"""Where one goes from the grid: absences, distance work, signed sheets, imports, sheets to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.sheet_target import PAGE as SHEETS_TO_PRINT
from gen_desktop.ui.sheet_target import SheetTarget

if TYPE_CHECKING:
    from gen_desktop.ui.attendance.page import AttendancePage


class Doors:
    """Each goes with the cohort and the week shown, once what was being typed is recorded."""

    def __init__(self, page: AttendancePage) -> None:
        self._page = page

    def actions(self) -> Sequence[PageAction]:
        """The buttons of the top bar."""
        imports = PageAction("Importer", self._import, icon="upload", shortcut="import")
        return (
            PageAction("Absences", self._to_absences),
            PageAction("À distance", self._to_remote, icon="file-text"),
            PageAction("Feuilles signées", self._to_sheets, icon="file-text"),
            self._page.allowed(imports, "attendance"),
            PageAction("Imprimer les feuilles…", self._print_sheets, icon="printer", primary=True),
        )

    def to_sheet(self, class_session_id: int) -> None:
        """The signed sheet of a half-day, or where it is filed."""
        self._go("sheets", ("half_day", class_session_id))

    def file_scan(self, path: Path) -> None:
        """File that scan for the week shown."""
        self._go("sheets", (self._page.cohort_id, self._page.monday, path))

    def _import(self) -> None:
        self._go("imports", ("attendance", self._page.cohort_id))

    def _print_sheets(self) -> None:
        self._go(SHEETS_TO_PRINT, SheetTarget(self._page.cohort_id, self._page.monday))

    def _to_absences(self) -> None:
        self._go("absences", self._page.cohort_id)

    def _to_sheets(self) -> None:
        cohort_id = self._page.cohort_id
        self._go("sheets", (cohort_id, self._page.monday) if cohort_id is not None else None)

    def _to_remote(self) -> None:
        self._go("remote", self._page.cohort_id)

    def _go(self, page_id: str, target: object) -> None:
        self._page.view.finish_pending()
        self._page.go_requested.emit(page_id, target)
