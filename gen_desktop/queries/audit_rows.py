"""One defect that an auditor would reject, and how it is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gen_desktop.models.attendance import long_slot_label
from gen_desktop.models.learner import full_name
from gen_desktop.reference.lists import code_list


@dataclass(frozen=True, slots=True)
class CohortRef:
    """The cohort that a defect is of."""

    id: int
    code: str


@dataclass(frozen=True, slots=True)
class SlotRef:
    """The half-day that a defect is of."""

    id: int
    held_on: dt.date
    half_day: str

    @property
    def words(self) -> str:
        """« lundi 16 novembre matin »."""
        return long_slot_label(self.held_on, self.half_day)


@dataclass(frozen=True, slots=True)
class PersonRef:
    """The person that a defect is of."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str

    @property
    def name(self) -> str:
        """« Delorme Kévin »."""
        return full_name(self.last_name, self.first_name)


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect. ``rule``: a code of audit_rule; ``sentence``: what is wrong, with its facts."""

    rule: str
    cohort: CohortRef
    sentence: str
    slot: SlotRef | None = None
    person: PersonRef | None = None

    @property
    def defect(self) -> str:
        """What kind of defect it is, in words."""
        return code_list("audit_rule")[self.rule].label

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return code_list("audit_rule")[self.rule]["remedy"]

    @property
    def order(self) -> tuple[str, int, dt.date, str, str]:
        """By cohort, then rule, then day, then person."""
        slot, person = self.slot, self.person
        return (
            self.cohort.code,
            code_list("audit_rule")[self.rule].position,
            slot.held_on if slot else dt.date.min,
            slot.half_day if slot else "",
            person.name if person else "",
        )
