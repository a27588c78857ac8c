from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.queries.follow_up_form import Spell
from gen_desktop.queries.follow_ups import AttemptLine
from gen_desktop.reference.parameters import parameters_on
from gen_desktop.ui.placements import words

TODAY = dt.date(2026, 11, 23)
DEFAULTS = parameters_on(TODAY)


def attempt(day, mode="phone", outcome="no_answer", author=None, note=None):
    return AttemptLine(dt.date(2026, 11, day), mode, outcome, author, note)


@pytest.mark.parametrize(
    ("situation", "contract", "months", "said"),
    [
        (None, None, None, ""),
        ("EMP_NP", None, None, "emploi, contrat à préciser"),
        ("EMP_NP", "AUT", None, "emploi, contrat à préciser"),
        ("EMP_NP", "CDI", None, "emploi durable"),
        ("EMP_NP", "CDD", None, "emploi, durée à préciser"),
        ("EMP_NP", "CDD", 5, "emploi court"),
        ("EMP_NP", "CDD", 6, "emploi durable"),
        ("EMP_NP", "INT", None, "emploi, durée à préciser"),
        ("EMP_NP", "AIDE", None, "emploi court"),
        ("CREA", "IND", None, "création d’activité, emploi durable"),
        ("FORM_PQ", None, None, "formation"),
        ("RECH", None, None, "en recherche d’emploi"),
        ("SC", None, None, "service civique"),
        ("DECES", None, None, "décès, retiré des calculs"),
        ("INJ", None, None, "sans réponse"),
        ("RECH", "CDI", None, ""),
    ],
)
def test_what_an_answer_counts_as_is_said(situation, contract, months, said):
    assert words.counted(situation, contract, months, DEFAULTS)[0] == said


def test_the_threshold_is_that_of_the_parameters():
    stricter = replace(DEFAULTS, seuil_emploi_durable_comparaison=">")
    assert words.counted("EMP_NP", "CDD", 6, stricter) == ("emploi court", "strong")
    refused = replace(DEFAULTS, work_study_counts_as_durable=False)
    assert words.counted("EMP_NP", "APP", None, refused)[0] == "emploi court"
    accepted = replace(DEFAULTS, work_study_counts_as_durable=True)
    assert words.counted("EMP_NP", "APP", None, accepted)[0] == "emploi, durée à préciser"


def test_attempts_are_told_in_a_few_words():
    assert words.attempts((), TODAY) == "aucune"
    assert words.attempts((attempt(20), attempt(12)), TODAY) == "2 appels, 20/11"
    assert words.attempts((attempt(18, "email"),), TODAY) == "courriel 18/11"
    assert words.attempts((attempt(20), attempt(18, "sms")), TODAY) == "2 tentatives, 20/11"
    told = attempt(20, "sms", "message_left", "C. Lambert", "rappeler")
    assert words.attempt(told, TODAY) == "20/11, SMS\u00a0: message laissé (C. Lambert), rappeler"


def test_a_day_of_another_year_says_its_year():
    assert words.day(dt.date(2027, 1, 4), TODAY) == "04/01/2027"


def test_an_earlier_job_becomes_a_question():
    nothing = dict.fromkeys(Spell.__dataclass_fields__)
    job = Spell(**nothing | {"kind": "job", "contract_type": "CDI", "employer": "Datacampus"})
    assert words.still(job) == "Toujours en CDI chez Datacampus\u202f?"
    assert words.still(replace(job, contract_type="INT", employer=None)) == "Toujours en intérim\u202f?"
    assert (
        words.still(replace(job, contract_type=None, employer=None)) == "Toujours dans le même emploi\u202f?"
    )
    assert words.still(replace(job, kind="creation")) == "Toujours à son compte\u202f?"
