"""Counts every definition over a scope and over each of its cohorts, and names the people behind each figure.

Each condition is asked once per person: the answers of a person are the bits of a few whole numbers, and
people who answer alike are counted together. Figures of cohorts are sums of the same counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.french import UNKNOWN, percent, rate_value
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.definition_groups import DefinitionGroups
from gen_desktop.queries.definitions import Definition, definitions
from gen_desktop.queries.indicators import Part, Person, persons
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.scope import Scope, parameters

BITS = 60
"""Answers in one whole number: SQLite keeps 63 bits beside the sign."""
_PARTS = 5
"""What is counted of a definition: n, N, unknown, known, concerned."""


@dataclass(frozen=True, slots=True)
class DefinitionFigure:
    """One definition counted.

    ``known``: counted in the numerator without resting on somebody unknown; ``concerned``: in the denominator
    or unknown. Rates are percentages rounded half up to one decimal, None when nobody is concerned.
    """

    definition: Definition
    n: int
    N: int
    unknown: int
    known: int
    concerned: int

    @property
    def rate(self) -> Decimal | None:
        """n out of N."""
        return rate_value(self.n, self.N)

    @property
    def low(self) -> Decimal | None:
        """The rate if nobody unknown were to be counted."""
        return rate_value(self.known, self.concerned)

    @property
    def high(self) -> Decimal | None:
        """The rate if everybody unknown were to be counted."""
        return rate_value(self.known + self.unknown, self.concerned)

    @property
    def bounds(self) -> str:
        """« 40,0 % à 80,0 % »; a dash when nobody is concerned."""
        return UNKNOWN if self.low is None else f"{percent(self.low)} à {percent(self.high)}"


def definition_figures(
    session: Session,
    scope: Scope,
    wanted: Sequence[Definition] | None = None,
    promotion: int | None = None,
) -> tuple[DefinitionFigure, ...]:
    """The definitions (all of them, without ``wanted``) over a scope, in their order.

    ``promotion``: the calendar year of certification, for the systems that count so, whatever the cohorts.
    """
    chosen = definitions() if wanted is None else tuple(wanted)
    if promotion is None:
        return _Answers(session, scope, chosen).of_everybody()
    usual = [one for one in chosen if not one.by_certification]
    certified = [one for one in chosen if one.by_certification]
    found = (
        *_Answers(session, scope, usual).of_everybody(),
        *_Answers(session, scope, certified, promotion).of_everybody(),
    )
    return tuple(sorted(found, key=lambda figure: chosen.index(figure.definition)))


def figures_by_cohort(
    session: Session, scope: Scope, wanted: Sequence[Definition] | None = None
) -> Mapping[int, tuple[DefinitionFigure, ...]]:
    """The same, cohort by cohort (those where somebody applied)."""
    return _Answers(session, scope, definitions() if wanted is None else wanted).by_cohort()


def definition_people(
    session: Session, definition_id: str, part: Part, scope: Scope, promotion: int | None = None
) -> tuple[Person, ...]:
    """The people that a part of a definition counts, by name. Raises NotFound for an unknown id."""
    one = definition(definition_id)
    populations, groups = _groups(session, scope, promotion if one.by_certification else None)
    chosen = {Part.NUMERATOR: one.numerator, Part.DENOMINATOR: one.denominator, Part.UNKNOWN: one.unknown}
    condition = chosen[part](groups)
    return persons(session, populations, condition if one.sex is None else condition & groups.of_sex(one.sex))


def definition(definition_id: str) -> Definition:
    """The definition of that id. Raises NotFound naming those that exist."""
    for one in definitions():
        if one.id.casefold() == definition_id.casefold():
            return one
    known = ", ".join(one.id for one in definitions())
    raise NotFound(
        f"La définition «\u00a0{definition_id}\u00a0» n’existe pas. Définitions connues\u00a0: {known}."
    )


def _groups(session: Session, scope: Scope, promotion: int | None) -> tuple[Populations, DefinitionGroups]:
    if promotion is not None:
        scope = replace(scope, cohort_ids=None, date_from=None, date_to=None)
    populations = Populations(scope, parameters(session, scope.as_of))
    return populations, DefinitionGroups(populations, promotion)


class _Answers:
    """What each leaver of a scope answers to the conditions of some definitions, as bits of one number."""

    def __init__(
        self, session: Session, scope: Scope, wanted: Sequence[Definition], promotion: int | None = None
    ) -> None:
        self._wanted = wanted
        populations, groups = _groups(session, scope, promotion)
        asked = [_conditions(one, groups) for one in wanted]
        # Groups are made once: the same group of two definitions is the same object, and one bit.
        different = {id(condition): condition for conditions in asked for condition in conditions}
        place = {key: index for index, key in enumerate(different)}
        self._places = [[place[id(condition)] for condition in conditions] for conditions in asked]
        self._people = _people_by_answers(session, populations, list(different.values()))

    def of_everybody(self) -> tuple[DefinitionFigure, ...]:
        """The figures of the whole scope."""
        everybody: Counter[int] = Counter()
        for people in self._people.values():
            everybody.update(people)
        (found,) = self._figures([everybody])
        return found

    def by_cohort(self) -> dict[int, tuple[DefinitionFigure, ...]]:
        """The figures of each cohort that somebody left."""
        return dict(zip(self._people, self._figures(list(self._people.values())), strict=True))

    def _figures(self, groups: Sequence[Counter[int]]) -> list[tuple[DefinitionFigure, ...]]:
        """The figures of each group: what an answer counts in is worked out once, then only added up."""
        import numpy  # here, not above: it must not load before the first paint

        answers = list(dict.fromkeys(answer for people in groups for answer in people))
        column = {answer: index for index, answer in enumerate(answers)}
        last = max((place for places in self._places for place in places), default=-1)
        met = numpy.array(
            [[answer >> place & 1 for answer in answers] for place in range(last + 1)], dtype=bool
        )
        counted = [_counted_in(*(met[place] for place in places)) for places in self._places]
        table = numpy.array(counted, dtype=numpy.int64).reshape(_PARTS * len(counted), len(answers))
        found = []
        for people in groups:
            numbers = numpy.fromiter(people.values(), dtype=numpy.int64, count=len(people))
            sums = table[:, [column[answer] for answer in people]] @ numbers
            rows = sums.reshape(len(self._wanted), _PARTS).tolist()
            found.append(
                tuple(DefinitionFigure(one, *row) for one, row in zip(self._wanted, rows, strict=True))
            )
        return found


def _counted_in(in_numerator: Any, in_denominator: Any, is_unknown: Any, *of_sex: Any) -> list[Any]:
    """For each answer whether it counts in each part (_PARTS)."""
    parts = [
        in_numerator,
        in_denominator,
        is_unknown,
        in_numerator & ~is_unknown,
        in_denominator | is_unknown,
    ]
    for condition in of_sex:
        parts = [part & condition for part in parts]
    return parts


def _conditions(one: Definition, groups: DefinitionGroups) -> list[Condition]:
    """Numerator, denominator, unknown, and the sex if it is of one only."""
    conditions = [group(groups) for group in (one.numerator, one.denominator, one.unknown)]
    return conditions if one.sex is None else [*conditions, groups.of_sex(one.sex)]


def _people_by_answers(
    session: Session, populations: Populations, conditions: Sequence[Condition]
) -> dict[int, Counter[int]]:
    """Cohort → answers as bits → how many leavers answer so."""
    names = [f"answers_{first}" for first in range(0, len(conditions), BITS)]
    columns = [
        bits(conditions[first : first + BITS]).label(name)
        for first, name in zip(range(0, len(conditions), BITS), names, strict=True)
    ]
    statement = populations.select_from(Enrollment.cohort_id, *columns, func.count())
    grouped = statement.where(populations.left()).group_by(Enrollment.cohort_id, *names)
    found: dict[int, Counter[int]] = {}
    for cohort_id, *numbers, people in session.execute(grouped):
        answers = sum(number << BITS * index for index, number in enumerate(numbers))
        found.setdefault(cohort_id, Counter())[answers] += people
    return found


def bits(conditions: Sequence[Condition]) -> ColumnElement[int]:
    """The answers to these conditions (BITS at most) as one number, the first in the lowest bit."""
    total: ColumnElement[int] = literal(0)
    for place, condition in enumerate(conditions):
        total = total + case((condition, literal(1 << place)), else_=literal(0))
    return total
