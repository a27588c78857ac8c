"""Lines that propose the names known already; anything may be typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gen_desktop.models.names import fold, names_in
from gen_desktop.ui.widgets.suggest_field import Offer, SuggestField

_SHOWN = 8


def suggesting(known: Callable[[], Iterable[str]], value: str | None = None) -> SuggestField:
    """A line that holds one of the names, or a new one."""
    made = SuggestField(lambda text: _offers(known(), text, text))
    made.setText(value or "")
    made.picked.connect(lambda text: made.setText(str(text)))
    return made


def suggesting_several(known: Callable[[], Iterable[str]]) -> SuggestField:
    """A line of names parted by commas: the one being typed is completed, those before it stay."""

    def offers(text: str) -> list[Offer]:
        before, _, last = text.rpartition(",")
        named = {fold(name) for name in names_in(before)}
        return _offers([one for one in known() if fold(one) not in named], last.strip(), text)

    def take(name: object) -> None:
        before, comma, _ = made.text().rpartition(",")
        made.setText(f"{before}, {name}" if comma else str(name))

    made = SuggestField(offers)
    made.picked.connect(take)
    return made


def _offers(known: Iterable[str], wanted: str, text: str) -> list[Offer]:
    folded = fold(wanted)
    met = [one for one in known if folded and folded in fold(one) and one != text]
    return [(one, one) for one in met[:_SHOWN]]
