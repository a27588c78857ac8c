"""Who each figure of a report counts, kept with it so that years later it can be said who came and who left.

It names nobody: identifiers of enrollments, with their answers as the bits of one number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.catalogue import Indicator, catalogue
from gen_desktop.queries.definition_figures import BITS, bits
from gen_desktop.queries.indicators import Part, part_condition
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.report_scopes import CountedGroup, counted_groups
from gen_desktop.queries.rights import may_name
from gen_desktop.queries.scope import parameters

Asked = tuple[str, str, Part]
"""Group of figures, indicator, which part of it."""


@dataclass(frozen=True, slots=True)
class CountedPeople:
    """Enrollment → what it is counted in: the bit of each place in ``asked``."""

    asked: tuple[Asked, ...]
    answers: Mapping[int, int]

    def members(self, one: Asked) -> frozenset[int]:
        """The enrollments counted there; nobody where that was not asked."""
        if one not in self.asked:
            return frozenset()
        bit = 1 << self.asked.index(one)
        return frozenset(enrollment for enrollment, answers in self.answers.items() if answers & bit)

    def as_json(self) -> bytes:
        """The same people always give the same text."""
        kept = {
            "asked": [list(one) for one in self.asked],
            "answers": {
                str(enrollment): f"{self.answers[enrollment]:x}" for enrollment in sorted(self.answers)
            },
        }
        return json.dumps(kept, separators=(",", ":")).encode()

    @staticmethod
    def from_json(data: bytes) -> CountedPeople:
        """What ``as_json`` gave."""
        kept = json.loads(data)
        asked = tuple((group, indicator, Part(part)) for group, indicator, part in kept["asked"])
        return CountedPeople(asked, {int(key): int(value, 16) for key, value in kept["answers"].items()})


def counted_people(session: Session, scope: ReportScope) -> CountedPeople:
    """Who a report of that scope counts now. Figures that count hours or places alone list nobody."""
    asked: list[Asked] = []
    answers: dict[int, int] = {}
    for group in counted_groups(scope):
        conditions = dict(_conditions(group, _populations(session, group)))
        for enrollment, own in _answers(session, group, list(conditions.values())):
            answers[enrollment] = answers.get(enrollment, 0) | own << len(asked)
        asked += conditions
    return CountedPeople(tuple(asked), answers)


def nameable(session: Session, scope: ReportScope) -> frozenset[Asked]:
    """The parts whose people may be named to whoever reads: those that tell no sensitive fact, or all."""
    return frozenset(
        asked
        for group in counted_groups(scope)
        for asked, condition in _conditions(group, _populations(session, group))
        if may_name(session, condition)
    )


def _populations(session: Session, group: CountedGroup) -> Populations:
    return Populations(group.scope, parameters(session, group.scope.as_of))


def _conditions(group: CountedGroup, populations: Populations) -> Iterator[tuple[Asked, Condition]]:
    for entry in catalogue():
        if not isinstance(entry, Indicator) or entry.id not in group.ids:
            continue
        for part in Part:
            condition = part_condition(entry, part, populations)
            if condition is not None:
                yield (group.name, entry.id, part), condition


def _answers(
    session: Session, group: CountedGroup, conditions: Sequence[Condition]
) -> Iterator[tuple[int, int]]:
    """Each enrollment with its answers, a condition that several parts share being asked once."""
    different = {id(condition): condition for condition in conditions}
    place = {key: index for index, key in enumerate(different)}
    places = [place[id(condition)] for condition in conditions]
    wanted = list(different.values())
    columns = [bits(wanted[first : first + BITS]) for first in range(0, len(wanted), BITS)]
    statement = _populations(session, group).select_from(Enrollment.id, *columns)

    @cache  # most people answer like somebody else
    def answers_to(*numbers: int) -> int:
        own = sum(number << BITS * index for index, number in enumerate(numbers))
        return sum((own >> where & 1) << bit for bit, where in enumerate(places))

    for enrollment, *numbers in session.execute(statement):
        answers = answers_to(*numbers)
        if answers:
            yield enrollment, answers
