"""What is asked before the file is left: about work under way, then about what is typed and not saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gen_desktop.ui import dialogs

if TYPE_CHECKING:
    from gen_desktop.ui.draft import Draft


def may_stop(parent: QWidget, under_way: list[str]) -> bool:
    """Whether nothing is being made, or the person stops it."""
    said = "\n".join(f"• {one}" for one in under_way)
    return not under_way or dialogs.ask_to_lose(
        parent,
        "Un travail n’est pas terminé\u00a0:",
        f"{said}\n\nCe qui est enregistré le reste.",
        yes="Arrêter et quitter",
        no="Continuer",
    )


def may_give_up(parent: QWidget, waiting: Mapping[tuple[str, str], Draft]) -> bool:
    """Whether nothing typed waits to be saved, or the person gives it up."""
    said = "\n".join(f"• {draft.title}" for draft in waiting.values())
    return not waiting or dialogs.ask_to_lose(
        parent,
        "Ce qui suit est saisi et n’est pas enregistré\u00a0:",
        said,
        yes="Quitter sans enregistrer",
        no="Revenir à la saisie",
    )
