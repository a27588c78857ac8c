"""Two files that differ by sensitive facts alone read the same to whoever is not shown these.

Every query function is asked; one that is added must say here with what, or that it only counts.
"""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, true, update
from sqlalchemy.orm import Session

from gen_desktop import queries
from gen_desktop.db.database import Database
from gen_desktop.errors import Forbidden, NotFound
from gen_desktop.exporting.everything import export_everything
from gen_desktop.models.attached_document import AttachedDocument
from gen_desktop.models.calling import Call
from gen_desktop.models.document import PaperFacts
from gen_desktop.models.draft import Draft
from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.learner import full_name
from gen_desktop.models.privacy import REQUEST
from gen_desktop.models.registry import (
    AbsenceContact,
    Attendance,
    Base,
    Cohort,
    Company,
    Complaint,
    Course,
    Enrollment,
    FollowUp,
    FundingProgram,
    IssuedDocument,
    Learner,
    Placement,
    RemoteActivity,
    SensitiveFacts,
    SignedSheet,
)
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries import (
    attendance_grid,
    breakdowns,
    catalogue,
    drafts,
    history,
    indicators,
    learners,
    lists,
    memberships,
    naming,
    personal_records,
    rights,
    statement,
)
from gen_desktop.queries.applications import CandidateCriteria
from gen_desktop.queries.call_order import CallCriteria
from gen_desktop.queries.cohorts import CohortCriteria
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.drafts import KeptDraft
from gen_desktop.queries.indicators import Part
from gen_desktop.queries.list_filters import Among
from gen_desktop.queries.memberships import Membership, Population
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.report_changes import Since
from gen_desktop.queries.rule_scope import RuleScope
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.parameters import parameters_on
from gen_desktop.services.attached_documents import Source, attach
from gen_desktop.services.bin import delete
from gen_desktop.services.contacts import ContactInput, note_answers, set_contacts
from gen_desktop.services.drafts import keep_drafts
from gen_desktop.services.enrollments import set_facts
from gen_desktop.services.exports import record_export
from gen_desktop.services.privacy import erase_people
from tests.reports.center import AS_OF, fill_center
from tests.team import Team, make_team

CODE = Path(__file__).resolve().parents[2] / "gen_desktop"
UNTIL = dt.date(2031, 4, 17)
PATTERN = "2031-04-17"
TOLD = Sensitive(True, UNTIL, True, True, True, True)
DENIED = Sensitive(False, None, False, False, False, False)
COUNTS = {
    *("breakdowns.breakdown", "breakdowns.breakdowns", "breakdowns.count", "breakdowns.cross"),
    *("indicators.figures", "field_completeness.completeness", "report_cohorts.cohort_rates"),
    *("behind.how_many", "report_collection.esf_collection"),
}
"""They may tell how many, of a population or a field; nobody's name is in what they return."""
NOT_READING = {
    "remembered.remembered",  # it reads nothing itself
    *("rights.refuse_to_name", "rights.refuse_to_change", "rights.role_of", "rights.may_see_sensitive"),
    "rights.shown_changes",
    "rights.may_name",
    "rewound.rewound",  # a session in memory, which the queries that open it read
    "history.words_for",  # a function, which names the records that a value points to
    # Conditions, of which only the dated rules are read: the queries that use them are asked.
    *("missing_half_days.is_watched", "missing_half_days.waits_for_marks", "signed_sheets.waits_for_proof"),
}
UNITS_OF_WORK = {
    *("belongings.gather", "merge_plan.rows_of", "merge_plan.row_of", "merge_plan.last_changes"),
    *("merge_plan.slot_of", "merge_plan.cohort_code"),
}
"""They hand whole rows to the service that deletes or merges them, and to nobody else.

The log keeps the rows whoever deletes, and refuses the gesture to a role that may not change their tables.
"""
KEPT = {"counted_people.counted_people"}
"""Identifiers kept with a submitted report; ``nameable`` says which of them may be named to whoever asks."""
SEALS = {"seals.verify_chain", "seals.data_seal", "seals.find_seal"}
"""They return seals, positions and dates, and the log of the second file was forged."""
HIDDEN_FROM = ("training", None)


def set_everybody(db: Database, facts: Sensitive) -> None:
    with db.write("Dire la situation sociale") as session:
        for enrollment_id in session.scalars(select(Enrollment.id)).all():
            set_facts(session, enrollment_id, _entry(session, enrollment_id), facts)


