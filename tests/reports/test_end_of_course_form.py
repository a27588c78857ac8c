"""The end-of-course form of France Travail: the order of its lines, and blanks for what nobody told."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.registry import Course, Enrollment, Placement
from gen_desktop.reports import end_of_course_form, person_kinds
from tests.reports.path_center import AS_OF, change, make_path
from tests.reports.pdf_checks import assert_conforms, reading_order

KIND = "end_of_course_form"
LEFT = dt.date(2026, 10, 16)


def load(db, path, as_of=AS_OF):
    with db.read() as session:
        (paper,) = person_kinds.load_of_people(session, KIND, path.enrollments, None, as_of)
    return paper


def lines_of(db, path) -> list[str]:
    return reading_order(person_kinds.draw([(load(db, path), None)]))


def leave(db, path):
    values = {"exit_on": LEFT, "exit_type": "abandonment", "exit_reason": "AB_EMPL"}
    change(db, Enrollment, path.enrollments[0], **values)


def add_job(db, path, starts_on, **values):
    with db.write("Un emploi") as session:
        facts = {"kind": "job", "recorded_on": AS_OF} | values
        session.add(Placement(enrollment_id=path.enrollments[0], starts_on=starts_on, **facts))


def test_the_lines_are_in_the_order_of_the_form(db):
    path = make_path(db)
    leave(db, path)
    change(db, Course, path.course_id, level="5", rome_codes="M1805")
    text = "\n".join(lines_of(db, path))
    order = [
        *("BILAN DE FIN DE FORMATION", "Organisme de formation", "Référent", "Intitulé de l’action"),
        *("Nom", "Prénom", "Identifiant France Travail", "Prévu", "Réel", "Date de début", "Date de fin"),
        *("Nombre d’heures", "Métier visé", "M1805", "Niveau de qualification", "Niveau 5 (Bac+2)"),
        *("Formation certifiante", "Pendant la formation", "Sortie anticipée"),
        *("Reprise d’emploi", "Dernier jour de présence", "Après la formation"),
        *("Emploi trouvé pendant la formation", "Emploi trouvé à l’issue", "Emploi prévu"),
        *("Avis du stagiaire", "Avis de l’organisme", "Signature du stagiaire"),
    ]
    assert order == sorted(order, key=text.index)


@pytest.mark.parametrize(
    ("starts_on", "facts", "answers"),
    [
        (LEFT, {"contract_type": "CDI"}, (True, None, None)),
        (LEFT, {"contract_type": "CDD", "contract_months": 7}, (True, None, None)),
        (LEFT, {"contract_type": "CDD", "contract_months": 6}, (False, None, None)),  # not more than six
        (LEFT, {"contract_type": "CDD"}, ("?", None, None)),
        (LEFT + dt.timedelta(days=1), {"contract_type": "CDI"}, (None, True, None)),
        (AS_OF + dt.timedelta(days=1), {"contract_type": "CDI"}, (None, None, True)),
        (LEFT, {"contract_type": "CDI", "recorded_on": AS_OF + dt.timedelta(days=1)}, (None, None, None)),
        (LEFT, {"kind": "training"}, (None, None, None)),
        (dt.date(2020, 1, 1), {"contract_type": "CDI"}, (None, None, None)),  # of before the entry
    ],
)
def test_which_line_a_job_stands_on(db, starts_on, facts, answers):
    path = make_path(db)
    leave(db, path)
    add_job(db, path, starts_on, **facts)
    ending = load(db, path).ending
    found = [
        None if job is None else "?" if job.is_durable is None else job.is_durable
        for job in (ending.during, ending.after, ending.expected)
    ]
    assert tuple(found) == answers


def test_nothing_told_is_left_blank_and_never_no(db):
    path = make_path(db, exit_on=None, exit_type=None)
    change(
        db,
        Course,
        path.course_id,
        certification_code=None,
        certification_title=None,
        level=None,
        rome_codes=None,
    )
    paper = load(db, path)
    rows = [row for block in (_table(paper, "during"), _table(paper, "after")) for row in block.rows]
    assert [row[1:3] for row in rows] == [["", ""]] * len(rows)
    assert person_kinds.obstacles(paper) == ()


@pytest.mark.parametrize(
    ("told", "printed"),
    [
        *(("3", "Niveau 3 (CAP, BEP ou équivalent)"), ("6", "Niveau 6 (Bac+3, bac+4)")),
        *(("2", "Niveau 2"), (None, end_of_course_form.DOTS)),
    ],
)
def test_the_level_of_a_course_is_a_number(db, told, printed):
    path = make_path(db)
    change(db, Course, path.course_id, level=told)
    aim = dict(end_of_course_form._aim(load(db, path)))
    assert aim["Niveau de qualification en fin de formation"].replace("\u00a0", " ") == printed


def _table(paper, name):
    return getattr(end_of_course_form, f"_{name}")(paper)


def test_nobody_who_did_not_enter_has_one(db):
    path = make_path(db)
    change(db, Enrollment, path.enrollments[0], entered_on=None)
    assert [one.kind for one in person_kinds.obstacles(load(db, path))] == ["learner"]


def test_the_form_conforms(db):
    path = make_path(db)
    leave(db, path)
    add_job(db, path, LEFT, contract_type="CDI")
    assert_conforms(person_kinds.draw([(load(db, path), None)]), tolerate={"TAG-002"})
