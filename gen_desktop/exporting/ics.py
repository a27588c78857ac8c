"""The calendar of a cohort for any diary (iCalendar, RFC 5545): half-days, their module, trainer and room.

No name of a learner is in it, so nothing is entered in the register of exports.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar as Diary
from icalendar import Event as Entry

from gen_desktop.files import write_atomically
from gen_desktop.queries.calendar_events import CohortEvents, Event
from gen_desktop.reference.lists import label

CLOCKS = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "976": "Indian/Mayotte",
}
"""The clock of each zone of public holidays; all others have that of Paris."""
PARIS = "Europe/Paris"
AWAY = frozenset({"remote", "home"})


def write_ics(events: CohortEvents, path: Path, made_at: dt.datetime) -> int:
    """Write the diary, whole or not at all; how many half-days are in it. Raises StorageProblem.

    ``made_at``: an aware moment. A half-day keeps its UID when it is changed or moved, so that a diary that
    reads the file again moves it too; its sequence is the version of the record.
    """
    diary = Diary()
    diary.add("prodid", "-//GEN Desktop//FR")
    diary.add("version", "2.0")
    diary.add("x-wr-calname", f"{events.code} – {events.course_title}")
    clock = ZoneInfo(CLOCKS.get(events.zone, PARIS))
    for event in events.events:
        diary.add_component(_entry(events, event, clock, made_at))
    diary.add_missing_timezones()
    write_atomically(path, diary.to_ical())
    return len(events.events)


def _entry(events: CohortEvents, event: Event, clock: ZoneInfo, made_at: dt.datetime) -> Entry:
    entry = Entry()
    entry.add("uid", f"{event.id}@gen-desktop")
    entry.add("sequence", event.version - 1)
    entry.add("dtstamp", made_at.astimezone(dt.UTC))
    entry.add("dtstart", dt.datetime.combine(event.day, event.starts_at, clock))
    entry.add("dtend", dt.datetime.combine(event.day, event.ends_at, clock))
    entry.add("summary", " – ".join(filter(None, (events.code, event.module))))
    mode = label("session_mode", event.mode)
    where = mode if event.mode in AWAY else ", ".join(filter(None, (event.place, events.site)))
    if where:
        entry.add("location", where)
    trainer = f"Formateur\u00a0: {event.trainer}" if event.trainer else None
    told = [events.course_title, trainer, f"Mode\u00a0: {mode}", event.note]
    entry.add("description", "\n".join(filter(None, told)))
    return entry
