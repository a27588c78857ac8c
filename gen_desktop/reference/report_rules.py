"""The rules that a report is held to before it leaves: how grave each is, how it is said, since when.

What breaks a rule is in queries/report_rules.py. A rule comes again in the file when its gravity changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from gen_desktop.french import form, number, typographic
from gen_desktop.reference.lists import read_day, read_rows
from gen_desktop.reference.parameters import Parameters

Severity = Literal["blocking", "warning", "information"]
SEVERITIES: tuple[Severity, ...] = ("blocking", "warning", "information")
"""The gravest first."""


@dataclass(frozen=True, slots=True)
class ReportRule:
    """One rule. ``one`` and ``many``: the sentence for one and for several, with places for what it counts.

    ``reports``: kinds of report it concerns. ``door``: what its records are shown as: enrollment, follow_up
    and attendance (of people), cohort, organization. ``fine``: what is said when all is well, '' for nothing.
    """

    code: str
    severity: Severity
    reports: tuple[str, ...]
    door: str
    one: str
    many: str
    fine: str
    remedy: str
    valid_from: date | None
    valid_to: date | None
    source: str

    def valid_on(self, day: date) -> bool:
        """Whether it is in force that day (both ends included)."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def sentence(self, n: int, of: int, parameters: Parameters) -> str:
        """« 4 apprenants sur 20 sans QPV déterminé »."""
        places = {"n": number(n), "N": number(of), **_places(parameters)}
        return typographic(form(n, self.one, self.many).format(**places))

    def advice(self, parameters: Parameters) -> str:
        """What to do about it, or why it counts."""
        return typographic(self.remedy.format(**_places(parameters)))


@cache
def every_report_rule() -> tuple[ReportRule, ...]:
    """Every line of the file, in its order."""
    return tuple(_rule(row) for row in read_rows("report_rule"))


def rules_in_force(report: str, on: date) -> tuple[ReportRule, ...]:
    """The rules of that kind of report (follow_up, evaluation) for data of that day; each comes once."""
    found = {rule.code: rule for rule in every_report_rule() if rule.valid_on(on)}
    return tuple(rule for rule in found.values() if report in rule.reports)


def _rule(row: Mapping[str, str]) -> ReportRule:
    severity = next(one for one in SEVERITIES if one == row["severity"])
    return ReportRule(
        code=row["code"],
        severity=severity,
        reports=tuple(row["reports"].split("|")),
        door=row["door"],
        one=row["one"],
        many=row["many"],
        fine=row["fine"],
        remedy=row["remedy"],
        valid_from=read_day(row["valid_from"]),
        valid_to=read_day(row["valid_to"]),
        source=row["source"],
    )


def _places(parameters: Parameters) -> dict[str, str]:
    return {
        "lowest": number(parameters.report_lowest_age),
        "highest": number(parameters.report_highest_age),
        "answer_days": number(parameters.application_answer_days),
        "attempts": number(parameters.attempts_before_unreachable),
        "esf_days": number(parameters.esf_exit_days),
        "response_rate": number(parameters.expected_response_rate),
        "smallest": number(parameters.small_numbers_threshold),
    }
