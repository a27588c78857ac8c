"""Call lists 3 and 6 months after the exit: whom to call, each attempt, what the person told."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from gen_desktop import french
from gen_desktop.dates import add_months
from gen_desktop.models.calendar import holidays_for
from gen_desktop.reference.lists import Code, code_list, label
from gen_desktop.sample.names import names
from gen_desktop.sample.sheets import Cell, Row, new_book, write_french_csv
from gen_desktop.sample.stories import SampleCohort, SampleEnrollment, is_due

CALLER = "Claire Lambert"
_WORDS = {
    "RECH": "En recherche d’emploi",
    "FORM_Q": "Formation qualifiante",
    "REF": "Refus",
    "INJ": "Injoignable",
}
_JOB_TITLES = {
    "TSSR": ("Technicien support", "Technicien systèmes et réseaux", "Technicien de proximité"),
    "CDA": ("Développeur d’applications", "Développeur full stack"),
}
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Job:
    """What was told of a job or a creation; ``contract`` and ``months`` as people write them."""

    contract: str
    months: int | None
    starts_on: date
    title: str
    target_occupation: str
    proof: str
    employer: str = ""
    working_time: str = ""
    salary: int | None = None

    @property
    def ends_on(self) -> date | None:
        """The last day of a contract whose length is known."""
        return add_months(self.starts_on, self.months) - timedelta(days=1) if self.months else None


@dataclass(slots=True)
class CallLine:
    """One person to call about one horizon. ``situation`` is empty as long as nothing was told."""

    cohort: SampleCohort
    enrollment: SampleEnrollment
    horizon: int
    attempts: list[tuple[date, str]] = field(default_factory=list)
    recorded_on: date | None = None
    situation: str = ""
    job: Job | None = None
    comment: str = ""

    @property
    def due_on(self) -> date:
        """The day the situation is asked about."""
        assert self.enrollment.exit_on is not None
        return add_months(self.enrollment.exit_on, self.horizon)


def call_lines(
    cohorts: list[SampleCohort],
    horizon: int,
    today: date,
    rng: random.Random,
    earlier: Sequence[CallLine] = (),
) -> list[CallLine]:
    """A line for each leaver whose horizon has come, by the word of her story (stories.py).

    ``earlier``: the lines of the horizon before, so that someone who kept her job tells the same job again.
    """
    jobs = {id(line.enrollment): line.job for line in earlier}
    lines = []
    for cohort in cohorts:
        for one in cohort.enrollments:
            if not is_due(one, horizon, today):
                continue
            line = CallLine(cohort, one, horizon)
            words = dict(zip((3, 6), one.told, strict=False))
            if words.get(3) == words.get(6):
                line.job = jobs.get(id(one))
            _tell(line, words.get(horizon, "-"), today, rng)
            lines.append(line)
    return lines


def write_call_list(path: Path, lines: list[CallLine]) -> None:
    """The call list as a workbook, or as a French CSV file if the name says so."""
    if path.suffix == ".csv":
        write_french_csv(path, [_row(line) for line in lines])
        return
    with new_book(path) as book:
        sheet = book.sheet("Appels")
        book.titles(sheet, ["Numérique en Morvan", f"Suivi à {lines[0].horizon} mois"])
        book.table(sheet, 3, [_row(line) for line in lines])
        sheet.freeze_panes(4, 2)


def _tell(line: CallLine, word: str, today: date, rng: random.Random) -> None:
    # A situation may be asked up to 15 days before its day (parameter follow_up_window_before).
    earliest = line.due_on - timedelta(days=12)
    latest = min(line.due_on + timedelta(days=25), today - timedelta(days=1))
    calls = sorted({_working_day(earliest, latest, rng) for _ in range(6)})
    if word == "-":
        return
    if word.startswith("tried"):
        made = int(word.rpartition("-")[2])
        line.attempts = [(day, "Pas de réponse") for day in calls[:made]]
        line.comment = "Rappeler en fin de journée"
    elif word == "INJ":
        has_phone = bool(line.enrollment.person.phone)
        results = ("Pas de réponse", "Message laissé", "Faux numéro" if has_phone else "Message laissé")
        line.attempts = list(zip(calls[:_ATTEMPTS], results, strict=True))
        line.recorded_on, line.situation = line.attempts[-1][0], _WORDS["INJ"]
    elif word == "REF":
        line.attempts = [(calls[0], "Refus")]
        line.recorded_on, line.situation = calls[0], _WORDS["REF"]
    else:
        unanswered = rng.choice((0, 0, 1, 2))
        line.attempts = [(day, "Pas de réponse") for day in calls[:unanswered]] + [
            (calls[unanswered], "Joint")
        ]
        line.recorded_on = calls[unanswered]
        _describe(line, word, rng)


def _describe(line: CallLine, word: str, rng: random.Random) -> None:
    """Fill in what someone who was reached told: « CDD-8 » is a fixed-term contract of eight months."""
    code, _, months = word.partition("-")
    contracts = code_list("contract_type")
    if code == "EMP":
        line.situation, line.comment = "En emploi", "Appel interrompu\u00a0: contrat à demander"
    elif code not in contracts:
        line.situation = _WORDS.get(code) or label("outcome_situation", code)
    else:
        line.situation = "Création d’activité" if contracts[code]["kind"] == "creation" else "En emploi"
        line.job = line.job or _job(line, contracts[code], int(months) if months else None, rng)


def _job(line: CallLine, contract: Code, months: int | None, rng: random.Random) -> Job:
    job = Job(
        contract=contract.label,
        months=months,
        starts_on=_job_start(line, months, rng),
        title=rng.choice(_JOB_TITLES[line.cohort.course.code]),
        target_occupation=rng.choice(("Oui", "Oui", "Oui", "Non", "")),
        proof=rng.choice(("Déclaratif", "Déclaratif", "Contrat", "Promesse d’embauche")),
    )
    if contract["kind"] == "creation":
        return replace(job, proof="Déclaratif")
    return replace(
        job,
        employer=rng.choice(names("employer")),
        working_time=rng.choice(("Temps plein", "Temps plein", "Temps plein", "Temps partiel")),
        salary=rng.choice((None, 21_600, 22_400, 23_500, 24_800, 26_000)),
    )


def _job_start(line: CallLine, months: int | None, rng: random.Random) -> date:
    """After the exit, and late enough for the contract to run on the day asked about."""
    assert line.enrollment.exit_on is not None
    if line.enrollment.path.exit_reason == "AB_EMPL":
        return line.enrollment.exit_on + timedelta(days=3)
    longest = (line.due_on - line.enrollment.exit_on).days - 5
    running = min(longest, (months or 4) * 28)
    return line.due_on - timedelta(days=rng.randint(min(20, running), running))


def _working_day(first: date, last: date, rng: random.Random) -> date:
    while True:
        day = first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
        if day.weekday() < 5 and day not in holidays_for("national", (day.year,)):
            return day


def _row(line: CallLine) -> Row:
    person = line.enrollment.person
    row: dict[str, Cell] = {
        "Nom": person.last_name,
        "Prénom": person.first_name,
        "Date de naissance": person.birth_date,
        "Cohorte": line.cohort.code,
        "Échéance": f"{line.horizon} mois",
        "Date de sortie": line.enrollment.exit_on,
        "Téléphone": french.phone(person.phone) if person.phone else "",
        "Courriel": person.email,
    }
    for number in range(1, _ATTEMPTS + 1):
        day, result = line.attempts[number - 1] if number <= len(line.attempts) else (None, "")
        row[f"Appel {number}"] = day
        row[f"Résultat {number}"] = result
    job = line.job
    return row | {
        "Relevé le": line.recorded_on,
        "Mode de contact": ("Téléphone" if person.phone else "Courriel") if line.recorded_on else "",
        "Situation": line.situation,
        "Contrat": job.contract if job else "",
        "Durée (mois)": job.months if job else None,
        "Employeur": job.employer if job else "",
        "Intitulé du poste": job.title if job else "",
        "Date de début": job.starts_on if job else None,
        "Date de fin": job.ends_on if job else None,
        "Temps de travail": job.working_time if job else "",
        "Métier visé": job.target_occupation if job else "",
        "Salaire brut annuel": job.salary if job else None,
        "Preuve": job.proof if job else "",
        "Enquêteur": CALLER if line.attempts else "",
        "Commentaire": line.comment,
    }
