"""What the follow-up report says of questionnaires: the ESF+ at the entry and the exit, satisfaction."""

from __future__ import annotations

from gen_desktop.queries.report_collection import EsfCollection
from gen_desktop.reference.lists import label
from gen_desktop.reports.blocks import Note
from gen_desktop.reports.figures_text import ratio
from gen_desktop.reports.follow_up import FollowUpData
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Row, Table
from gen_desktop.reports.written import count, plural, tell


def collection_blocks(data: FollowUpData) -> list[Block]:
    """The end of section 10."""
    blocks: list[Block] = []
    if data.esf is not None:
        blocks.append(_esf_table(data.esf, data.identity.parameters.esf_exit_days))
    asked = [(horizon, found) for horizon, found in data.questionnaires if found.expected]
    if not asked:
        return [*blocks, Note("Aucun questionnaire de satisfaction n’était attendu dans la période.")]
    rows = [
        (
            label("satisfaction_horizon", str(horizon)),
            count(found.expected),
            ratio(found.answered, found.expected),
            count(found.expected - found.answered),
            count(found.reminded),
        )
        for horizon, found in asked
    ]
    columns = [
        Column("Questionnaire", align="left"),
        Column("Attendus"),
        Column("Réponses"),
        Column("Manquants"),
        Column("Relances"),
    ]
    note = "Échéances de la période. Les notes se lisent dans le rapport d’évaluation."
    return [*blocks, Table(columns, rows, title="Questionnaires de satisfaction", note=note)]


def _esf_table(esf: EsfCollection, days: int) -> Table:
    rows = [
        Row(("À l’entrée, dans le délai", ratio(esf.entry_in_time, esf.entered))),
        Row(("À l’entrée, en retard", ratio(esf.entry_late, esf.entered))),
        Row(("À l’entrée, manquant", ratio(esf.entry_missing, esf.entered)), "unknown"),
        Row(("À la sortie, dans le délai", ratio(esf.exit_in_time, esf.left))),
        Row(("À la sortie, en retard", ratio(esf.exit_late, esf.left))),
        Row(("À la sortie, manquant", ratio(esf.exit_missing, esf.left)), "unknown"),
    ]
    note = tell(
        "Cohortes cofinancées par l’Union européenne. Dans le délai : à l’entrée, ce jour-là au plus tard ; "
        "à la sortie, en {}. Base de la sortie : délai passé, ou relevé fait.",
        plural(days, "jour"),
    )
    columns = [Column("Questionnaire FSE+", align="left"), Column("Part", width=130)]
    return Table(columns, rows, title="Relevés du FSE+", note=note)
