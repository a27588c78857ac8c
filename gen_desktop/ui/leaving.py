"""Names that leave the window by the clipboard: entered in the register of exports first, or refused."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gen_desktop.errors import AppError
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext


def may_copy(parent: QWidget, ctx: AppContext, scope: str, people: int) -> bool:
    """Whether so many rows of a list of people may be copied; a refusal is said. ``scope`` names the list."""
    from gen_desktop.services.exports import record_export

    try:
        record_export(ctx.db, "copied_rows", scope, people)
    except AppError as error:
        dialogs.show_error(parent, error)
        return False
    return True
