"""What a row of a list of learners says of an enrollment: decision, entry, exit.

Facts that are missing but follow from others are worked out, and said in the plan; a contradiction is an
error on its cell. Sources: programme.md §3.2 (who is an entrant), §5.6 (exits), §9.5 (checks).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gen_desktop.dates import age_on
from gen_desktop.french import NBSP, date_range, short_date
from gen_desktop.importing.cohort_book import CohortRef
from gen_desktop.importing.plan import Level
from gen_desktop.importing.typed_table import TypedRow, TypedTable
from gen_desktop.models.enrollment import LONGEST_UNEMPLOYMENT, EntryFacts
from gen_desktop.reference.lists import code_list, label

_COPIED = (
    *("applied_on", "decision_reason", "planned_entry_on", "aes_on", "planned_exit_on"),
    *("other_exit_reasons", "exit_interview_done", "exit_solutions"),
    *EntryFacts.__dataclass_fields__,
)
_DECISION_OF_STATE = {
    "candidate": "pending",
    "waiting": "waiting",
    "refused": "refused",
    "withdrawn": "withdrawn",
}
_EXIT_OF_STATE = {"completed": "term", "abandoned": "abandonment", "neutral_exit": "neutral"}
_ENTERED_STATES = frozenset({"in_training", *_EXIT_OF_STATE})
_IMPLY_ADMISSION = ("entered_on", "exit_on", "exit_type", "exit_reason")

_YOUNGEST, _OLDEST = 16, 70

ENTRY_AT_START = "entrée au premier jour de la cohorte, faute de date"
EXIT_AT_END = "fin de parcours au dernier jour de la cohorte, faute de date"
TERM_BY_DATE = "fin de parcours, la sortie étant à la fin de la cohorte"
ADMITTED_BEFORE = "admission avant le désistement, datée de la candidature faute de date"
NO_REASON = "abandon sans motif"


@dataclass(slots=True)
class Derived:
    """What a row says of the enrollment. ``inferred``: what was worked out, and what that gave."""

    values: dict[str, Any] = field(default_factory=dict)
    inferred: list[tuple[str, str]] = field(default_factory=list)


class EnrollmentRules:
    """Reads the rows of one list.

    Without a column that says who is admitted, a list of people is a list of admitted people; with one, an
    empty cell is a candidate.
    """

    def __init__(self, table: TypedTable) -> None:
        self._table = table
        self._has_decisions = table.has("decision") or table.has("state")

    def derive(self, row: TypedRow, cohort: CohortRef, known: Mapping[str, Any]) -> Derived:
        """The columns of the enrollment that the row sets; ``known``: the enrollment in the store, or {}."""
        derived = Derived({name: row.values[name] for name in _COPIED if name in row.values})
        months = row.get("unemployment_months")
        if months is not None and months > LONGEST_UNEMPLOYMENT:
            self._table.note(row, "unemployment_months", "c’est trop de mois de chômage, vérifiez le nombre.")
        self._decide(row, cohort, known, derived)
        self._enter(row, cohort, known, derived)
        self._exit(row, cohort, known, derived)
        return derived

    def _decide(self, row: TypedRow, cohort: CohortRef, known: Mapping[str, Any], derived: Derived) -> None:
        values = derived.values
        decision = self._decision(row, cohort, known, derived)
        if decision is not None:
            values["decision"] = decision
        elif not known and not {"decision", "state"} & set(row.unreadable):
            values["decision"] = "pending" if self._has_decisions else "admitted"
        decided_on = row.get("admitted_on") or row.get("decided_on")
        if decided_on is not None:
            values["decided_on"] = decided_on
            applied_on = row.get("applied_on") or known.get("applied_on")
            if applied_on is not None and decided_on < applied_on:
                name = "admitted_on" if row.get("admitted_on") else "decided_on"
                text = f"la décision est avant la candidature ({short_date(applied_on)})."
                self._table.note(row, name, text)
        is_no_show = row.get("state") == "no_show" or row.get("is_no_show")
        if is_no_show:
            values["is_no_show"] = True
            if known.get("entered_on") is not None:
                name = "is_no_show" if row.get("is_no_show") else "state"
                text = f"cette personne est entrée en formation le {short_date(known['entered_on'])}."
                self._table.note(row, name, text)
        elif known.get("is_no_show") and (row.get("is_no_show") is False or row.get("entered_on")):
            values["is_no_show"] = False

    def _decision(
        self, row: TypedRow, cohort: CohortRef, known: Mapping[str, Any], derived: Derived
    ) -> str | None:
        said: str | None = row.get("decision")
        follows = _decision_that_follows(row)
        if said is None or follows is None or said == follows:
            return said or follows
        if follows == "withdrawn" and said == "admitted":
            dated = row.get("admitted_on") or row.get("decided_on") or known.get("decided_on")
            if dated is None:
                day = row.get("applied_on") or known.get("applied_on") or cohort.start
                derived.values["decided_on"] = day
                derived.inferred.append((ADMITTED_BEFORE, short_date(day)))
            return follows
        if follows != "pending":
            what = label("application_decision", follows).lower()
            text = f"la décision ne va pas avec le reste de la ligne (qui dit{NBSP}: {what})."
            self._table.note(row, "decision", text)
        return said

    def _enter(self, row: TypedRow, cohort: CohortRef, known: Mapping[str, Any], derived: Derived) -> None:
        values = derived.values
        entered_on = row.get("entered_on")
        is_missing = known.get("entered_on") is None and "entered_on" not in row.unreadable
        if entered_on is None and is_missing and row.get("state") in _ENTERED_STATES:
            entered_on = cohort.start
            derived.inferred.append((ENTRY_AT_START, short_date(entered_on)))
        if entered_on is None:
            self._refuse_leaving(row, known, values)
            return
        values["entered_on"] = entered_on
        values["entry_follows_attendance"] = False
        name = "entered_on" if row.get("entered_on") else "state"
        if not cohort.start <= entered_on <= cohort.end:
            dates = date_range(cohort.start, cohort.end)
            text = f"l’entrée est hors des dates de la cohorte {cohort.code} ({dates})."
            self._table.note(row, name, text)
        if values.get("is_no_show"):
            self._table.note(row, name, f"l’entrée ne va pas avec «{NBSP}jamais venu{NBSP}».")
        if row.get("exit_on") is None and known.get("exit_on") and known["exit_on"] < entered_on:
            text = f"l’entrée est après la sortie enregistrée ({short_date(known['exit_on'])})."
            self._table.note(row, name, text)
        decision = values.get("decision")
        if decision not in (None, "admitted") and not any(note.field == "decision" for note in row.notes):
            what = label("application_decision", decision).lower()
            self._table.note(row, name, f"il y a une entrée, mais la décision est «{NBSP}{what}{NBSP}».")

    def _refuse_leaving(self, row: TypedRow, known: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Somebody who entered is admitted, whatever a list says later."""
        entered_on, decision = known.get("entered_on"), values.get("decision")
        if entered_on is not None and decision not in (None, "admitted"):
            name = "decision" if row.get("decision") else "state"
            text = (
                f"cette personne est entrée en formation le {short_date(entered_on)}{NBSP}: elle est admise."
            )
            self._table.note(row, name, text)

    def _exit(self, row: TypedRow, cohort: CohortRef, known: Mapping[str, Any], derived: Derived) -> None:
        values = derived.values
        exit_type, exit_on = self._exit_type(row, cohort, known, derived), row.get("exit_on")
        if exit_type is None and exit_on is None:
            if row.get("state") == "in_training" and known.get("exit_type") is not None:
                text = f"une sortie est enregistrée le {short_date(known['exit_on'])}{NBSP}: elle reste."
                self._table.note(row, "state", text, Level.WARNING)
            return
        if exit_on is None and "exit_on" not in row.unreadable and known.get("exit_on") is None:
            if exit_type != "term":
                text = "la sortie n’a pas de date, donnez la date de sortie."
                self._table.note(row, _exit_field(row), text)
                return
            exit_on = cohort.end
            derived.inferred.append((EXIT_AT_END, short_date(exit_on)))
        if exit_type is not None:
            values["exit_type"] = exit_type
            if known.get("exit_reason") and exit_type != known.get("exit_type"):
                values["exit_reason"] = None  # a reason holds for its type alone
        if exit_on is not None:
            values["exit_on"] = exit_on
        self._check_reason(row, known, derived)
        self._check_order(row, {**known, **values})

    def _exit_type(
        self, row: TypedRow, cohort: CohortRef, known: Mapping[str, Any], derived: Derived
    ) -> str | None:
        said = row.get("exit_type")
        by_state = _EXIT_OF_STATE.get(row.get("state") or "")
        if said is not None and by_state is not None and said != by_state:
            text = f"le type de sortie ne va pas avec l’état ({label('exit_type', by_state).lower()})."
            self._table.note(row, "exit_type", text)
        found: str | None = said or by_state
        reason = row.get("exit_reason")
        if found is None and reason is not None:
            found = code_list("exit_reason")[reason]["exit_type"]
        exit_on = row.get("exit_on")
        unreadable = {"exit_type", "state", "exit_reason"} & set(row.unreadable)
        if found is None and exit_on is not None and not unreadable and known.get("exit_type") is None:
            if exit_on >= cohort.end:
                derived.inferred.append((TERM_BY_DATE, short_date(exit_on)))
                return "term"
            entered_on = derived.values.get("entered_on") or known.get("entered_on")
            if entered_on is not None and exit_on < entered_on:
                return None  # said by _check_order
            text = (
                f"la sortie est avant la fin de la cohorte ({short_date(cohort.end)}){NBSP}: "
                "donnez son type (abandon, sortie neutre ou fin de parcours)."
            )
            self._table.note(row, "exit_on", text)
        return found

    def _check_reason(self, row: TypedRow, known: Mapping[str, Any], derived: Derived) -> None:
        merged = {**known, **derived.values}
        if others := derived.values.pop("other_exit_reasons", None):
            main = row.get("exit_reason") or known.get("exit_reason")
            left = [code for code in others.split("|") if code != main]
            if left:
                derived.values["other_exit_reasons"] = "|".join(left)
        exit_type, reason = merged.get("exit_type"), row.get("exit_reason")
        if reason is not None:
            derived.values["exit_reason"] = reason
            expected = code_list("exit_reason")[reason]["exit_type"]
            if exit_type is not None and expected != exit_type:
                text = f"le motif ne va pas avec le type de sortie ({label('exit_type', exit_type).lower()})."
                self._table.note(row, "exit_reason", text)
        elif exit_type == "abandonment" and not (
            merged.get("exit_reason") or "exit_reason" in row.unreadable
        ):
            derived.inferred.append((NO_REASON, ""))

    def _check_order(self, row: TypedRow, merged: Mapping[str, Any]) -> None:
        entered_on, exit_on = merged.get("entered_on"), merged.get("exit_on")
        name = "exit_on" if row.get("exit_on") else _exit_field(row)
        if entered_on is None:
            if "entered_on" not in row.unreadable:
                text = "il y a une sortie, mais cette personne n’est pas entrée en formation."
                self._table.note(row, name, text)
        elif exit_on is not None and exit_on < entered_on:
            self._table.note(row, name, f"la sortie est avant l’entrée ({short_date(entered_on)}).")


def _decision_that_follows(row: TypedRow) -> str | None:
    """The decision that the other columns imply."""
    state = row.get("state")
    if state is not None:
        return _DECISION_OF_STATE.get(state, "admitted")
    if row.get("is_no_show") or any(row.get(name) is not None for name in _IMPLY_ADMISSION):
        return "admitted"
    if row.get("decision") is None and row.get("admitted_on") is not None:
        return "admitted"
    return None


def _exit_field(row: TypedRow) -> str:
    names = ("exit_type", "exit_reason", "state")
    return next((name for name in names if row.get(name) is not None), "exit_on")


def age_note(birth_date: dt.date | None, entered_on: dt.date | None) -> str:
    """Why an age at the entry deserves a second look (programme.md §9.5), '' when it does not."""
    if birth_date is None or entered_on is None or birth_date > entered_on:
        return ""
    age = age_on(birth_date, entered_on)
    return "" if _YOUNGEST <= age <= _OLDEST else f"cette personne aurait {age} ans à l’entrée."
