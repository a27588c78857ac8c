"""For how many of those concerned each field that reports use is known, and of whom it is not.

The fields and their order: programme.md §9.1 to §9.4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, false, func, not_, or_
from sqlalchemy.orm import Session

from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.queries.behind import how_many, who
from gen_desktop.queries.breakdowns import FUNDER
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.scope import Scope, parameters

Group = Callable[[Populations], Condition]


@dataclass(frozen=True, slots=True)
class FieldCompleteness:
    """For how many of those concerned a field is known."""

    key: str
    label: str
    filled: int
    total: int


@dataclass(frozen=True, slots=True)
class IncompleteField:
    """A field and the enrollments of whom it is not known; None when who reads is not shown them."""

    field: FieldCompleteness
    missing: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class _Field:
    """``among``: those concerned; ``known``: those of whom it is known."""

    key: str
    label: str
    known: Group
    among: Group = Populations.entered


def _seeking(p: Populations) -> Condition:
    return and_(p.entered(), p.job_seekers())


def _given(*columns: Any) -> Group:
    """One of these columns at least is filled in."""
    return lambda _: or_(*(column.is_not(None) for column in columns))


_FIELDS = (
    _Field("birth_date", "Date de naissance", lambda p: ~p.birth_unknown()),
    _Field("sex", "Sexe", lambda p: ~p.sex_unknown()),
    _Field("reach", "Téléphone ou courriel", _given(Learner.phone, Learner.email)),
    _Field("commune", "Commune", _given(Learner.insee_code, Learner.postal_code)),
    _Field(
        "france_travail_id",
        "Identifiant France Travail (demandeurs d’emploi)",
        _given(Learner.france_travail_id),
        _seeking,
    ),
    _Field("level", "Niveau de diplôme", lambda p: ~p.level_unknown()),
    _Field("situation", "Situation avant l’entrée", lambda p: ~p.situation_unknown()),
    _Field(
        "unemployment",
        "Durée de chômage (demandeurs d’emploi)",
        _given(Enrollment.unemployment_months),
        _seeking,
    ),
    _Field("qpv", "Résidence en QPV", lambda p: ~p.qpv_unknown()),
    _Field("rural", "Zonage rural (ZRR, FRR)", lambda p: ~p.rural_unknown()),
    _Field("rqth", "RQTH", lambda p: ~p.disabled_unknown()),
    _Field("brsa", "Bénéficiaire du RSA", lambda p: ~p.brsa_unknown()),
    _Field("career_change", "Reconversion", lambda p: ~p.career_change_unknown()),
    _Field("prescriber", "Prescripteur", lambda _: func.coalesce(Enrollment.prescriber, "NC") != "NC"),
    _Field("funder", "Financeur", lambda p: FUNDER.key(p).is_not(None)),
    _Field("applied_on", "Date de candidature", _given(Enrollment.applied_on)),
    _Field(
        "exit_reason", "Motif de sortie (abandons)", _given(Enrollment.exit_reason), Populations.abandoned
    ),
    _Field(
        "exit_interview",
        "Entretien de sortie, tenu ou non (abandons)",
        _given(Enrollment.exit_interview_done),
        Populations.abandoned,
    ),
    _Field(
        "presented",
        "Présentation au jury (parcours terminés)",
        lambda p: ~p.presentation_unknown(),
        Populations.completed,
    ),
    _Field("outcome", "Résultat du jury (présentés)", lambda p: ~p.result_unknown(), Populations.presented),
)


def completeness(session: Session, populations: Populations) -> tuple[FieldCompleteness, ...]:
    """Each field that concerns somebody, in the order of the data dictionary."""
    p = populations
    parts = [part for one in _FIELDS for part in (known_field(one.key)(p), one.among(p))]
    counts = how_many(session, p, parts)
    return tuple(
        FieldCompleteness(one.key, one.label, filled, total)
        for one, filled, total in zip(_FIELDS, counts[::2], counts[1::2], strict=True)
    )


def known_field(key: str) -> Group:
    """Those concerned by the field of that key of whom it is known."""
    (field,) = (one for one in _FIELDS if one.key == key)
    return lambda p: and_(field.among(p), _is_known(field, p))


def incomplete(session: Session, scope: Scope) -> tuple[IncompleteField, ...]:
    """The fields that are not known for everybody concerned, with those of whom they are not, by name."""
    p = Populations(scope, parameters(session, scope.as_of))
    lacking = {one.key: one for one in completeness(session, p) if one.filled < one.total}
    conditions = {
        one.key: and_(one.among(p), not_(_is_known(one, p))) for one in _FIELDS if one.key in lacking
    }
    missing = who(session, p, conditions)
    return tuple(IncompleteField(one, missing[key]) for key, one in lacking.items())


def _is_known(field: _Field, p: Populations) -> Condition:
    return func.coalesce(field.known(p), false())
