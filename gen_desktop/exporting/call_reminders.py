"""Calls to make, for a diary (iCalendar, RFC 5545): without a name, or through the register of exports."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from icalendar import Alarm
from icalendar import Calendar as Diary
from icalendar import Event as Entry

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.files import write_atomically
from gen_desktop.queries.printed_calls import PrintedCall, printed_calls
from gen_desktop.reference.horizons import horizon_words
from gen_desktop.services.exports import record_export

LONG_CALL = dt.timedelta(minutes=15)
MORNING = dt.timedelta(hours=9)
"""After midnight: when a whole day is reminded of."""
BEFORE = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True, order=True)
class _When:
    """One entry of the diary. ``at``: the hour asked for, None for the whole day."""

    day: dt.date
    cohort_code: str
    horizon: int
    at: dt.time | None


def write_call_reminders(
    db: Database, call_ids: Sequence[int], path: Path, now: dt.datetime, *, named: bool
) -> int:
    """Write an entry for each day, cohort and horizon, on the last day of the window; how many calls.

    Whoever said when to be called is there at that hour; what is late is there today. Without ``named`` only
    counts are written: nobody is in the file, and nothing in the register. ``now``: an aware moment. Those
    who do not want to be called are left out. Raises StorageProblem.
    """
    with db.read() as session:
        found = [one for one in printed_calls(session, call_ids, now.date()) if not one.line.refuses_calls]
    if named and found:
        cohorts = french.join_names(sorted({one.line.cohort_code for one in found}))
        record_export(db, "call_reminders", cohorts, len({one.line.learner_id for one in found}))
    diary = Diary()
    diary.add("prodid", "-//GEN Desktop//FR")
    diary.add("version", "2.0")
    diary.add("x-wr-calname", "Appels d’insertion")
    for when, calls in sorted(_grouped(found, now.date()).items(), key=_in_order):
        diary.add_component(_entry(when, calls, now, named=named))
    write_atomically(path, diary.to_ical())
    return len(found)


def _grouped(calls: Sequence[PrintedCall], today: dt.date) -> Mapping[_When, Sequence[PrintedCall]]:
    found: dict[_When, list[PrintedCall]] = defaultdict(list)
    for one in calls:
        last = one.tried[-1] if one.tried else None
        asked = last.next_on if last is not None else None
        at = last.next_at if last is not None and asked is not None and asked >= today else None
        day = max(asked or one.line.before, today)
        found[_When(day, one.line.cohort_code, one.line.call.horizon, at)].append(one)
    return found


def _in_order(item: tuple[_When, object]) -> tuple[dt.date, dt.time, str, int]:
    when = item[0]
    return when.day, when.at or dt.time(), when.cohort_code, when.horizon


def _entry(when: _When, calls: Sequence[PrintedCall], now: dt.datetime, *, named: bool) -> Entry:
    entry = Entry()
    hour = f"-{when.at:%H%M}" if when.at is not None else ""
    entry.add("uid", f"calls-{when.day:%Y%m%d}{hour}-{when.cohort_code}-{when.horizon}@gen-desktop")
    entry.add("dtstamp", now.astimezone(dt.UTC))
    alarm = Alarm()
    if when.at is None:
        entry.add("dtstart", when.day)
        entry.add("dtend", when.day + dt.timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        alarm.add("trigger", MORNING)
    else:
        # Without a zone: by the clock of whoever calls.
        start = dt.datetime.combine(when.day, when.at)
        entry.add("dtstart", start)
        entry.add("dtend", start + LONG_CALL)
        alarm.add("trigger", -BEFORE)
    count = french.plural(len(calls), "appel")
    summary = f"{count} à passer{french.NBSP}: {when.cohort_code}, {horizon_words(when.horizon)}"
    entry.add("summary", summary)
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    if named:
        entry.add("class", "PRIVATE")
        entry.add("description", "\n".join(_person(one) for one in calls))
    entry.add_component(alarm)
    return entry


def _person(call: PrintedCall) -> str:
    phone = french.phone(call.numbers[0].value) if call.numbers else "pas de téléphone"
    return f"{call.line.last_name} {call.line.first_name}, {phone}"
