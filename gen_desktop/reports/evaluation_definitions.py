"""Section 9 of the evaluation report: the same people under the definitions of others, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gen_desktop.queries.definition_figures import DefinitionFigure
from gen_desktop.reports.blocks import Heading
from gen_desktop.reports.evaluation import EvaluationData
from gen_desktop.reports.figures_text import Figures, ratio, sentence
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Row, Table
from gen_desktop.reports.written import count, tell

COLUMNS = (
    Column("Définition", align="left"),
    Column("Ce qui compte", align="left"),
    Column("Taux", width=74),
    Column("Inconnus", width=46),
    Column("Au moins", width=74),
    Column("Au plus", width=74),
)


def definition_blocks(data: EvaluationData, figures: Figures) -> list[Block]:
    """Section 9."""
    months = data.identity.parameters.seuil_emploi_durable_mois
    comparison = data.identity.parameters.seuil_emploi_durable_comparaison
    note = tell(
        "Ces taux ne se comparent pas entre eux : numérateurs, dénominateurs et dates diffèrent. Au moins, "
        "au plus : le taux si aucun des inconnus ne comptait, et si tous comptaient. "
        "Emploi durable : {} {} mois.",
        *(comparison, months),
    )
    return [
        Heading(1, "9. Autres définitions, côte à côte"),
        Table(list(COLUMNS), list(_rows(data.definitions)), note=note, dense=True),
    ]


def _rows(figures: tuple[DefinitionFigure, ...]) -> Iterator[Row]:
    for (system, source), group in groupby(
        figures, key=lambda figure: (figure.definition.system, figure.definition.source)
    ):
        yield Row((sentence(f"{system} ({source})"),), "group")
        for figure in group:
            yield Row(
                (
                    sentence(figure.definition.label),
                    sentence(figure.definition.formula),
                    ratio(figure.n, figure.N),
                    count(figure.unknown),
                    ratio(figure.known, figure.concerned),
                    ratio(figure.known + figure.unknown, figure.concerned),
                )
            )
