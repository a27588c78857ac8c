"""The columns of the definitions."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.queries.definition_figures import DefinitionFigure
from gen_desktop.ui.tables.column import Column


def _formula(figure: DefinitionFigure) -> str:
    return french.typographic(figure.definition.formula)


def _label(figure: DefinitionFigure) -> str:
    return french.typographic(figure.definition.label)


COLUMNS = (
    Column("system", "Selon", 150, lambda figure: figure.definition.system),
    Column("label", "Définition", 262, _label, tooltip=_label),
    Column("n", "n", 56, lambda figure: french.number(figure.n), align="right"),
    Column("N", "N", 56, lambda figure: french.number(figure.N), align="right"),
    Column("rate", "Taux", 74, lambda figure: french.percent(figure.rate), align="right"),
    Column("unknown", "Inconnus", 76, lambda figure: french.number(figure.unknown), align="right"),
    Column("bounds", "Bornes", 140, lambda figure: figure.bounds, align="right"),
    Column("formula", "Formule", 260, _formula, tooltip=_formula, stretch=True),
)
