"""Counts of one population cut by one or two facts: by reason, by situation, by sex and age.

A cut never drops anybody: whoever the fact is not known of stands in a last group, whose key is None, so that
the groups always add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.learner import Learner
from gen_desktop.models.organization import Site
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.reference.lists import code_list, codes_where

UNKNOWN_LABEL = "Non renseigné"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way of cutting a population. ``key`` is a text, None when the fact is not known.

    ``labels``: the French name of each key, in the order in which groups are shown.
    """

    id: str
    label: str
    key: Callable[[Populations], ColumnElement[Any]]
    labels: Callable[[Populations], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a cut: one count for each measure asked for. ``key`` None: the fact is not known."""

    key: str | None
    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cross:
    """A population cut twice. ``columns`` are labels; each row's counts follow them, unknown last.

    ``column_keys``: the key of each column, None for the unknown.
    """

    row_label: str
    column_label: str
    columns: tuple[str, ...]
    column_keys: tuple[str | None, ...]
    rows: tuple[Group, ...]


def breakdown(
    session: Session,
    populations: Populations,
    dimension: Dimension,
    measures: Sequence[Condition],
    *,
    every_group: bool = False,
) -> tuple[Group, ...]:
    """How many enrollments meet each measure, group by group; the unknown group is always there, last.

    Groups that count nobody are left out unless ``every_group``.
    """
    (groups,) = breakdowns(session, populations, [dimension], measures, every_group=every_group)
    return groups


def breakdowns(
    session: Session,
    populations: Populations,
    dimensions: Sequence[Dimension],
    measures: Sequence[Condition],
    *,
    every_group: bool = False,
) -> tuple[tuple[Group, ...], ...]:
    """The same for several facts: what the measures rest on is worked out once for all of them."""
    keys = [one.key(populations).label(f"key_{at}") for at, one in enumerate(dimensions)]
    met = [case((one, 1), else_=0).label(f"met_{at}") for at, one in enumerate(measures)]
    people = populations.select_from(*keys, *met).cte().prefix_with("MATERIALIZED")
    sums = [func.sum(people.c[one.name]) for one in met]
    cuts = [
        select(literal(at), people.c[key.name], *sums).group_by(people.c[key.name])
        for at, key in enumerate(keys)
    ]
    rows: list[list[tuple[str | None, tuple[int, ...]]]] = [[] for _ in dimensions]
    for at, key, *counts in session.execute(union_all(*cuts)):
        rows[at].append((key, tuple(counts)))
    return tuple(
        _groups(own, one.labels(populations), len(measures), every_group=every_group)
        for own, one in zip(rows, dimensions, strict=True)
    )


def _groups(
    rows: Sequence[tuple[str | None, tuple[int, ...]]],
    labels: Mapping[str, str],
    measures: int,
    *,
    every_group: bool,
) -> tuple[Group, ...]:
    """The groups in the order of their labels; a key without a label is unknown."""
    zero = (0,) * measures
    found: dict[str | None, tuple[int, ...]] = {}
    for key, counts in rows:
        known = key if key in labels else None
        found[known] = tuple(map(add, found.get(known, zero), counts))
    groups = [Group(code, text, found.get(code, zero)) for code, text in labels.items()]
    kept = [group for group in groups if every_group or any(group.counts)]
    return (*kept, Group(None, UNKNOWN_LABEL, found.get(None, zero)))


def cross(
    session: Session, populations: Populations, rows: Dimension, columns: Dimension, base: Condition
) -> Cross:
    """A population cut by two facts; the unknown line and the unknown column are always there."""
    key = columns.key(populations)
    labels = columns.labels(populations)
    # Unknown is whatever is no known key, so that the columns add up to the whole.
    known = func.coalesce(key.in_(tuple(labels)), False)
    measures = [base & func.coalesce(key == code, False) for code in labels]
    measures.append(base & ~known)
    groups = breakdown(session, populations, rows, measures)
    kept = [index for index, code in enumerate(labels) if any(g.counts[index] for g in groups)]
    kept.append(len(labels))
    names, keys = (*labels.values(), UNKNOWN_LABEL), (*labels, None)
    return Cross(
        rows.label,
        columns.label,
        tuple(names[index] for index in kept),
        tuple(keys[index] for index in kept),
        tuple(Group(g.key, g.label, tuple(g.counts[index] for index in kept)) for g in groups),
    )


def count(session: Session, populations: Populations, *conditions: Condition) -> tuple[int, ...]:
    """How many enrollments meet each condition."""
    sums = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in conditions]
    return tuple(int(value) for value in session.execute(populations.select_from(*sums)).one())


def _age(p: Populations) -> ColumnElement[Any]:
    classes = [(p.younger_than(limit), literal(str(limit))) for limit in _age_limits(p)]
    unknown = Learner.birth_date.is_(None) | Enrollment.entered_on.is_(None)
    return case((unknown, null()), *classes, else_=literal("over"))


def _age_limits(p: Populations) -> tuple[int, ...]:
    return tuple(sorted({p.parameters.young_age, 31, 50}))


def _age_labels(p: Populations) -> dict[str, str]:
    limits = _age_limits(p)
    labels = {str(limits[0]): f"Moins de {limits[0]} ans"}
    for low, high in zip(limits, limits[1:], strict=False):
        labels[str(high)] = f"{low} à {high - 1} ans"
    return {**labels, "over": f"{limits[-1]} ans et plus"}


_LEVELS = {
    "none": "Sans diplôme ou brevet",
    "3": "CAP, BEP ou équivalent",
    "4": "Bac ou équivalent",
    "5": "Bac+2",
    "6": "Bac+3 et plus",
}


def _level(_: Populations) -> ColumnElement[Any]:
    """The highest diploma, else the last class, as the indicator « bac ou infra » reads them."""
    silent = codes_where("education_level", bac_or_below="unknown")
    known = case((Enrollment.highest_diploma.in_(silent), null()), else_=Enrollment.highest_diploma)
    code = func.coalesce(known, Enrollment.last_class)
    groups: dict[str, list[str]] = {}
    for entry in code_list("education_level"):
        if entry["bac_or_below"] != "unknown":
            level = int(entry["level"] or 0)
            groups.setdefault("none" if level < 3 else str(min(level, 6)), []).append(entry.code)
    return case(*((code.in_(codes), literal(group)) for group, codes in groups.items()), else_=null())


def _qpv(p: Populations) -> ColumnElement[Any]:
    return case((p.qpv_unknown(), null()), (p.in_qpv(), literal("yes")), else_=literal("no"))


def _rural(p: Populations) -> ColumnElement[Any]:
    return case((p.rural_unknown(), null()), (p.rural(), literal("yes")), else_=literal("no"))


def _disabled(p: Populations) -> ColumnElement[Any]:
    known = SensitiveFacts.is_rqth
    return case((known.is_(True), literal("yes")), (known.is_(False), literal("no")), else_=null())


def _column(column: Any) -> Callable[[Populations], ColumnElement[Any]]:
    return lambda _: column


def _list(name: str) -> Callable[[Populations], Mapping[str, str]]:
    """The labels of a code list, without the code that itself says « non communiqué »."""
    return lambda _: {code.code: code.label for code in code_list(name) if code.code != "NC"}


def _two(yes: str, no: str) -> Callable[[Populations], Mapping[str, str]]:
    return lambda _: {"yes": yes, "no": no}


def _site_region(_: Populations) -> ColumnElement[Any]:
    return select(Site.region_code).where(Site.id == Cohort.site_id).scalar_subquery()


def _funder(_: Populations) -> ColumnElement[Any]:
    of_program = (
        select(FundingProgram.funder).where(FundingProgram.id == Cohort.funding_program_id).scalar_subquery()
    )
    return func.coalesce(Enrollment.funder, of_program)


SEX = Dimension("sex", "Sexe", _column(Learner.sex), _list("sex"))
AGE = Dimension("age", "Âge à l’entrée", _age, _age_labels)
LEVEL = Dimension("level", "Niveau de diplôme", _level, lambda _: _LEVELS)
SITUATION = Dimension(
    "situation_before",
    "Situation avant l’entrée",
    _column(Enrollment.situation_before),
    _list("situation_before"),
)
QPV = Dimension("qpv", "Quartier prioritaire", _qpv, _two("Résident de QPV", "Hors QPV"))
RURAL = Dimension("rural", "Zonage rural", _rural, _two("Résident de ZRR ou FRR", "Hors zonage rural"))
DISABLED = Dimension("rqth", "RQTH", _disabled, _two("Avec RQTH", "Sans RQTH"))
REGION = Dimension("region", "Région du site", _site_region, _list("region"))
PRESCRIBER = Dimension("prescriber", "Prescripteur", _column(Enrollment.prescriber), _list("prescriber"))
FUNDER = Dimension("funder", "Financeur", _funder, _list("funder"))
EXIT_REASON = Dimension(
    "exit_reason", "Motif de sortie", _column(Enrollment.exit_reason), _list("exit_reason")
)
PUBLIC_DIMENSIONS = (SEX, AGE, LEVEL, QPV, RURAL, DISABLED, SITUATION)


def situation_at(horizon: int) -> Dimension:
    """What became of people, by the codes of outcome_situation; nothing recorded is « Non demandé »."""
    return Dimension(
        f"situation.{horizon}",
        f"Situation à {horizon} mois",
        lambda p: p.situation_code(horizon),
        _list("outcome_situation"),
    )


def contact_mode_at(horizon: int) -> Dimension:
    """How the situation was learnt."""
    return Dimension(
        f"contact_mode.{horizon}",
        "Mode de collecte",
        lambda p: _asked_by(p, horizon),
        _list("contact_mode"),
    )


def proof_at(horizon: int) -> Dimension:
    """What supports the situation told."""
    return Dimension(
        f"proof.{horizon}",
        "Niveau de preuve",
        lambda p: p.situations.proof(horizon),
        _list("proof_kind"),
    )


def target_occupation_at(horizon: int) -> Dimension:
    """Whether the job is in the occupation aimed at."""

    def key(p: Populations) -> ColumnElement[Any]:
        aimed = p.situations.is_target_occupation(horizon)
        return case((aimed.is_(True), literal("yes")), (aimed.is_(False), literal("no")), else_=null())

    return Dimension(
        f"target_occupation.{horizon}",
        "Métier visé",
        key,
        _two("Dans le métier visé", "Dans un autre métier"),
    )


def _asked_by(p: Populations, horizon: int) -> ColumnElement[Any]:
    """The way in which the person was asked, null when a spell alone tells the situation."""
    told = (
        select(FollowUp.contact_mode)
        .where(
            FollowUp.enrollment_id == Enrollment.id,
            FollowUp.horizon == horizon,
            FollowUp.recorded_on <= p.scope.as_of,
        )
        .correlate(Enrollment)
        .scalar_subquery()
    )
    return case((p.situations.is_derived(horizon), null()), else_=told)
