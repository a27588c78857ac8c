"""The records opened lately on this computer: their kinds and ids only, never a name."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from gen_desktop.models.ids import number_in

KEY = "search/recent"
KEPT = 12


class RecentRecords:
    """The latest first. Those of other files stay among them: no id is that of two records."""

    def __init__(self, state: QSettings) -> None:
        self._state = state

    def keys(self) -> list[tuple[str, int]]:
        """The kind and id of each; what cannot be read is left out."""
        found = []
        for one in str(self._state.value(KEY, "") or "").split():
            kind, _, text = one.partition(":")
            number = number_in(text)
            if kind and number is not None:
                found.append((kind, number))
        return found

    def add(self, kind: str, record_id: int) -> None:
        """That record was opened just now."""
        new = (kind, record_id)
        known = self.keys()
        if known[:1] != [new]:
            kept = [new, *(one for one in known if one != new)][:KEPT]
            self._state.setValue(KEY, " ".join(f"{of}:{one}" for of, one in kept))
