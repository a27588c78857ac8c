"""Makes the sample files, and lists those that are shipped, in the order in which they are imported."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from gen_desktop.paths import resource_path

Kind = Literal["learners", "attendance", "follow-ups"]
SHIPPED_SEED = 258
_ORDER = "order.csv"


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file to import. ``cohort_code``: the cohort it is about; None when each line says its own."""

    path: Path
    kind: Kind
    cohort_code: str | None


def shipped_sample_files() -> list[SampleFile]:
    """The files of ``resources/sample``, in import order."""
    folder = resource_path("sample")
    with (folder / _ORDER).open(encoding="utf-8", newline="") as file:
        return [
            SampleFile(folder / row["file"], cast(Kind, row["kind"]), row["cohort_code"] or None)
            for row in csv.DictReader(file, delimiter=";")
        ]


def write_sample_workbooks(folder: Path, *, today: date, seed: int = SHIPPED_SEED) -> list[SampleFile]:
    """Write the lists, attendance sheets and call lists of four cohorts as they stand on that day.

    Returns them in import order. The same day and seed give the same content. The folder is made if missing.
    """
    from gen_desktop.sample.attendance_sheets import write_attendance
    from gen_desktop.sample.follow_ups import CallLine, call_lines, write_call_list
    from gen_desktop.sample.learner_lists import write_learner_list
    from gen_desktop.sample.stories import tell_cohorts

    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    cohorts = tell_cohorts(today, rng)
    files = []
    for cohort in cohorts:
        path = folder / f"apprenants-{cohort.code.replace(' ', '-')}.xlsx"
        write_learner_list(path, cohort)
        files.append(SampleFile(path, "learners", cohort.code))
    for cohort in cohorts:
        for path in write_attendance(folder, cohort, today, rng):
            files.append(SampleFile(path, "attendance", cohort.code))
    lines: list[CallLine] = []
    for horizon, name in ((3, "suivi-3-mois.xlsx"), (6, "suivi-6-mois.csv")):
        lines = call_lines(cohorts, horizon, today, rng, lines)
        write_call_list(folder / name, lines)
        files.append(SampleFile(folder / name, "follow-ups", None))
    return files


def write_large_list(folder: Path, learners: int, seed: int, today: date) -> list[SampleFile]:
    """Write one workbook with that many learners and their cohorts (about 62 in each, over nine years)."""
    from gen_desktop.sample.large import write_large_workbook

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"apprenants-{learners}.xlsx"
    write_large_workbook(path, learners, today, random.Random(seed))
    return [SampleFile(path, "learners", None)]


def write_order(folder: Path, files: list[SampleFile]) -> None:
    """Keep beside the files the order in which they are imported."""
    with (folder / _ORDER).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["file", "kind", "cohort_code"])
        writer.writerows((one.path.name, one.kind, one.cohort_code or "") for one in files)
