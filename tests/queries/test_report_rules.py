"""Each rule of a report is broken once, and named with the right records behind its door."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.models.registry import Enrollment, Organization
from gen_desktop.queries.populations import HORIZONS, Populations
from gen_desktop.queries.report_facts import cohort_lines
from gen_desktop.queries.report_rules import Checked, checked, every_code
from gen_desktop.queries.rule_scope import Found, RuleScope
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.report_rules import every_report_rule
from gen_desktop.store import open_store
from tests.queries.broken_rules import AS_OF, BREAKING, FIRST, OF_SCOPE, ORGANIZATION, Centre

REPORTS = ("follow_up", "evaluation")
HELD = [rule for rule in every_report_rule() if set(rule.reports) & set(REPORTS)]
"""What public documents are held to beside one another is in tests/reports/test_public_overlap.py."""
ABOUT_RECORDS = [rule.code for rule in HELD if rule.code not in {*ORGANIZATION, *OF_SCOPE}]


def ask(session: Session, report: str, cohort_ids: tuple[int, ...] | None = None) -> dict[str, Checked]:
    """The rules of a report over the whole year, or of some cohorts."""
    in_force = parameters(session, AS_OF)
    everyone = Populations(Scope(AS_OF, cohort_ids), in_force)
    in_period = Populations(Scope(AS_OF, cohort_ids, FIRST, AS_OF), in_force)
    populations = in_period if report == "follow_up" else everyone
    horizons = HORIZONS if report == "follow_up" else (3,)
    ids = tuple(line.id for line in cohort_lines(session, populations))
    about = RuleScope(report, populations, everyone, horizons, ids)
    return {one.rule.code: one for one in checked(session, about)}


@dataclass(frozen=True)
class World:
    """A file in which every rule about records is broken, the records that break each, what was found."""

    db: Database
    breaking: dict[str, set[int]]
    found: dict[str, dict[str, Checked]]


@pytest.fixture(scope="module")
def world(_template_store, tmp_path_factory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("rules") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    breaking: dict[str, set[int]] = {}
    with db.write("Un organisme inventé, une faute de chaque sorte") as session:
        centre = Centre(session)
        for _ in range(60):  # sound people: those of whom nothing is known stay few
            centre.person()
        for code, way in BREAKING.items():
            ids = {record.id for record in way.make(centre)}
            for broken in (code, *way.also):
                breaking.setdefault(broken, set()).update(ids)
    with db.read() as session:
        found = {report: ask(session, report) for report in REPORTS}
    yield World(db, breaking, found)
    db.close()


def test_every_rule_of_the_data_is_looked_for_and_has_a_case_that_breaks_it():
    codes = {rule.code for rule in HELD}
    assert codes == every_code()
    assert codes == {*BREAKING, *ORGANIZATION, *OF_SCOPE}


def test_sound_people_break_none(world):
    assert set().union(*(broken_of(world, report) for report in REPORTS)) == set(ABOUT_RECORDS)


@pytest.mark.parametrize("code", ABOUT_RECORDS)
def test_a_broken_rule_names_those_who_break_it_and_nobody_else(world, code):
    found = [world.found[report][code] for report in REPORTS if code in world.found[report]]
    assert found
    for one in found:
        assert set(one.found.ids or ()) == world.breaking[code]
        assert one.found.n == len(one.found.ids or ()) <= one.found.of


@pytest.mark.parametrize("code", ORGANIZATION)
def test_what_is_wrong_with_the_organisation_is_named(world, code):
    with world.db.write("Une faute de l’organisme") as session:
        organization = session.query(Organization).one()
        right = {name: getattr(organization, name) for name in ORGANIZATION[code]}
        change(organization, ORGANIZATION[code])
        session.flush()
        found = ask(session, "evaluation", (0,))
        change(organization, right)
    assert {one for one in ORGANIZATION if found[one].found.n} == {code}
    assert found[code].rule.door == "organization"


def change(organization: Organization, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(organization, name, value)


def test_rules_about_the_whole_of_a_report(world):
    """A cohort of two leavers, one of whom nobody asked: half of them answered, and two are too few."""
    with world.db.read() as session:
        silent = session.get_one(Enrollment, min(world.breaking["not_asked"]))
        small, nothing = (ask(session, "evaluation", (one,)) for one in (silent.cohort_id, 0))
    assert small["response_low"].found == Found(1, 2, (silent.id,))
    assert (small["small_base"].found.n, small["small_base"].found.of) == (2, 2)
    assert small["no_cohort"].found.n == 0
    assert {code for code, one in nothing.items() if one.found.n} == {"no_cohort"}
    # All together they are enough, and enough of them answered.
    assert not {"response_low", "small_base"} & broken_of(world, "evaluation")


def broken_of(world: World, report: str) -> set[str]:
    return {code for code, one in world.found[report].items() if one.found.n}


def test_who_is_not_shown_a_sensitive_fact_reads_how_many_and_not_who(world):
    with world.db.read() as session:
        session.info.clear()
        found = ask(session, "evaluation")
    for code in ("rqth_unknown", "brsa_unknown", "esf_entry_missing", "esf_entry_late", "esf_exit_missing"):
        assert (found[code].found.n, found[code].found.ids) == (1, None)
    assert found["sex_unknown"].found.ids
