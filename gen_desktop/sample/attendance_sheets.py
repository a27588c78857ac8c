"""Attendance as the centre keeps it: a wide grid, learners down, half-days across, one letter per cell."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from gen_desktop import french
from gen_desktop.dates import week_start
from gen_desktop.models.calendar import HALF_DAY_WORDS, PlannedHalfDay
from gen_desktop.sample.sheets import Book, new_book, slashed
from gen_desktop.sample.stories import SampleCohort, SampleEnrollment

LEGEND = "P présent, A absent, J absence justifiée (motif), R retard (minutes), S fermeture"
_JUSTIFIED = (
    "J mal.",
    "J mal.",
    "J mal.",
    "J méd.",
    "J fam.",
    "J entr.",
    "J adm.",
    "J transp.",
    "J garde",
    "J",
)
_DELAYS = (10, 15, 20, 20, 30, 40, 40, 60)
_CLOSED_MONTH_DAYS = ((12, 21, 31), (1, 1, 3), (8, 3, 21))  # month, first and last day of a closure
_WEEKLY = 3  # the last weeks have a workbook each
Marks = dict[tuple[int, PlannedHalfDay], str]
_Head = Callable[[Book, Any, int, Sequence[PlannedHalfDay]], tuple[int, int]]


def draw_marks(cohort: SampleCohort, today: date, rng: random.Random) -> Marks:
    """The mark of each entrant (by position) for each half-day before today; nothing outside entry and exit.

    The last Friday before today was not entered yet, and one learner missed the first three half-days of the
    last week: there must be work waiting and an alert to see.
    """
    last_week = week_start(today) - timedelta(days=7)
    marks: Marks = {}
    for index, one in enumerate(cohort.enrollments):
        if one.entered_on is None:
            continue
        steadiness = rng.triangular(0.86, 1.0, 0.97)
        for slot in cohort.half_days:
            if slot.day >= today or slot.day < one.entered_on or slot.day == last_week + timedelta(days=4):
                continue
            if one.exit_on is not None and slot.day > one.exit_on:
                continue
            is_last_day = slot.day == one.exit_on
            marks[index, slot] = "P" if is_last_day else _mark(slot, cohort, steadiness, rng)
    _raise_an_alert(cohort, marks, last_week)
    return marks


def write_attendance(folder: Path, cohort: SampleCohort, today: date, rng: random.Random) -> list[Path]:
    """The workbooks of a cohort in order: months then last weeks if it is in progress, else a single one."""
    marks = draw_marks(cohort, today, rng)
    slots = [slot for slot in cohort.half_days if slot.day < today]
    if not slots:
        return []
    stem = f"emargement-{cohort.code.replace(' ', '-')}"
    if cohort.end < today:
        path = folder / f"{stem}.xlsx"
        _write(path, cohort, slots, marks, _dates_over_halves)
        return [path]
    paths = []
    first_weekly = week_start(today) - timedelta(weeks=_WEEKLY)
    for month, group in groupby(
        (slot for slot in slots if slot.day < first_weekly), lambda slot: slot.day.month
    ):
        monthly = list(group)
        path = folder / f"{stem}-{monthly[0].day.year}-{month:02d}.xlsx"
        _write(path, cohort, monthly, marks, _one_line_head)
        paths.append(path)
    for monday, group in groupby(
        (slot for slot in slots if slot.day >= first_weekly), lambda slot: week_start(slot.day)
    ):
        path = folder / f"{stem}-semaine-{monday.isocalendar().week:02d}.xlsx"
        _write(path, cohort, list(group), marks, _dates_over_halves)
        paths.append(path)
    return paths


def _mark(slot: PlannedHalfDay, cohort: SampleCohort, steadiness: float, rng: random.Random) -> str:
    long_course = (cohort.end - cohort.start).days > 300
    if long_course and any(
        slot.day.month == month and first <= slot.day.day <= last for month, first, last in _CLOSED_MONTH_DAYS
    ):
        return "S"
    if rng.random() < steadiness:
        return f"R {rng.choice(_DELAYS)}" if rng.random() < 0.015 else "P"
    return "A" if rng.random() < 0.4 else rng.choice(_JUSTIFIED)


def _raise_an_alert(cohort: SampleCohort, marks: Marks, last_week: date) -> None:
    absent = [index for index, one in enumerate(cohort.enrollments) if one.entered_on and not one.exit_on]
    if absent:
        for slot in [slot for slot in cohort.half_days if slot.day >= last_week][:3]:
            if (absent[3], slot) in marks:
                marks[absent[3], slot] = "A"


def _write(
    path: Path, cohort: SampleCohort, slots: list[PlannedHalfDay], marks: Marks, write_head: _Head
) -> None:
    """One workbook; only the learners who were there at some time of that period have a line."""
    present = [
        (index, one)
        for index, one in enumerate(cohort.enrollments)
        if _is_there(one, slots[0].day, slots[-1].day)
    ]
    with new_book(path) as book:
        sheet = book.sheet("Émargement")
        period = f"{cohort.code}, du {slashed(slots[0].day)} au {slashed(slots[-1].day)}"
        book.titles(sheet, ["Numérique en Morvan, feuille d’émargement", period, LEGEND])
        top, first_mark = write_head(book, sheet, 4, slots)
        for line, (index, one) in enumerate(present):
            if first_mark == 2:
                book.put(sheet, top + line, 0, one.person.last_name)
                book.put(sheet, top + line, 1, one.person.first_name)
            else:
                book.put(sheet, top + line, 0, f"{one.person.last_name.upper()} {one.person.first_name}")
            for column, slot in enumerate(slots, first_mark):
                book.put(sheet, top + line, column, marks.get((index, slot)))
        sheet.set_column(0, 0, 28)
        sheet.freeze_panes(top, first_mark)


def _is_there(one: SampleEnrollment, first: date, last: date) -> bool:
    return (
        one.entered_on is not None
        and one.entered_on <= last
        and (one.exit_on is None or one.exit_on >= first)
    )


def _one_line_head(book: Book, sheet: Any, row: int, slots: Sequence[PlannedHalfDay]) -> tuple[int, int]:
    """« lun. 16/11 matin » on one line, without the year; surname and first name apart.

    Returns the row of the first learner and the column of the first mark.
    """
    for column, title in enumerate(("Nom", "Prénom")):
        book.put(sheet, row, column, title, book.head_format)
    for column, slot in enumerate(slots, 2):
        weekday = french.WEEKDAYS[slot.day.weekday()][:3]
        text = f"{weekday}. {slot.day:%d/%m} {HALF_DAY_WORDS[slot.half_day]}"
        book.put(sheet, row, column, text, book.head_format)
    return row + 1, 2


def _dates_over_halves(book: Book, sheet: Any, row: int, slots: Sequence[PlannedHalfDay]) -> tuple[int, int]:
    """The date merged over its half-days, matin and après-midi below; surname and first name together.

    Returns the row of the first learner and the column of the first mark.
    """
    sheet.merge_range(row, 0, row + 1, 0, "Apprenant", book.head_format)
    column = 1
    for day, group in groupby(slots, lambda slot: slot.day):
        halves = list(group)
        if len(halves) > 1:
            sheet.merge_range(row, column, row, column + len(halves) - 1, "", book.date_head_format)
        book.put(sheet, row, column, day, book.date_head_format)
        for slot in halves:
            book.put(sheet, row + 1, column, HALF_DAY_WORDS[slot.half_day], book.head_format)
            column += 1
    return row + 2, 1