def _entry(session: Session, enrollment_id: int) -> EntryFacts:
    enrollment = session.get_one(Enrollment, enrollment_id)
    return EntryFacts(**{name: getattr(enrollment, name) for name in EntryFacts.__dataclass_fields__})


def forge_other(db: Database) -> None:
    """The same file but for sensitive facts, in the log and in what is typed too."""
    denied = {name: getattr(DENIED, name) for name in Sensitive.__dataclass_fields__}
    with db.write("Faux") as session:
        session.execute(update(SensitiveFacts).values(denied))
        session.execute(update(Draft).values(typed=json.dumps(denied)))
        told = select(RecordChange.id, RecordChange.before, RecordChange.after)
        for change in session.execute(told.where(RecordChange.kind == "sensitive_facts")).all():
            forged = {name: _forged(getattr(change, name), denied) for name in ("before", "after")}
            values = {**forged, "digest": "0" * 64}
            session.execute(update(RecordChange).where(RecordChange.id == change.id).values(values))


def _forged(state: str | None, denied: dict[str, Any]) -> str | None:
    if state is None:
        return None
    known = json.loads(state)
    return json.dumps(known | {name: value for name, value in denied.items() if name in known})


def live(db: Database, team: Team) -> None:
    """Somebody deleted, somebody erased, a list gone out, and what the secretary is typing."""
    with db.read() as session:
        gone, erased, stays = session.scalars(select(Learner.id).order_by(Learner.id.desc()).limit(3))
    attach(db, stays, [Source("CV.txt", lambda: b"bonjour")], AS_OF)
    set_contacts(db, stays, [ContactInput("+33639980199", "mère")])
    note_answers(db, stays, {"follow_up": False}, AS_OF, None, AS_OF)
    delete(db, "learner", gone)
    erase_people(db, [erased], cause=REQUEST, reason="À sa demande", today=AS_OF)
    record_export(db, "call_list", "DWWM 2026-1", 3)
    typed = {"is_rqth": True, "rqth_until": PATTERN}
    draft = KeptDraft("learners", "edit:1:", "Fiche", typed)
    keep_drafts(db, team.author("secretariat"), [draft], dt.datetime(2026, 11, 26, 9).astimezone())


