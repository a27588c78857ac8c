"""The rules of reports as data: complete, in good French, and graver from a day on when the file says so."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.french import typographic
from gen_desktop.reference import report_rules
from gen_desktop.reference.parameters import parameters_on
from gen_desktop.reference.report_rules import every_report_rule, rules_in_force

DAY = dt.date(2026, 9, 30)


@pytest.mark.parametrize("rule", every_report_rule(), ids=lambda rule: rule.code)
def test_every_rule_is_said_with_its_counts(rule):
    parameters = parameters_on(DAY)
    for n, of in ((1, 1), (2, 1200)):
        sentence = rule.sentence(n, of, parameters)
        assert "{" not in sentence + rule.advice(parameters)
        assert sentence == typographic(sentence)
        if rule.door != "organization" and rule.code != "no_cohort":
            assert sentence.startswith(f"{n} ")
    assert rule.source
    assert rule.remedy
    assert rule.door in ("enrollment", "follow_up", "attendance", "cohort", "organization")
    public = {"public_follow_up", "public_evaluation", "quality_sheet"}
    assert set(rule.reports) <= {"follow_up", "evaluation"} or set(rule.reports) <= public


def test_gravity_changes_with_the_day_of_the_data(monkeypatch):
    """The same rule twice: a warning until the summer, blocking from then on."""
    row = dict.fromkeys(report_rules.ReportRule.__dataclass_fields__, "")
    row |= {"code": "aes", "reports": "follow_up", "door": "enrollment", "one": "{n}", "many": "{n}"}
    rows = [
        row | {"severity": "warning", "valid_to": "2026-06-30"},
        row | {"severity": "blocking", "valid_from": "2026-07-01"},
    ]
    monkeypatch.setattr(report_rules, "read_rows", lambda _name: rows)
    every_report_rule.cache_clear()
    try:
        graver = [rules_in_force("follow_up", day) for day in (dt.date(2026, 6, 30), dt.date(2026, 7, 1))]
        assert [[rule.severity for rule in rules] for rules in graver] == [["warning"], ["blocking"]]
        assert rules_in_force("evaluation", DAY) == ()
    finally:
        every_report_rule.cache_clear()
