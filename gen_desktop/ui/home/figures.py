"""An indicator as a card of the home page says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_desktop import french
from gen_desktop.ui.widgets.key_figure import KeyFigure

if TYPE_CHECKING:
    from gen_desktop.queries.indicators import Figure

TITLES = {
    "A2": "Entrées en formation",
    "A3.femmes": "Femmes",
    "A3.zrr_frr": "ZRR ou FRR",
    "B1": "Assiduité",
    "D3a.6": "Sorties positives à 6 mois",
}


def shown_figure(figure: Figure, gap: Figure | None) -> KeyFigure:
    """The words of the card; ``gap`` brings the target, if the programmes set one."""
    title = TITLES.get(figure.id, figure.label)
    if figure.id == "A2":
        return _places(figure, title)
    target = gap.target if gap is not None else None
    reached = target is None or figure.value is None or figure.value >= target
    beside = f"objectif {french.percent(target, 0)}" if target is not None else ""
    return KeyFigure(
        label=title,
        figure=french.percent(figure.value),
        beside=beside if reached else f"{beside}, non atteint",
        footer=_footer(figure),
        filled=float(figure.value) / 100 if figure.value is not None else None,
        target=float(target) / 100 if target is not None else None,
        reached=reached,
    )


def _places(figure: Figure, title: str) -> KeyFigure:
    return KeyFigure(
        label=title,
        figure=french.number(figure.n),
        beside=f"sur {french.plural(figure.N, 'place')}",
        footer=french.percent(figure.value) if figure.N else "places non renseignées",
        filled=min(figure.n / figure.N, 1) if figure.N else None,
    )


def _footer(figure: Figure) -> str:
    if str(figure.unit) == "minutes":
        words = f"{french.number(figure.n / 60)} sur {_whole_hours(figure.N)}"
        return f"{words}, {_whole_hours(figure.unknown)} à saisir" if figure.unknown else words
    words = french.share_text(figure.n, figure.N)
    return f"{words}, {figure.unknown} inconnus" if figure.unknown else words


def _whole_hours(minutes: int) -> str:
    """To the hour: a card has no room for more, the list behind it tells the rest."""
    return f"{french.number(minutes / 60)}{french.NARROW}h"