@pytest.fixture(scope="module")
def teams(tmp_path_factory) -> Iterator[tuple[Team, Team]]:
    """Two files, which tell everybody's sensitive facts and deny them."""
    patch = pytest.MonkeyPatch()
    from gen_desktop.db import wrapping

    patch.setattr(wrapping, "COST", wrapping.Cost(memory=64, passes=1, lanes=1))
    told = make_team(tmp_path_factory.mktemp("told"))
    db = told.open()
    fill_center(db, learners=12)
    set_everybody(db, DENIED)
    set_everybody(db, TOLD)
    live(db, told)
    db.close()
    other = tmp_path_factory.mktemp("denied")
    for file in told.path.parent.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    denied = Team(other / told.path.name, told.key, told.code, told.ids)
    db = denied.open()
    forge_other(db)
    db.close()
    yield told, denied
    patch.undo()


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of the queries that takes a session."""
    for found in pkgutil.iter_modules(queries.__path__):
        module = importlib.import_module(f"{queries.__name__}.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters), "")
            if first == "session" and function.__module__ == module.__name__ and name[0] != "_":
                yield f"{found.name}.{name}", function


def arguments(session: Session) -> dict[str, list[Any]]:
    """What to ask with, by the name of the parameter or « function.parameter »; every value is tried."""
    enrollments = list(session.scalars(select(Enrollment.id).order_by(Enrollment.id)))
    people = list(session.scalars(select(Learner.id).order_by(Learner.id)))
    gone = {kind: _gone(session, kind) for kind in ("learner", "enrollment")}
    own = personal_records.belongings(session, [*people, *gone["learner"]])
    cohorts = list(session.scalars(select(Cohort.id).order_by(Cohort.id)))
    scope = Scope(AS_OF)
    populations = Populations(scope, parameters(session, AS_OF))
    calls = [Call(one, 6).id for one in enrollments]
    return {
        "as_of": [AS_OF],
        "on": [AS_OF],
        "monday": [dt.date(2026, 6, 1)],
        "month": [dt.date(2026, 6, 1)],
        "number": [1],
        "cohort_id": cohorts,
        "program_id": list(session.scalars(select(FundingProgram.id))),
        "site_id": [*session.scalars(select(Cohort.site_id).limit(1)), None],
        "sites.site_record.site_id": [session.scalar(select(Cohort.site_id).limit(1))],
        "sites.holiday_clashes.holiday_zone": ["alsace_moselle"],
        "closures.closure_effect.starts_on": [dt.date(2026, 6, 1)],
        "closures.closure_effect.ends_on": [dt.date(2026, 6, 30)],
        "closures.objections.day": [AS_OF],
        "class_session_ids": [list(session.scalars(select(Attendance.class_session_id).limit(5)))],
        "company_id": list(session.scalars(select(Company.id))),
        "cohort_ids": [tuple(cohorts)],
        "codes": [()],
        "year": [2026],
        "today": [AS_OF],
        "forgotten_on": [None, AS_OF],
        "learner_id": [*people, *gone["learner"]],
        "learner_ids": [[*people, *gone["learner"]]],
        "own": [own],
        "names": [naming.names_of(session, own.learners)],
        "name": [full_name(*row) for row in session.execute(select(Learner.last_name, Learner.first_name))],
        "about": ["learner"],
        "tables": ["learner"],
        "table": [Base.metadata.tables["enrollment"]],
        "ids": [enrollments],
        "enrollment_id": enrollments[:3],
        "enrollment_ids": [enrollments],
        "class_session_id": list(session.scalars(select(Attendance.class_session_id).limit(1))),
        "call": [Call(one, 6) for one in _exited(session)],
        "call_ids": [calls],
        "messages.mail_merge.kind": ["email", "sms"],
        "author": ["C. Lambert"],
        "follow_up_id": list(session.scalars(select(FollowUp.id).limit(1))),
        "change_set_id": list(session.scalars(select(ChangeSet.id))),
        "document_id": list(session.scalars(select(IssuedDocument.id))),
        "contact_id": list(session.scalars(select(AbsenceContact.id))),
        "city": ["Nevers"],
        "siret": [None, "73282932000074"],
        "besides": [None],
        "placement_id": list(session.scalars(select(Placement.id))),
        "paper_id": list(session.scalars(select(AttachedDocument.id))),
        "sha256": list(session.scalars(select(AttachedDocument.sha256))),
        "activity_id": list(session.scalars(select(RemoteActivity.id))),
        "sheet_id": list(session.scalars(select(SignedSheet.id))),
        "first": [AS_OF],
        "last": [AS_OF],
        "grid": [attendance_grid.week_grid(session, one, dt.date(2026, 6, 1)) for one in cohorts[:2]],
        "horizon": [6],
        "which": [true()],
        "period": [statement.WHOLE_COURSE],
        "remote_statements.remote_work_of.start": [dt.date(2025, 1, 1)],
        "welcomes.welcomes.start": [dt.date(2025, 1, 1)],
        "remote_statements.remote_work_of.end": [AS_OF],
        "month_papers.month_facts.month": [dt.date(2026, 6, 1)],
        "group": ["lasting"],
        "call_counter.counted_people.group": ["unknown"],
        "call_counter.counters.horizons": [(0, 6)],
        "remembered.remembered.what": ["nothing"],
        "remembered.remembered.of": [()],
        "remembered.remembered.read": [lambda: 0],
        "populations": [populations],
        "scope": [scope],
        "behind.how_many.conditions": [(populations.entered(), populations.disabled())],
        "behind.who.conditions": [{"in": populations.entered(), "rqth": populations.disabled()}],
        "position": [0],
        "horizons": [(3, 6)],
        "moment": [dt.datetime(2026, 9, 30, tzinfo=dt.UTC), dt.datetime(2100, 1, 1, tzinfo=dt.UTC)],
        "report_changes.compared.earlier": [Membership(AS_OF, {Population("entered"): frozenset()})],
        "report_changes.compared.later": [memberships.membership(session, scope, ())],
        "report_changes.compared.since": [0],
        "report_changes.changes_since.since": [Since(AS_OF, 0), Since(AS_OF, 1)],
        "report_rules.checked.about": [
            RuleScope(report, populations, populations, (6,), tuple(cohorts))
            for report in ("follow_up", "evaluation")
        ],
        "text": ["a", "RQTH", PATTERN],
        "since": [0],
        "printed": [session.scalars(select(ChangeSet.seal).limit(1)).one()],
        "kind": ["learner"],
        "record_id": [*people[:5], *enrollments[:2], *gone["learner"], *gone["enrollment"]],
        "criteria": [
            LearnerCriteria(),
            LearnerCriteria(incomplete=True),
            LearnerCriteria(narrowings=(Among("rqth", ("yes",)),)),
            LearnerCriteria(narrowings=(Among("brsa", ("no", "")), Among("sex", ("F",)))),
        ],
        "page": ["learners"],
        "view_id": [1],
        "indicator_id": [
            entry.id for entry in catalogue.catalogue() if entry.id[:2] not in ("A4", "D2", "D3", "D4", "D5")
        ],
        "definition_id": ["D7", "D8", "D10.6", "EECR04"],
        "indicator_ids": [("A3.rqth",)],
        "part": list(Part),
        "dimension": [breakdowns.DISABLED],
        "dimensions": [(breakdowns.SEX, breakdowns.DISABLED)],
        "rows": [breakdowns.DISABLED],
        "columns": [breakdowns.SEX],
        "measures": [(populations.entered(),)],
        "condition": [populations.entered(), populations.disabled(), populations.brsa_unknown()],
        "conditions": [populations.disabled()],
        "base": [populations.entered()],
        "cohorts.list_rows.criteria": [CohortCriteria()],
        "call_order.call_list.criteria": [CallCriteria(view="all")],
        "call_order.call_list_ids.criteria": [CallCriteria(view="all")],
        "call_chances.chances.now": [dt.datetime.combine(AS_OF, dt.time(12))],
        "follow_up_settings.settings_by_program.in_force": [parameters_on(AS_OF)],
        "call_order.counts.criteria": [CallCriteria(view="all")],
        "complaint_id": list(session.scalars(select(Complaint.id))),
        "smallest": [5],
        "applied": [0],
        "admitted": [0],
        "submitted_reports.report_of_number.number": ["RS-2026-001"],
        "submitted_reports.report_of_bytes.data": [b""],
        "report_texts.written_texts.scope": [ReportScope("evaluation", AS_OF, None, horizon=6, words="x")],
        "counted_people.nameable.scope": [ReportScope("evaluation", AS_OF, tuple(cohorts), horizon=6)],
        "stored_content.content.sha256": ["0" * 64],
        "zoning.official_places.sha256": ["0" * 64],
        "rncp_sheets.sheet_of.code": ["RNCP90001"],
        "insee_code": ["58194"],
        "zoning.territory.day": [AS_OF],
        "documents.issued_for.kind": ["follow_up"],
        "documents.kept_documents.kinds": [("public_evaluation",)],
        "documents.issued_for.scope": ["Année 2026"],
        "documents.present_paper.facts": [
            PaperFacts("convocation", "Convocation", "", AS_OF, "", one, "", enrollments[0])
            for one in cohorts
        ],
        "history.of_record.kind": ["learner", "enrollment"],
        "history.told.kind": ["learner", "enrollment"],
        "belongings.what_goes_with.kind": ["learner", "enrollment"],
        "lists.rows.kind": list(lists.KINDS),
        "applications.candidates.criteria": [CandidateCriteria(one) for one in cohorts],
        "decision": ["refused", "withdrawn"],
        "course_id": list(session.scalars(select(Course.id))),
        "report_id": [0],
        "one_id": people[:2],
        "other_id": people[2:4],
        "answers": [{}],
        "attendance_periods.exceptions_of.about": [Enrollment.entered_on.is_not(None)],
    }


def _exited(session: Session) -> list[int]:
    return list(session.scalars(select(Enrollment.id).where(Enrollment.exit_on.is_not(None)).limit(3)))


def _gone(session: Session, kind: str) -> list[int]:
    """Those that were deleted: only the log still knows them."""
    keys = select(RecordChange.record_key).where(RecordChange.kind == kind, RecordChange.after.is_(None))
    return [int(key) for key in session.scalars(keys.where(RecordChange.before.is_not(None)))]


class Reader:
    """Somebody who asks an open file; with what, is gathered once."""

    def __init__(self, db: Database) -> None:
        self.db = db
        with db.read() as session:
            self.known = arguments(session)

    def close(self) -> None:
        self.db.close()


def answers(reader: Reader, name: str, function: Callable[..., Any]) -> list[str]:
    """What the function answers to every question, in words."""
    with reader.db.read() as session:
        parameters_ = list(inspect.signature(function).parameters.values())[1:]
        needed = [
            one for one in parameters_ if one.default is one.empty or one.name in ("record_id", "cohort_ids")
        ]
        asked: list[tuple[list[Any], dict[str, Any]]] = [([], {})]
        for one in needed:
            values = reader.known.get(f"{name}.{one.name}", reader.known.get(one.name))
            assert values is not None, f"say with what {name} is asked for {one.name}"
            asked = [([*given, value], {}) for given, _ in asked for value in values]
        return [_answer(function, session, given) for given, _ in asked]


def _answer(function: Callable[..., Any], session: Session, given: list[Any]) -> str:
    try:
        answer = function(session, *given)
        return repr(list(answer) if isinstance(answer, Iterator) else answer)
    except (Forbidden, NotFound) as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("role", HIDDEN_FROM)
def test_no_query_tells_what_is_not_shown(teams: tuple[Team, Team], role: str | None) -> None:
    one, other = (Reader(team.open_as(role, read_only=True)) for team in teams)
    different, telling, asked = [], [], 0
    for name, function in functions():
        if name in COUNTS | NOT_READING | SEALS | UNITS_OF_WORK | KEPT:
            continue
        first, second = answers(one, name, function), answers(other, name, function)
        asked += len(first)
        different += [name] if first != second else []
        telling += [name] if any(PATTERN in text or repr(UNTIL) in text for text in first) else []
    one.close()
    other.close()
    assert different == []
    assert telling == []
    assert asked > 250


def test_those_who_are_shown_them_read_the_difference(teams: tuple[Team, Team]) -> None:
    """So that the walk above is known to find one."""
    telling = {
        *("history.of_record", "history.told", "indicators.enrollment_ids", "indicators.people"),
        *("learner_list.ids", "learner_list.rows", "learner_list.ids_and_incomplete"),
        *("learners.detail", "person_data.person_data"),
    }
    one, other = (Reader(team.open_as("placement", read_only=True)) for team in teams)
    different = {
        name
        for name, function in functions()
        if name in telling and answers(one, name, function) != answers(other, name, function)
    }
    one.close()
    other.close()
    assert different == telling


def test_a_unit_of_work_is_for_the_services_alone() -> None:
    using = {
        file.relative_to(CODE).as_posix()
        for file in sorted(CODE.rglob("*.py"))
        if re.search(r"(?<![\w.])gather\(", file.read_text(encoding="utf-8"))
    }
    assert using == {"queries/belongings.py", "services/deletion.py"}


@pytest.mark.parametrize("name", sorted(COUNTS | NOT_READING | SEALS))
def test_what_is_left_out_exists_and_names_nobody(teams: tuple[Team, Team], name: str) -> None:
    function = dict(functions())[name]
    db = teams[0].open_as("training", read_only=True)
    with db.read() as session:
        people = session.execute(select(Learner.last_name, Learner.id)).all()
        ids = {str(one) for one in session.scalars(select(Enrollment.id))}
    said = " ".join(answers(Reader(db), name, function))
    db.close()
    assert not [one.last_name for one in people if one.last_name in said]
    assert not ids & set(re.findall(r"\d+", said))
    assert PATTERN not in said


def test_people_behind_sensitive_figures_are_refused_in_words(teams: tuple[Team, Team]) -> None:
    db = teams[0].open_as("training", read_only=True)
    with db.read() as session:
        scope = Scope(AS_OF)
        figure = indicators.figures(session, scope, ("A3.rqth",))[0]
        assert figure.n > 0
        for indicator, part in (
            ("A3.rqth", Part.NUMERATOR),
            ("A3.rqth", Part.UNKNOWN),
            ("A3.rqth.connus", Part.DENOMINATOR),
            ("A4.rqth", Part.NUMERATOR),
            ("A3.brsa", Part.NUMERATOR),
        ):
            with pytest.raises(Forbidden, match="réservé à la direction, au secrétariat et à l’insertion"):
                indicators.people(session, indicator, part, scope)
        assert indicators.people(session, "A3.rqth", Part.DENOMINATOR, scope)
        assert indicators.people(session, "A3.femmes", Part.NUMERATOR, scope)
    db.close()


def test_a_record_and_its_history_keep_them_back(teams: tuple[Team, Team]) -> None:
    db = teams[0].open_as("training", read_only=True)
    with db.read() as session:
        learner_id = session.scalar(select(Enrollment.learner_id))
        enrollment = learners.detail(session, learner_id, AS_OF).current
        names = {gesture.name for gesture in history.told(session, "learner", learner_id)}
        kept = session.scalar(select(SensitiveFacts.id))
        assert history.told(session, "sensitive_facts", kept) == ()
    db.close()
    assert enrollment is not None
    assert enrollment.sensitive is None
    assert names == {"Créer un organisme inventé"}


def test_a_session_without_an_author_is_shown_nothing(teams: tuple[Team, Team]) -> None:
    db = teams[0].open_as("direction", read_only=True)
    with db.read() as session:
        assert rights.may_see_sensitive(session)
        session.info.clear()
        assert not rights.may_see_sensitive(session)
    db.close()


def copy_of(team: Team, folder: Path) -> Team:
    """A file of its own, for what writes: an export is entered in the register."""
    folder.mkdir()
    for file in team.path.parent.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return replace(team, path=folder / team.path.name)


def exported(team: Team, role: str | None, folder: Path) -> dict[str, str]:
    """What an export of everything holds, by the name of the file."""
    db = copy_of(team, folder).open_as(role)
    files = export_everything(db, folder / "out", "csv")
    db.close()
    return {file.name: file.read_text("utf-8-sig") for file in files}


def test_an_export_of_everything_leaves_them_out(teams: tuple[Team, Team], tmp_path: Path) -> None:
    made = [exported(team, "training", tmp_path / str(number)) for number, team in enumerate(teams)]
    for files in made:
        # The forged file has a change set more, and each export enters itself in the register.
        del files["change_set.csv"]
        assert "call_list" in files.pop("nominative_export.csv")
        lines = files["record_change.csv"].splitlines()
        files["record_change.csv"] = "\n".join(line for line in lines if ";nominative_export;" not in line)
    assert made[0] == made[1]
    assert "sensitive_facts.csv" not in made[0]
    assert "sensitive_facts" not in made[0]["record_change.csv"]
    assert not [name for name, text in made[0].items() if PATTERN in text or "rqth" in text]


def test_without_a_role_nothing_is_exported(teams: tuple[Team, Team], tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        exported(teams[0], None, tmp_path / "copy")
    assert not (tmp_path / "copy" / "out").exists()


def test_an_export_of_the_direction_holds_them(teams: tuple[Team, Team], tmp_path: Path) -> None:
    files = exported(teams[0], "direction", tmp_path / "copy")
    assert PATTERN in files["sensitive_facts.csv"]
    assert PATTERN in files["record_change.csv"]


def test_what_is_typed_is_given_back_to_who_types_it_alone(teams: tuple[Team, Team]) -> None:
    found = {}
    for role in ("direction", "secretariat", "training", None):
        db = teams[0].open_as(role, read_only=True)
        with db.read() as session:
            found[role] = drafts.own_drafts(session)
        db.close()
    assert [role for role, kept in found.items() if kept] == ["secretariat"]
    assert found["secretariat"][0].typed["rqth_until"] == PATTERN


CONDITIONS_ONLY = {
    *("queries/populations.py", "queries/breakdowns.py", "queries/list_filters.py"),
    "queries/rules_of_people.py",
}
"""They make conditions and groups; who names people by them checks (``refuse_to_name``, ``may_name``)."""
WRITES = {"importing/learner_writing.py"}
HAND_NONE_OUT = {
    "queries/seals.py": "digests only",
    "queries/bin.py": "kinds and names of what people delete; values only to see whether they were erased",
    "queries/belongings.py": "how many, of the kinds that people count; rows for the service that deletes",
    "queries/personal_records.py": "ids, found by the column of their owner",
    "queries/merge_plan.py": "rows for merging.py, which asks first",
    "queries/naming.py": "of the values in the log, the names of learners",
    "queries/searched.py": "ids, found by the column of their owner",
    "queries/stored_content.py": "digests, found by the column that names them",
    "queries/privacy_records.py": "which change made an erasure or an export",
    "queries/month_statements.py": "marks of attendance only",
    "queries/week_sheets.py": "marks of attendance only",
    "queries/report_collection.py": "how many questionnaires came in time",
    "reports/verification.py": "lines of the register of documents: only whether they are as written",
    "queries/report_changes.py": "enrollments, certifications, follow-ups and spells only",
}
"""Queries that meet the table or the values of the log, and why they tell nothing of it."""
CHECKS = ("may_see_sensitive", "refuse_to_name", "shown_changes")


def test_files_that_name_the_table_check_who_reads() -> None:
    """A new query, export or report that reads it must ask first."""
    unchecked = set()
    for folder in ("queries", "exporting", "importing", "reports", "cli"):
        for file in sorted((CODE / folder).rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            reads = re.search(
                r"SensitiveFacts|sensitive_facts\b|RecordChange\.(before|after)|metadata\.sorted_tables", text
            )
            if reads and not any(f"{check}(" in text for check in CHECKS):
                unchecked.add(file.relative_to(CODE).as_posix())
    assert unchecked == CONDITIONS_ONLY | WRITES | set(HAND_NONE_OUT)
