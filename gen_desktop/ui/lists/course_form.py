"""The form of a course: its official title, its certification, its hours, what it aims at."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from gen_desktop.changes import Change
from gen_desktop.models.course_codes import (
    codes_of,
    formacodes_problem,
    joined,
    nsf_problem,
    rome_problem,
)
from gen_desktop.queries.courses import CourseRecord
from gen_desktop.reference.lists import choices
from gen_desktop.services.courses import CourseInput, create_course, update_course
from gen_desktop.ui import typed
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.lists.rncp_offer import Place, RncpOffer
from gen_desktop.ui.side_form import SideForm, notes_field
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

LEVELS = tuple("12345678")
"""Of the national framework of certifications, as imports read them."""
YES, NO = "yes", "no"
FREE = {YES: True, NO: False, None: None}


class CourseForm(SideForm):
    """A course to make, or one that cohorts follow: what is changed here is changed on every paper."""

    def __init__(self, ctx: AppContext, record: CourseRecord | None = None) -> None:
        super().__init__(ctx, "Nouvelle formation" if record is None else "Formation", _name(record))
        self._record = record
        self.title_field, self.code, self.certification = QLineEdit(), QLineEdit(), QLineEdit()
        self.certification_title, self.rome, self.nsf = QLineEdit(), QLineEdit(), QLineEdit()
        self.formacodes, self.center, self.company = QLineEdit(), QLineEdit(), QLineEdit()
        self.valid_until = DateEdit(ctx.today)
        self.action = _combo("action_type")
        self.level = CodeCombo([(level, f"Niveau {level}") for level in LEVELS])
        self.objective, self.mode = _combo("course_objective"), _combo("delivery_mode")
        self.family = _combo("occupational_family")
        self.free = CodeCombo([(YES, "Oui"), (NO, "Non")])
        self.blocks, self.objectives, self.assessment = notes_field(), notes_field(), notes_field()
        self.offer = RncpOffer(ctx, self._places())
        self._add_rows()
        if record is not None:
            self._load(record)
        self.start()

    def write(self) -> Change:
        values = self._values()
        if self._record is None:
            return create_course(self.ctx.db, values)
        return update_course(self.ctx.db, self._record.id, values, version=self._record.version)

    def take_focus(self) -> None:
        self.title_field.setFocus()

    def _values(self) -> CourseInput:
        return CourseInput(
            title=self.title_field.text(),
            code=_text(self.code),
            family=self.family.code(),
            certification_code=_text(self.certification),
            certification_title=_text(self.certification_title),
            certification_valid_until=self.valid_until.value(),
            level=self.level.code(),
            rome_codes=joined(self.rome.text()),
            rome_version=None if self._record is None else self._record.rome_version,
            objective=self.objective.code(),
            delivery_mode=self.mode.code(),
            planned_center_minutes=typed.hours(self.center.text()),
            planned_company_minutes=typed.hours(self.company.text()),
            is_free=FREE[self.free.code()],
            action_type=self.action.code(),
            nsf_code=_text(self.nsf),
            formacodes=joined(self.formacodes.text()),
            operational_objectives=_long(self.objectives),
            assessment_methods=_long(self.assessment),
            blocks=typed.blocks(self.blocks.toPlainText()),
            skills=self.offer.skills,
        )

    def _places(self) -> dict[str, Place]:
        """Where what a sheet of the register says is typed."""
        lines = {
            "title": ("Intitulé officiel", self.title_field),
            "certification_title": ("Intitulé de la certification", self.certification_title),
            "rome": ("Codes ROME", self.rome),
            "nsf": ("NSF", self.nsf),
            "formacodes": ("Formacodes", self.formacodes),
        }
        places = {name: Place(words, field.text, field.setText) for name, (words, field) in lines.items()}
        places["valid_until"] = Place("Valable jusqu’au", self.valid_until.text, self.valid_until.setText)
        places["level"] = Place("Niveau", lambda: self.level.code() or "", self.level.set_code)
        places["blocks"] = Place("Blocs", self.blocks.toPlainText, self.blocks.setPlainText)
        return places

    def _add_rows(self) -> None:
        add = self.rows.add
        add("course_title", "Intitulé officiel", self.title_field, required=True)
        add("course_code", "Code", self.code)
        self.code.setPlaceholderText("fait de l’intitulé si vide")
        add("action_type", "Type d’action", self.action)
        add("certification_code", "Certification", self.certification)
        self.certification.setPlaceholderText("RNCP37674")
        self.rows.add_below(self.offer)
        self.certification.textChanged.connect(self.offer.look_up)
        add("certification_title", "Son intitulé", self.certification_title)
        add("certification_valid_until", "Valable jusqu’au", self.valid_until)
        add("blocks", "Blocs, un par ligne", self.blocks)
        self.blocks.setPlaceholderText("BC01 Développer…\nBC02 Concevoir…")
        add("level", "Niveau", self.level)
        for name, text, field, example in (
            ("planned_center_minutes", "Heures en centre", self.center, "heures"),
            ("planned_company_minutes", "En entreprise", self.company, "heures"),
        ):
            field.setPlaceholderText(example)
            add(name, text, field, check=partial(_hours_problem, field))
        add("delivery_mode", "Modalité", self.mode)
        add("is_free", "Gratuite pour l’apprenant", self.free)
        add("family", "Famille de métiers", self.family)
        add("rome_codes", "Codes ROME", self.rome, check=lambda: rome_problem(self.rome.text()))
        self.rome.setPlaceholderText("M1805, M1810")
        add("nsf_code", "NSF", self.nsf, check=lambda: nsf_problem(self.nsf.text()))
        self.nsf.setPlaceholderText("326")
        problem = self.formacodes
        add("formacodes", "Formacodes", problem, check=lambda: formacodes_problem(problem.text()))
        self.formacodes.setPlaceholderText("31088, 31054")
        add("objective", "Objectif général", self.objective)
        add("operational_objectives", "Objectifs opérationnels", self.objectives)
        self.objectives.setPlaceholderText("un par ligne, avec un verbe d’action")
        add("assessment_methods", "Modalités d’évaluation", self.assessment)

    def _load(self, record: CourseRecord) -> None:
        for field, text in (
            (self.title_field, record.title),
            (self.code, record.code),
            (self.certification, record.certification_code),
            (self.certification_title, record.certification_title),
            (self.rome, ", ".join(codes_of(record.rome_codes))),
            (self.nsf, record.nsf_code),
            (self.formacodes, ", ".join(codes_of(record.formacodes))),
            (self.center, typed.hours_text(record.planned_center_minutes)),
            (self.company, typed.hours_text(record.planned_company_minutes)),
        ):
            field.setText(text or "")
        for combo, code in (
            (self.action, record.action_type),
            (self.level, record.level),
            (self.objective, record.objective),
            (self.mode, record.delivery_mode),
            (self.family, record.family),
        ):
            combo.set_code(code)
        self.free.set_code({True: YES, False: NO}.get(record.is_free))  # type: ignore[arg-type]
        self.valid_until.set_value(record.certification_valid_until)
        self.blocks.setPlainText(typed.blocks_text(record.blocks))
        self.objectives.setPlainText(record.operational_objectives or "")
        self.assessment.setPlainText(record.assessment_methods or "")


def _name(record: CourseRecord | None) -> str:
    return "" if record is None else record.title


def _combo(name: str) -> CodeCombo:
    return CodeCombo([(code.code, code.label) for code in choices(name)])


def _text(field: QLineEdit) -> str | None:
    return field.text().strip() or None


def _long(field: QPlainTextEdit) -> str | None:
    return field.toPlainText().strip() or None


def _hours_problem(field: QLineEdit) -> str:
    return typed.sentence_of(typed.hours, field.text())
