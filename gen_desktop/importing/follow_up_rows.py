"""What a row of a call list tells, completed by what is known already. Nothing is asked of the file here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.follow_up_columns import ATTEMPTS, CONTRACT
from gen_desktop.importing.plan import Level
from gen_desktop.importing.typed_table import TypedRow, TypedTable
from gen_desktop.models.follow_up import JOB_UNSPECIFIED, NOT_ASKED, REFUSED, UNREACHABLE
from gen_desktop.reference.lists import code_list, codes_where
from gen_desktop.services.follow_up_lists import Key, Recorded
from gen_desktop.services.follow_ups import AttemptInput, SituationInput

_TELLING = (
    "situation",
    "contract_type",
    "contract_months",
    "employer",
    "starts_on",
    "ends_on",
    "title",
    "salary",
)
"""Cells that tell of a situation; others (a comment, a way of contact) may stand without any."""
_SAME_SPELL = ("contract_type", "contract_months", "employer", "starts_on", "ends_on")
"""A spell that differs in one of these is another spell: nothing of the known one is kept."""
_SPELL = (
    *("contract_type", "contract_months", "employer", "starts_on", "ends_on", "working_time", "title"),
    *(
        "rome_code",
        "is_target_occupation",
        "is_digital_sector",
        "is_executive",
        "siren",
        "legal_form",
        "proof",
        "attached_document_id",
    ),
)
_FOLLOW_UP = (
    *("situation", "recorded_on", "contact_mode", "comment", "proof", "contract_months"),
    "is_target_occupation",
)
_INPUT = frozenset(field.name for field in fields(SituationInput)) - {"enrollment_id", "horizon"}


@dataclass(frozen=True, slots=True)
class ToldAttempt:
    """An attempt and the number of its columns."""

    number: int
    values: AttemptInput


def read_attempts(table: TypedTable, row: TypedRow, enrollment_id: int, horizon: int) -> list[ToldAttempt]:
    """Every attempt of the row; a date without a result, or the contrary, is noted."""
    found = []
    for number in range(1, ATTEMPTS + 1):
        made_on, outcome = row.get(f"made_on.{number}"), row.get(f"outcome.{number}")
        if made_on is None and outcome is None:
            continue
        if made_on is None:
            if f"made_on.{number}" not in row.unreadable:
                table.note(row, f"outcome.{number}", "il manque la date de cet appel.")
        elif outcome is None:
            if f"outcome.{number}" not in row.unreadable:
                table.note(row, f"made_on.{number}", "il manque le résultat de cet appel.")
        else:
            mode = row.get(f"contact_mode.{number}") or row.get("contact_mode") or "phone"
            values = AttemptInput(enrollment_id, horizon, made_on, mode, outcome)
            found.append(ToldAttempt(number, values))
    return found


def new_attempts(attempts: list[ToldAttempt], known: Mapping[tuple[dt.date, str], int]) -> list[ToldAttempt]:
    """Those that are not recorded yet; two calls of one day with one result are two attempts."""
    left = Counter(known)
    new = []
    for one in attempts:
        key = one.values.made_on, one.values.outcome
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(one)
    return new


def read_situation(
    table: TypedTable,
    row: TypedRow,
    key: Key,
    attempts: list[ToldAttempt],
    known: Recorded | None,
    last_day: dt.date,
) -> SituationInput | None:
    """What the person told; None when the row says nothing of it, or not when it was told (then noted).

    ``last_day``: the day of a silence or a refusal that nothing in the row dates.
    """
    told = _told(row, attempts)
    if told is None:
        return None
    if known is not None:
        told = _completed(told, known)
    if told.get("recorded_on") is None:
        told["recorded_on"] = _day_of(told, attempts) or _day_without_answer(
            table, row, told, attempts, last_day
        )
    if told["recorded_on"] is None:
        if "recorded_on" not in row.unreadable:
            field = "situation" if "situation" in row.values else "contract_type"
            table.note(row, field, "il manque le jour où cette situation a été relevée (Relevé le).")
        return None
    told.setdefault("contact_mode", None)
    enrollment_id, horizon = key
    return SituationInput(enrollment_id=enrollment_id, horizon=horizon, **told)


def _told(row: TypedRow, attempts: list[ToldAttempt]) -> dict[str, Any] | None:
    told = {name: value for name, value in row.values.items() if name in _INPUT}
    situation = told.get("situation")
    if situation == NOT_ASKED:
        del told["situation"]
        situation = None
    if situation is not None and situation.startswith(CONTRACT):
        _, contract, months, working_time, employer = situation.split(":", 4)
        del told["situation"]
        told.setdefault("contract_type", contract)
        if months:
            told.setdefault("contract_months", int(months))
        if working_time:
            told.setdefault("working_time", working_time)
        if employer:
            told.setdefault("employer", employer)
    if any(name in told for name in _TELLING):
        return told
    refusals = [one.values for one in attempts if one.values.outcome == "refused"]
    if refusals and "situation" not in row.unreadable:
        return {**told, "situation": REFUSED, "recorded_on": told.get("recorded_on") or refusals[-1].made_on}
    return None


def _completed(told: Mapping[str, Any], known: Recorded) -> dict[str, Any]:
    """The row, its empty cells filled with what is known when it speaks of the same situation."""
    before = _known_values(known)
    if any(told.get(name) not in (None, before.get(name)) for name in _SAME_SPELL):
        return {**told}
    if not _is_same_situation(told.get("situation"), known):
        return {**told}
    return {**before, **told, "situation": told.get("situation") or before["situation"]}


def _known_values(known: Recorded) -> dict[str, Any]:
    values = {name: known.follow_up[name] for name in _FOLLOW_UP}
    if known.spell is not None:
        values |= {name: known.spell[name] for name in _SPELL}
        values["salary"] = known.spell["yearly_gross_salary"]
    return {name: value for name, value in values.items() if value is not None}


def _is_same_situation(situation: str | None, known: Recorded) -> bool:
    if situation is None or situation == known.follow_up["situation"]:
        return True
    is_job = code_list("outcome_situation")[known.follow_up["situation"]]["employed"] == "yes"
    return situation == JOB_UNSPECIFIED and is_job and known.spell is not None


def _day_of(told: Mapping[str, Any], attempts: list[ToldAttempt]) -> dt.date | None:
    """The day of the last attempt that may have told the situation."""
    fitting = {
        UNREACHABLE: codes_where("attempt_outcome", reached="no"),
        REFUSED: ("refused",),
    }.get(told.get("situation") or "", ("reached",))
    days = [one.values.made_on for one in attempts if one.values.outcome in fitting]
    return max(days, default=None)


def _day_without_answer(
    table: TypedTable,
    row: TypedRow,
    told: Mapping[str, Any],
    attempts: list[ToldAttempt],
    last_day: dt.date,
) -> dt.date | None:
    """The day of a silence or a refusal without a date, which is said; None for what a person told."""
    if told.get("situation") not in (UNREACHABLE, REFUSED) or "recorded_on" in row.unreadable:
        return None
    day = max((one.values.made_on for one in attempts), default=last_day)
    why = "le jour du dernier appel" if attempts else "le dernier jour possible"
    text = f"sans date, cette situation est notée au {french.short_date(day)}{NBSP}: {why}."
    table.note(row, "situation", text, Level.NOTICE)
    return day
