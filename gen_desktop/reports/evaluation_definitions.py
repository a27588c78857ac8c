"""Section 9 of the evaluation report: the same people under the definitions of others, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from gen_desktop.queries.behind import Behind, those
from gen_desktop.queries.definition_figures import DefinitionFigure, counted_in
from gen_desktop.queries.definitions import Definition
from gen_desktop.queries.report_scopes import COHORTS
from gen_desktop.reports.blocks import Heading
from gen_desktop.reports.evaluation import EvaluationData
from gen_desktop.reports.figures_text import Figures, number, ratio, sentence
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Row, Table
from gen_desktop.reports.written import tell

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
            behind = partial(_behind, figure.definition)
            yield Row(
                (
                    sentence(figure.definition.label),
                    sentence(figure.definition.formula),
                    ratio(figure.n, figure.N, behind("n")),
                    number(figure.unknown, behind("unknown")),
                    ratio(figure.known, figure.concerned, behind("known")),
                    ratio(figure.known + figure.unknown, figure.concerned, behind("possible")),
                )
            )


def _behind(definition: Definition, part: str) -> Behind:
    return Behind(COHORTS, those(lambda p: counted_in(definition, part, p)))
