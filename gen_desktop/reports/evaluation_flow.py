"""Section 2 of the evaluation report: from the application to the answer, by steps that add up."""

from __future__ import annotations

from gen_desktop.queries.behind import Behind, those
from gen_desktop.queries.catalogue import Group
from gen_desktop.queries.indicators import Part
from gen_desktop.queries.outcome_facts import AtHorizon
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.report_recruitment import admitted_elsewhere, not_admitted
from gen_desktop.queries.report_scopes import COHORTS
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.blocks import Heading, Note
from gen_desktop.reports.cards import FlowBox, FlowChart
from gen_desktop.reports.evaluation import EXITS, EvaluationData
from gen_desktop.reports.figures_text import Figures, number, ratio
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.spots import FigureSource, source_of
from gen_desktop.reports.table import Cell, Column, Table
from gen_desktop.reports.written import Written, count, joined, rate, share_text, tell


def flow_blocks(data: EvaluationData) -> list[Block]:
    """Section 2: every step is the sum of where people went from it."""
    f, k = data.flow, data.horizon
    behind = _behind(data)

    def box(label: str, name: str, n: int, total: int | None = None) -> FlowBox:
        return FlowBox(label, count(n), "" if total is None else _share(n, total), behind[name])

    steps = [
        [box("Candidatures", "applied", f.applied)],
        [
            box("Admis", "admitted", f.admitted, f.applied),
            box("Non admis à ce jour", "not_admitted", f.applied - f.admitted),
        ],
        [
            box("Entrés", "entered", f.entered, f.admitted),
            box("Admis non entrés", "not_entered", f.admitted - f.entered),
        ],
        [
            box("Sortis", "left", f.left, f.entered),
            box("Encore en formation", "in_training", f.in_training),
        ],
        [
            box(f"À échéance de {k} mois", "due", f.due, f.left),
            box("Pas à échéance, ou décès", "not_due", f.not_due),
        ],
        [
            box("Situation connue", "answered", f.answered, f.due),
            box("Situation inconnue", "unknown", f.unknown, f.due),
        ],
    ]
    words = tell(
        "Chaque part est celle de l’étape qui précède. {} sortis + {} en formation = {} entrés ; "
        "{} à échéance + {} qui n’y sont pas = {} sortis ; {} connus + {} inconnus = {} à échéance.",
        *(f.left, f.in_training, f.entered),
        *(f.due, f.not_due, f.left),
        *(f.answered, f.unknown, f.due),
    )
    return [
        Heading(1, "2. Du dossier à la réponse"),
        FlowChart(steps, alt="Du dépôt de candidature à la situation connue"),
        Note(words),
        _exits_table(data),
    ]


def _share(n: int, total: int) -> Written:
    return joined((rate(n, total), share_text(n, total)), "\n")


def _exits_table(data: EvaluationData) -> Table:
    """How people left, and what is known of them at the horizon: both ways it adds up to the flow."""
    f, codes = data.flow, code_list("outcome_situation")
    rows: list[list[Cell]] = []
    sums = [0, 0, 0]
    lines = (("Parcours terminés", f.completed), ("Abandons", f.abandoned), ("Sorties neutres", f.neutral))
    for column, ((label, left), exit_) in enumerate(zip(lines, EXITS, strict=True), start=1):
        due = sum(group.counts[column] for group in data.situations)
        known = [group for group in data.situations if group.key and codes[group.key]["known"] == "yes"]
        answered = sum(group.counts[column] for group in known)
        sums = [sums[0] + left, sums[1] + due, sums[2] + answered]
        rows.append(_exit_row(label, (left, due, answered), data, exit_))
    total = _exit_row("Ensemble des sortis", (sums[0], sums[1], sums[2]), data, Populations.left)
    columns = [
        Column("Manière de sortir", align="left"),
        Column("Sortis"),
        Column("Part"),
        Column(f"À échéance de {data.horizon} mois"),
        Column("Situation connue"),
        Column("Inconnue"),
    ]
    return Table(columns, rows, total=total, title="Terminés, abandons et sorties neutres jusqu’à la réponse")


def _exit_row(label: str, counts: tuple[int, int, int], data: EvaluationData, exit_: Group) -> list[Cell]:
    """Who left in a way; of them, who is due, of known situation, unknown."""
    k = data.horizon
    left, due, answered = counts

    def after(condition: AtHorizon) -> Behind:
        return Behind(COHORTS, those(lambda p: exit_(p) & condition(p, k)))

    own = Behind(COHORTS, those(exit_))
    return [
        label,
        number(left, own),
        ratio(left, data.flow.left, own),
        number(due, after(Populations.due)),
        number(answered, after(Populations.answered)),
        number(due - answered, after(Populations.unknown)),
    ]


def _behind(data: EvaluationData) -> dict[str, FigureSource | None]:
    """Who is counted in each box: whoever a cohort only counted has no record to open."""
    f, k, listed = data.flow, data.horizon, Figures(data.figures)["A1"].people
    applied, admitted = listed[Part.DENOMINATOR] or 0, listed[Part.NUMERATOR] or 0
    boxes: dict[str, tuple[int, Group]] = {
        "applied": (applied, Populations.applied),
        "admitted": (admitted, Populations.admitted),
        "not_admitted": (applied - admitted, not_admitted),
        "entered": (f.entered, Populations.entered),
        "not_entered": (admitted - f.entered, admitted_elsewhere),
        "left": (f.left, Populations.left),
        "in_training": (f.in_training, Populations.in_training),
        "due": (f.due, lambda p: p.due(k)),
        "not_due": (f.not_due, lambda p: p.left() & ~p.due(k)),
        "answered": (f.answered, lambda p: p.answered(k)),
        "unknown": (f.unknown, lambda p: p.unknown(k)),
    }
    printed = {
        "applied": f.applied,
        "admitted": f.admitted,
        "not_admitted": f.applied - f.admitted,
        "not_entered": f.admitted - f.entered,
    }
    return {
        name: source_of(n, Behind(COHORTS, those(whose)), printed.get(name, n) - n)
        for name, (n, whose) in boxes.items()
    }
