from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.files import LONGEST_NAME
from gen_desktop.reports.common import BuiltReport
from gen_desktop.reports.file_names import free_path, report_file_name


def report(scope="3e trimestre 2026", organization="Numérique en Morvan", mention="Provisoire"):
    return BuiltReport(
        kind="follow_up",
        data=b"",
        title="Rapport de suivi",
        scope_text=scope,
        fingerprint="",
        checks=(),
        as_of=dt.date(2026, 9, 30),
        mention=mention,
        organization=organization,
    )


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (report(), "Rapport de suivi, Numérique en Morvan, 3e trimestre 2026, au 2026-09-30, provisoire.pdf"),
        (report(organization="", mention=""), "Rapport de suivi, 3e trimestre 2026, au 2026-09-30.pdf"),
        (
            report("du 1/7 au 30/9 : « été »", "A/B", ""),
            "Rapport de suivi, A-B, du 1-7 au 30-9 - « été », au 2026-09-30.pdf",
        ),
    ],
)
def test_the_name_follows_the_rule(made, name):
    assert report_file_name(made) == name


def test_a_long_name_keeps_its_day_and_its_mention():
    many = ", ".join(f"DWWM 2026-{number}" for number in range(40))
    name = report_file_name(report(f"3e trimestre 2026, {many}", "Association pour la formation " * 4))
    assert len(name) <= LONGEST_NAME
    assert name.endswith("…, au 2026-09-30, provisoire.pdf")
    assert name.startswith("Rapport de suivi, Association pour la formation…, 3e trimestre 2026, DWWM 2026-0")


def test_the_figures_have_the_name_of_their_report():
    name = report_file_name(report(), ".xlsx", what="Chiffres")
    assert name == (
        "Chiffres, rapport de suivi, Numérique en Morvan, 3e trimestre 2026, au 2026-09-30, provisoire.xlsx"
    )


def test_nothing_is_replaced(tmp_path):
    for expected in ("suivi.pdf", "suivi (2).pdf", "suivi (3).pdf"):
        path = free_path(tmp_path, "suivi.pdf")
        assert path.name == expected
        path.write_bytes(b"")
