"""Who is in each population that a report counts, so that two reports can be compared person by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop.queries.behind import who
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.scope import Scope, parameters

_AtOnce = Callable[[Populations], Condition]
_AtHorizon = Callable[[Populations, int], Condition]

_AT_ONCE: dict[str, tuple[str, _AtOnce]] = {
    "applied": ("Candidatures", Populations.applied),
    "admitted": ("Admis", Populations.admitted),
    "entered": ("Entrés", Populations.entered),
    "in_training": ("En formation", Populations.in_training),
    "completed": ("Parcours terminés", Populations.completed),
    "abandoned": ("Abandons", Populations.abandoned),
    "left_neutrally": ("Sorties neutres", Populations.left_neutrally),
    "presented": ("Présentés au jury", Populations.presented),
    "certified": ("Certifiés", Populations.fully_certified),
}
_AT_HORIZON: dict[str, tuple[str, _AtHorizon]] = {
    "due": ("À échéance de {k} mois", Populations.due),
    "answered": ("Situation connue à {k} mois", Populations.answered),
    "positive": ("Sorties positives à {k} mois", Populations.positive),
    "employed": ("En emploi à {k} mois", Populations.employed),
    "durable": ("En emploi durable à {k} mois", Populations.durably_employed),
}


@dataclass(frozen=True, slots=True)
class Population:
    """A population by its key, and its horizon in months for what became of people; None for the others."""

    key: str
    horizon: int | None = None

    @property
    def label(self) -> str:
        """« Abandons », « En emploi à 6 mois »."""
        if self.horizon is None:
            return _AT_ONCE[self.key][0]
        return _AT_HORIZON[self.key][0].format(k=self.horizon)


@dataclass(frozen=True, slots=True)
class Membership:
    """The enrollments in each population, as a report of ``as_of`` counts them."""

    as_of: dt.date
    people: Mapping[Population, frozenset[int]]


def membership(session: Session, scope: Scope, horizons: Sequence[int]) -> Membership:
    """Who is in each population of the scope, at these horizons, from the facts that the session reads."""
    p = Populations(scope, parameters(session, scope.as_of))
    conditions: dict[Population, Condition] = {Population(key): of(p) for key, (_, of) in _AT_ONCE.items()}
    conditions |= {
        Population(key, horizon): at(p, horizon)
        for horizon in horizons
        for key, (_, at) in _AT_HORIZON.items()
    }
    keys = {str(number): one for number, one in enumerate(conditions)}
    found = who(session, p, {key: conditions[one] for key, one in keys.items()})
    return Membership(scope.as_of, {one: frozenset(found[key] or ()) for key, one in keys.items()})
