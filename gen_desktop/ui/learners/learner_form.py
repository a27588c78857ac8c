"""The form of a person: who she is, how she is reached, what was known at the entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop.changes import Change
from gen_desktop.dates import parse_typed_date
from gen_desktop.importing import people
from gen_desktop.importing.likeness import Identity
from gen_desktop.importing.while_typed import Lookalike, lookalikes
from gen_desktop.jobs import Job
from gen_desktop.models.enrollment import LONGEST_UNEMPLOYMENT, EntryFacts, Sensitive
from gen_desktop.models.identifiers import france_travail_problem
from gen_desktop.models.learner import birth_problem, contact_problems
from gen_desktop.models.learner_completeness import CORRECTABLE, typed_texts
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.reference.lists import choices, label
from gen_desktop.reference.rights import SENSITIVE, may_see, reserved_to
from gen_desktop.services.enrollments import EnrollmentInput
from gen_desktop.services.learners import LearnerInput, create_learner, update_learner
from gen_desktop.ui import actions
from gen_desktop.ui.commune_pair import CommunePair
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.learners import words
from gen_desktop.ui.learners.incomplete_bar import IncompleteBar
from gen_desktop.ui.learners.record_form import RecordForm, coded_combo, notes_field, tri_combo
from gen_desktop.ui.widgets import basics
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.field_values import write_field
from gen_desktop.ui.widgets.lookalike_lines import LookalikeLines
from gen_desktop.ui.widgets.phone_field import PhoneField

LOOK_DELAY_MS = 200
_TEXTS = (
    *("last_name", "first_name", "birth_name", "birth_place", "email", "address", "postal_code", "city"),
    *("relay_contact", "france_travail_id"),
)
_CODED_FACTS = (
    ("highest_diploma", "Diplôme", "education_level"),
    ("last_class", "Dernière classe", "education_level"),
    ("situation_before", "Avant l’entrée", "situation_before"),
    ("rural_zoning", "Zone rurale", "rural_zoning"),
    ("prescriber", "Prescripteur", "prescriber"),
    ("funder", "Financeur", "funder"),
    ("remuneration", "Rémunération", "remuneration"),
)
_TRI_FACTS = (("in_qpv", "Habite un QPV"), ("is_career_change", "Reconversion"))
_TRI_SENSITIVE = (("is_rqth", "RQTH"), ("is_brsa", "RSA"))
_TOLD_BY_CODE = tuple(name for name, *_rest in (*_CODED_FACTS, *_TRI_FACTS, *_TRI_SENSITIVE))
_DECISION = "admitted"
CHOOSE_COHORT = "Choisissez la cohorte\u00a0: ces réponses valent pour une entrée, elles seraient perdues."
CREATE_COHORT = (
    "Créez d’abord la cohorte, ou videz ces réponses\u00a0: elles valent pour une entrée et seraient perdues."
)


class LearnerForm(RecordForm):
    """Creates a person, or changes her with the facts of her latest enrollment, in one gesture.

    ``open_double(id)``: the person wants to see the record that looks the same.
    """

    open_double = Signal(object)

    def __init__(
        self,
        ctx: AppContext,
        person: LearnerDetail | None,
        cohorts: Sequence[tuple[int, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        """``cohorts``: those somebody new can be enrolled in at once."""
        title = "Nouvel apprenant" if person is None else f"{person.last_name} {person.first_name}"
        super().__init__(ctx, title, parent=parent)
        self._person = person
        self._enrollment = person.current if person is not None else None
        self._shows_sensitive = may_see(ctx.db.author.role, SENSITIVE)
        self._aside: dict[str, str] = {}
        """Saved as typed, to be corrected: what these fields hold is not their value."""
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(LOOK_DELAY_MS)
        self._delay.timeout.connect(self._look_for_lookalikes)
        self.lookalikes = LookalikeLines()
        self.lookalikes.opened.connect(self.open_double)
        self._commune = CommunePair(ctx.jobs, self)
        self._add_identity()
        self._add_contact()
        if person is None:
            self._add_cohort(cohorts)
        if person is None or self._enrollment is not None:
            self._add_facts()
        self._add_note()
        self._incomplete = IncompleteBar(self.save_incomplete)
        self.above_foot.addWidget(self._incomplete)
        self.rows.told.connect(self._show_incomplete)
        actions.make(self, "save_incomplete", self.save_incomplete)
        self._fill()
        self._fill_to_correct()
        self.start()
        self._watch_identity()
        if person is None:
            self._watch_entry()

    def write(self) -> Change:
        values = LearnerInput(
            **{name: self.text(name) for name in _TEXTS if name not in ("last_name", "first_name")},
            last_name=self.text("last_name") or "",
            first_name=self.text("first_name") or "",
            birth_date=self.date("birth_date"),
            sex=self.code("sex"),
            phone=self._phone("phone"),
            second_phone=self._phone("second_phone"),
            insee_code=self._commune.insee_code(),
            note=self.text("note"),
        )
        unknown: dict[str, Any] = {name: None for name in self._aside if hasattr(values, name)}
        values = replace(values, **unknown)
        if self._person is None:
            return create_learner(self.ctx.db, values, self._new_enrollment(), to_correct=self._aside)
        entry = None
        if self._enrollment is not None:
            facts, sensitive = self._facts(self._enrollment.facts, self._enrollment.sensitive)
            entry = (self._enrollment.id, facts, sensitive)
        return update_learner(
            self.ctx.db,
            self._person.id,
            values,
            version=self._person.version,
            entry=entry,
            to_correct=self._aside,
        )

    def restore(self, draft: Draft) -> None:
        super().restore(draft)
        self._delay.start()  # who looks like that name is looked for as if it had just been typed

    def save_incomplete(self) -> None:
        """Save what is right, and what is not as it is typed; a field that must be right gets the cursor."""
        self.rows.check_all()
        wrong = self.rows.wrong()
        if blocking := [name for name in wrong if name not in CORRECTABLE]:
            self.fields[blocking[0]].setFocus()
            return
        self._aside = {name: self.text(name) or "" for name in wrong}
        self._commit()
        self._aside = {}

    def _show_incomplete(self) -> None:
        """Keeping it as typed is offered when that is enough: what has no substitute is filled in first."""
        wrong = self.rows.wrong()
        is_named = self.text("last_name") is not None and self.text("first_name") is not None
        self._incomplete.show_count(
            len(wrong), may_keep=is_named and all(name in CORRECTABLE for name in wrong)
        )

    def _add_identity(self) -> None:
        self.add("last_name", "Nom", QLineEdit(), required=True)
        self.add("first_name", "Prénom", QLineEdit(), required=True)
        self.rows.add_below(self.lookalikes)
        self.add("birth_name", "Nom de naissance", QLineEdit())
        birth = DateEdit(self.ctx.today, birth=True)
        self.add("birth_date", "Naissance", birth, check=self._check_birth)
        self.add("birth_place", "à", QLineEdit())
        self.add("sex", "Sexe", coded_combo("sex"))

    def _add_contact(self) -> None:
        self.add_heading("Pour la joindre" if self._is_woman() else "Pour joindre la personne")
        self.add("phone", "Téléphone", PhoneField(_phone))
        self.add("second_phone", "Autre téléphone", PhoneField(_phone))
        self.add("email", "Courriel", QLineEdit(), check=self._checked("email", people.email))
        self.add("address", "Adresse", QLineEdit())
        self.add("postal_code", "Code postal", self._commune.postal_code, check=self._check_postal_code)
        self.add("city", "Commune", self._commune.city)
        self.add("relay_contact", "Contact relais", QLineEdit())

    def _add_cohort(self, cohorts: Sequence[tuple[int, str]]) -> None:
        self.add_heading("Inscription")
        codes = [(str(cohort_id), code) for cohort_id, code in cohorts]
        cohort = CodeCombo(codes, none_text="Pas encore")
        sentence = CHOOSE_COHORT if codes else CREATE_COHORT
        self.add("cohort_id", "Cohorte", cohort, check=lambda: sentence if self._would_lose_entry() else "")
        cohort.activated.connect(lambda _at: self.rows.check_row("cohort_id"))
        decision = CodeCombo(
            [(code.code, code.label) for code in choices("application_decision")], optional=False
        )
        decision.set_code(_DECISION)
        self.add("decision", "Décision", decision)

    def _add_facts(self) -> None:
        heading = "À l’entrée"
        if self._enrollment is not None:
            heading = f"À l’entrée en {self._enrollment.cohort_code}"
        self.add_heading(heading)
        for name, text, codes in _CODED_FACTS[:3]:
            self.add(name, text, coded_combo(codes))
        self.add("unemployment_months", "Mois de chômage", QLineEdit(), check=self._check_months)
        self.add("in_qpv", "Habite un QPV", tri_combo())
        for name, text, codes in _CODED_FACTS[3:]:
            self.add(name, text, coded_combo(codes))
        self._add_france_travail()
        self.add("is_career_change", "Reconversion", tri_combo())
        self._add_sensitive()

    def _add_france_travail(self) -> None:
        self.add(
            "france_travail_id",
            "Id. France Travail",
            QLineEdit(),
            check=lambda: france_travail_problem(self.text("france_travail_id") or ""),
        )

    def _add_sensitive(self) -> None:
        """To be typed, to be read, or who is shown them."""
        if not self._shows_sensitive:
            self.rows.add_wide(basics.label(f"RQTH, RSA\u00a0: {reserved_to(SENSITIVE).lower()}.", wrap=True))
            return
        refusal = self.ctx.why_not(SENSITIVE)
        for name, text in _TRI_SENSITIVE:
            field = tri_combo()
            basics.set_refusal(field, refusal)
            self.add(name, text, field)

    def _add_note(self) -> None:
        if "france_travail_id" not in self.fields:
            self._add_france_travail()
        self.add("note", "Note", notes_field())

    def _fill(self) -> None:
        person = self._person
        if person is None:
            return
        for name in _TEXTS:
            self.line(name).setText(getattr(person, name) or "")
        self._commune.set_insee_code(person.insee_code)
        self.date_field("birth_date").set_value(person.birth_date)
        self.combo("sex").set_code(person.sex)
        for name in ("phone", "second_phone"):
            self._phone_field(name).set_value(getattr(person, name))
        self.notes("note").setPlainText(person.note or "")
        if self._enrollment is not None:
            self._fill_facts(self._enrollment)

    def _fill_to_correct(self) -> None:
        """What was typed and kept although it is wrong, with what is wrong."""
        for name, typed in typed_texts(self._person.to_correct if self._person is not None else None).items():
            if name in self.fields and self.text(name) is None:
                write_field(self.fields[name], typed)
                self.rows.check_row(name)

    def _fill_facts(self, enrollment: EnrollmentDetail) -> None:
        facts = enrollment.facts
        for name, _text, codes in _CODED_FACTS:
            code = getattr(facts, name)
            self.combo(name).set_code(code, label_if_unknown=label(codes, code) if code else "")
        for name, _text in _TRI_FACTS:
            self.combo(name).set_code(words.tri_code(getattr(facts, name)))
        if enrollment.sensitive is not None and self._shows_sensitive:
            for name, _text in _TRI_SENSITIVE:
                self.combo(name).set_code(words.tri_code(getattr(enrollment.sensitive, name)))
        months = facts.unemployment_months
        self.line("unemployment_months").setText("" if months is None else str(months))

    def _facts(self, facts: EntryFacts, sensitive: Sensitive | None) -> tuple[EntryFacts, Sensitive | None]:
        """What the form does not show is kept as it is."""
        coded = {name: self.code(name) for name, _text, _codes in _CODED_FACTS}
        said = {name: words.tri_value(self.code(name)) for name, _text in _TRI_FACTS}
        if sensitive is not None and self._shows_sensitive:
            told: dict[str, Any] = {name: words.tri_value(self.code(name)) for name, _text in _TRI_SENSITIVE}
            sensitive = replace(sensitive, **told)
        months = None if "unemployment_months" in self._aside else self.text("unemployment_months")
        changed: dict[str, Any] = {**coded, **said}
        return (
            replace(facts, **changed, unemployment_months=None if months is None else int(months)),
            sensitive,
        )

    def _would_lose_entry(self) -> bool:
        """Something is said of an entry, which is kept with an enrollment, and there is none."""
        if self.code("cohort_id") is not None:
            return False
        told = any(self.code(name) is not None for name in _TOLD_BY_CODE if name in self.fields)
        return told or self.text("unemployment_months") is not None or self.code("decision") != _DECISION

    def _new_enrollment(self) -> EnrollmentInput | None:
        cohort_id = self.code("cohort_id")
        if cohort_id is None:
            return None
        facts, sensitive = self._facts(EntryFacts(), Sensitive())
        return EnrollmentInput(
            learner_id=0,
            cohort_id=int(cohort_id),
            decision=self.code("decision") or _DECISION,
            facts=facts,
            sensitive=sensitive or Sensitive(),
        )

    def _watch_identity(self) -> None:
        for name in ("last_name", "first_name", "birth_name", "birth_date"):
            self.line(name).textEdited.connect(lambda _text: self._delay.start())

    def _watch_entry(self) -> None:
        """An answer taken back is not lost: the cohort is no longer asked for."""
        for name in _TOLD_BY_CODE:
            if name in self.fields:
                self.combo(name).activated.connect(lambda _at: self._check_cohort_again())
        self.combo("decision").activated.connect(lambda _at: self._check_cohort_again())
        self.line("unemployment_months").textEdited.connect(lambda _text: self._check_cohort_again())

    def _check_cohort_again(self) -> None:
        if self.rows.error("cohort_id"):
            self.rows.check_row("cohort_id")

    def _look_for_lookalikes(self) -> None:
        """Beside the window: a large file takes longer than a key."""
        own_id = self._person.id if self._person is not None else None
        who = Identity.of(
            (self.text("last_name") or "", self.text("first_name") or ""),
            self._typed_birth(),
            self.text("france_travail_id"),
            birth_name=self.text("birth_name"),
        )

        def look(_job: Job) -> Sequence[Lookalike]:
            with self.ctx.db.read() as session:
                return lookalikes(session, who, own_id)

        self.ctx.jobs.read_latest("learners.lookalikes", look, self.lookalikes.show_people)

    def _typed_birth(self) -> date | None:
        """The birth date as far as it is typed, None when it cannot be one: it tells nobody apart.

        The field itself must not be tidied under the fingers.
        """
        today = self.ctx.today()
        try:
            typed = parse_typed_date(self.line("birth_date").text(), today, birth=True)
        except ValueError:
            return None
        return None if birth_problem(typed, today) else typed

    def _check_birth(self) -> str:
        field = self.date_field("birth_date")
        if problem := field.problem():
            return problem
        return birth_problem(field.value(), self.ctx.today())

    def _check_postal_code(self) -> str:
        """Five digits: only a spreadsheet loses the first zero, whoever types four has forgotten one."""
        problems = contact_problems(None, self.text("postal_code"))
        return next((problem.sentence for problem in problems), "")

    def _check_months(self) -> str:
        typed = self.text("unemployment_months")
        if typed is None or (typed.isdecimal() and int(typed) <= LONGEST_UNEMPLOYMENT):
            return ""
        return f"Un nombre de mois, en chiffres (0 à {LONGEST_UNEMPLOYMENT})."

    def _checked(self, name: str, read: Callable[[Any], str | None]) -> Callable[[], str]:
        def check() -> str:
            try:
                found = read(self.text(name))
            except ValueError as error:
                return str(error)
            self.line(name).setText(found or "")
            return ""

        return check

    def _is_woman(self) -> bool:
        return self._person is not None and self._person.sex == "F"

    def _phone_field(self, name: str) -> PhoneField:
        field = self.fields[name]
        assert isinstance(field, PhoneField)
        return field

    def _phone(self, name: str) -> str | None:
        return self._phone_field(name).value() or None


def _phone(text: str) -> str:
    return people.phone(text) or ""
