"""Fills a new file with the invented organisation, through the same import as everyone else's lists."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

from gen_desktop.db.database import Database
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.planning import plan_import
from gen_desktop.importing.sample_evidence import give_evidence
from gen_desktop.importing.sample_learning import tell_what_was_learned
from gen_desktop.importing.sample_opinions import tell_opinions
from gen_desktop.importing.sample_outcomes import tell_outcomes
from gen_desktop.importing.sample_paths import tell_paths
from gen_desktop.importing.sample_recruitment import recruit
from gen_desktop.importing.sample_teaching import teach
from gen_desktop.jobs import Job
from gen_desktop.sample.workbooks import SampleFile, write_sample_workbooks
from gen_desktop.services.organization import create_sample_organization


def import_sample(db: Database, files: Sequence[SampleFile], today: dt.date, job: Job) -> None:
    """The invented organisation, its lists in the order in which they refer to each other, its candidates."""
    create_sample_organization(db)
    for done, file in enumerate(files):
        job.step(done, len(files), f"Lecture de {file.path.name}")
        plan = plan_import(db, file.kind, file.path, cohort_code=file.cohort_code, today=today)
        plan.refuse_errors()
        apply_plan(db, plan, Job())
    recruit(db, today)
    teach(db, {file.cohort_code for file in files if file.cohort_code})
    give_evidence(db, today)
    tell_paths(db, today)
    tell_what_was_learned(db, today)
    tell_opinions(db, today)
    tell_outcomes(db, today)
    job.step(len(files), len(files), "Exemple prêt")


def import_invented_center(db: Database, today: dt.date, seed: int, job: Job) -> None:
    """The invented centre as it stands on that day: its workbooks are written, then imported."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_sample_workbooks(Path(folder), today=today, seed=seed)
        import_sample(db, files, today, job)
