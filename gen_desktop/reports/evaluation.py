"""The evaluation report (« rapport d’évaluation », programme.md §10.2): what it needs, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_
from sqlalchemy.orm import Session

from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries import breakdowns, outcome_facts, report_facts
from gen_desktop.queries.breakdowns import Dimension, Group
from gen_desktop.queries.complaints import complaint_counts
from gen_desktop.queries.definition_figures import DefinitionFigure, definition_figures
from gen_desktop.queries.definitions import Definition, definitions_at
from gen_desktop.queries.indicators import Figure, figures
from gen_desktop.queries.outcome_facts import Attempts, JobFacts
from gen_desktop.queries.populations import HORIZONS, Populations
from gen_desktop.queries.report_cohorts import CohortRates, cohort_rates, earlier_cohorts
from gen_desktop.queries.report_facts import BlockLine
from gen_desktop.queries.report_scopes import evaluation_group
from gen_desktop.queries.report_texts import WrittenText, written_texts
from gen_desktop.queries.satisfaction import Satisfaction, satisfaction
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.lists import choices
from gen_desktop.reports.checks import report_checks
from gen_desktop.reports.common import Check, Identity, load_identity
from gen_desktop.reports.figures_text import Figures

OUTCOME_DIMENSIONS = (
    breakdowns.SEX,
    breakdowns.AGE,
    breakdowns.LEVEL,
    breakdowns.QPV,
    breakdowns.RURAL,
    breakdowns.DISABLED,
    breakdowns.SITUATION,
)
HORIZON_CODES = (
    *("D1", "D1d", "D2", "D2nde", "D2inj", "D2ref"),
    *("D3a", "D3b", "D3c", "D4", "D4p", "D5", "D5p"),
)
ANSWER_DIMENSIONS = (breakdowns.SEX, breakdowns.LEVEL, breakdowns.QPV)


@dataclass(frozen=True, slots=True)
class Flow:
    """How many people are at each step; every step is the sum of where they went from it."""

    applied: int
    admitted: int
    entered: int
    in_training: int
    completed: int
    abandoned: int
    neutral: int
    due: int
    answered: int
    unknown: int

    @property
    def left(self) -> int:
        """Who left, in whatever way."""
        return self.completed + self.abandoned + self.neutral

    @property
    def not_due(self) -> int:
        """Leavers whose horizon is still to come, or who died."""
        return self.left - self.due


@dataclass(frozen=True, slots=True)
class EvaluationData:
    """Everything the evaluation report prints, detached from the file.

    ``horizons``: the outcomes at every horizon. ``situations`` counts due: all, after a completed course,
    after an abandonment, after a neutral exit. ``equality`` counts, group by group: entered, abandoned,
    certified, due, answered, positive, employed, durably employed. ``earlier``: cohorts of the same courses
    begun before. ``abandonments`` counts, by reason: abandoned, due, answered, employed, in training.
    ``satisfaction``: by months after the exit; ``complaints``: received, still open.
    """

    horizon: int
    as_of: dt.date
    title_scope: str
    identity: Identity
    figures: tuple[Figure, ...]
    targets: tuple[tuple[str, Decimal], ...]
    flow: Flow
    situations: tuple[Group, ...]
    horizons: tuple[Figure, ...]
    contact_modes: tuple[Group, ...]
    proofs: tuple[Group, ...]
    occupations: tuple[Group, ...]
    attempts: Attempts
    answers: tuple[tuple[str, tuple[Group, ...]], ...]
    jobs: JobFacts
    blocks: tuple[BlockLine, ...]
    equality: tuple[tuple[str, tuple[Group, ...]], ...]
    definitions: tuple[DefinitionFigure, ...]
    abandonments: tuple[Group, ...]
    by_cohort: tuple[CohortRates, ...]
    earlier: tuple[CohortRates, ...]
    satisfaction: tuple[tuple[int, Satisfaction], ...]
    complaints: tuple[int, int]
    texts: tuple[WrittenText, ...]

    def target(self, figure_id: str) -> Decimal | None:
        """The target of a figure: under its own id, or under its id without the horizon."""
        targets = dict(self.targets)
        return targets.get(figure_id, targets.get(figure_id.split(".")[0]))


def load_evaluation(
    session: Session, scope: Scope, horizon: int, title_scope: str
) -> tuple[EvaluationData, tuple[Check, ...]]:
    """What the report prints and what must be checked before it leaves."""
    p = Populations(scope, parameters(session, scope.as_of))
    identity = load_identity(session, p)
    # Asked together: what they rest on is long to work out, and is worked out once.
    ids = evaluation_group(scope, horizon).ids
    known = figures(session, scope, {*ids, *horizon_ids()})
    found = tuple(figure for figure in known if figure.id in ids)
    due, answered = p.due(horizon), p.answered(horizon)
    of_due = [due, *(and_(due, group) for group in (p.completed(), p.abandoned(), p.left_neutrally()))]
    employed, left = p.employed(horizon), p.abandoned()
    outcomes = [
        *(p.entered(), left, p.fully_certified(), due, answered),
        *(p.positive(horizon), employed, p.durably_employed(horizon)),
    ]
    after = [due, answered, employed, p.in_further_training(horizon)]
    abandonments = [left, *(and_(left, group) for group in after)]
    cut, cuts = breakdowns.breakdown, breakdowns.breakdowns
    collection = (breakdowns.contact_mode_at(horizon), breakdowns.proof_at(horizon))
    contact_modes, proofs = cuts(session, p, collection, [answered])
    data = EvaluationData(
        horizon=horizon,
        as_of=scope.as_of,
        title_scope=title_scope,
        identity=identity,
        figures=found,
        targets=report_facts.program_targets(session, identity.cohort_ids, scope.as_of),
        flow=_flow(session, p, Figures(found), horizon),
        situations=cut(session, p, breakdowns.situation_at(horizon), of_due, every_group=True),
        horizons=tuple(figure for figure in known if figure.id in horizon_ids()),
        contact_modes=contact_modes,
        proofs=proofs,
        occupations=cut(session, p, breakdowns.target_occupation_at(horizon), [employed], every_group=True),
        attempts=outcome_facts.attempts(session, p, horizon),
        answers=_labelled(ANSWER_DIMENSIONS, cuts(session, p, ANSWER_DIMENSIONS, [due, answered])),
        jobs=outcome_facts.job_facts(session, p, horizon),
        blocks=report_facts.block_lines(session, p),
        equality=_labelled(OUTCOME_DIMENSIONS, cuts(session, p, OUTCOME_DIMENSIONS, outcomes)),
        definitions=definition_figures(session, scope, _compared_definitions(horizon)),
        abandonments=cut(session, p, breakdowns.EXIT_REASON, abandonments),
        by_cohort=cohort_rates(session, scope.as_of, identity.cohort_ids, main_ids(horizon)),
        earlier=cohort_rates(
            session, scope.as_of, earlier_cohorts(session, identity.cohort_ids), main_ids(horizon)
        ),
        satisfaction=_satisfaction(session, scope),
        complaints=complaint_counts(session, identity.cohort_ids, scope.as_of),
        texts=written_texts(
            session,
            ReportScope("evaluation", scope.as_of, scope.cohort_ids, horizon=horizon, words=title_scope),
        ),
    )
    return data, report_checks(session, "evaluation", identity, p, p, (horizon,))


def _labelled(
    dimensions: Sequence[Dimension], groups: Sequence[tuple[Group, ...]]
) -> tuple[tuple[str, tuple[Group, ...]], ...]:
    return tuple((one.label, own) for one, own in zip(dimensions, groups, strict=True))


def main_ids(horizon: int) -> tuple[str, ...]:
    """The figures that cohorts are compared on."""
    return ("B3", "C4", *(f"{code}.{horizon}" for code in ("D1", "D3a", "D3b", "D4")))


def horizon_ids() -> tuple[str, ...]:
    """The outcomes that are told at every horizon."""
    return tuple(f"{code}.{k}" for k in HORIZONS for code in HORIZON_CODES)


def _compared_definitions(horizon: int) -> list[Definition]:
    """Those of the horizon; what the ESF+ counts by sex is in its own document."""
    return [one for one in definitions_at(horizon) if one.sex is None]


def _satisfaction(session: Session, scope: Scope) -> tuple[tuple[int, Satisfaction], ...]:
    horizons = [int(one.code) for one in choices("satisfaction_horizon", scope.as_of)]
    return tuple((one, satisfaction(session, scope, one)) for one in horizons)


def _flow(session: Session, p: Populations, found: Figures, horizon: int) -> Flow:
    in_training, neutral = breakdowns.count(session, p, p.in_training(), p.left_neutrally())
    return Flow(
        applied=found["A1"].N,
        admitted=found["A1"].n,
        entered=found["B3"].N,
        in_training=in_training,
        completed=found["B4"].n,
        abandoned=found["B3"].n,
        neutral=neutral,
        due=found[f"D1.{horizon}"].N,
        answered=found[f"D1.{horizon}"].n,
        unknown=found[f"D2.{horizon}"].n,
    )
