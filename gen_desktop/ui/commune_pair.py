"""Postal code and commune, typed in two fields that fill each other in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gen_desktop.ui.widgets.suggest_field import Offer, SuggestField

if TYPE_CHECKING:
    from gen_desktop.models.commune_search import Place
    from gen_desktop.ui.job_runner import JobRunner


class CommunePair(QObject):
    """Two fields; a place taken from the list of either fills both.

    What is typed freely is kept as it is. ``insee_code`` says the commune when it is sure.
    """

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.postal_code = SuggestField(_places, is_choice=True)
        self.city = SuggestField(_places, is_choice=True)
        self._known: tuple[tuple[str, str], str | None] | None = None
        for field in (self.postal_code, self.city):
            field.picked.connect(self._take)
        # The list of communes takes a moment to read: before the first key.
        jobs.read_latest("communes", lambda _job: _places("paris"), lambda _offers: None)

    def set_insee_code(self, code: str | None) -> None:
        """The stored code of what the fields hold now: it stays as long as they do."""
        self._known = (self._texts(), code) if code is not None else None

    def insee_code(self) -> str | None:
        """The commune of what is typed; None when it is not sure."""
        if self._known is not None and self._known[0] == self._texts():
            return self._known[1]
        from gen_desktop.models.commune_search import recognize

        found = recognize(*self._texts())
        return None if found is None else found.code

    def _take(self, place: Place) -> None:
        self.postal_code.setText(place.postal_code)
        self.city.setText(place.commune.city)
        self._known = (self._texts(), place.commune.code)
        self.city.setFocus()

    def _texts(self) -> tuple[str, str]:
        return self.postal_code.text().strip(), self.city.text().strip()


def _places(typed: str) -> list[Offer]:
    # Here, not above: rapidfuzz must not load before the first paint.
    from gen_desktop.models.commune_search import find_places

    return [(place.label, place) for place in find_places(typed)]
