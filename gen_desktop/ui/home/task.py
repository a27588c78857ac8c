"""One line of « À faire »."""

from __future__ import annotations

from dataclasses import dataclass

from gen_desktop.ui.theme import Tone


@dataclass(frozen=True)
class Task:
    """One line of « À faire »: the button ``action`` goes to ``page_id`` and hands it ``target``."""

    tone: Tone
    title: str
    detail: str
    action: str
    page_id: str
    target: object
