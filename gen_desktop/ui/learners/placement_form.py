"""The form of a job, of a created business or of a further training, as a dated fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError, NotFound
from gen_desktop.importing import cleaners
from gen_desktop.importing import values as readers
from gen_desktop.models.identifiers import siret_problem
from gen_desktop.queries.attached_documents import papers
from gen_desktop.queries.companies import CompanyChoice, all_choices
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.queries.placements import PlacementRow, aimed_rome_codes, placement
from gen_desktop.reference.lists import choices, code_list
from gen_desktop.services import placements
from gen_desktop.services.placements import PlacementInput
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners import words
from gen_desktop.ui.learners.path_forms import PathForm
from gen_desktop.ui.learners.record_form import RecordForm, coded_combo, notes_field, tri_combo
from gen_desktop.ui.suggesting import suggesting
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

TITLES = {"job": "Emploi", "creation": "Création d’entreprise", "training": "Formation suivie"}
ONLY_KNOWN = (
    "Un fait daté dit la situation à une échéance s’il couvre ce jour-là et si on l’a su, ou confirmé, "
    "à partir des derniers jours avant elle."
)
NO_START = "Sans date de début, ce fait ne dit rien d’une échéance."
_LINES = (
    *("title", "employer", "employer_city", "employer_siret", "rome_code"),
    *("siren", "legal_form", "training_body"),
)
_CODES = ("contract_type", "contract_nature", "working_time", "training_level", "proof")
_TRIS = ("is_target_occupation", "is_digital_sector", "is_executive")
_DAYS = ("starts_on", "ends_on", "recorded_on", "confirmed_on")


class PlacementForm(PathForm):
    """One spell, new or known; a known one can be deleted at once: undo gives it back."""

    def __init__(
        self,
        ctx: AppContext,
        person: LearnerDetail,
        enrollment: EnrollmentDetail,
        kind: str,
        known: PlacementRow | None = None,
    ) -> None:
        super().__init__(ctx, TITLES[kind], person, enrollment)
        self.kind, self._known = kind, known
        with ctx.db.read() as session:
            self._employers = {choice.label: choice for choice in all_choices(session)}
            self._aimed, self._version = aimed_rome_codes(session, enrollment.id)
            own = papers(session, person.id)
        add: Mapping[str, Callable[[], None]] = {
            "job": self._add_job,
            "creation": self._add_creation,
            "training": self._add_training,
        }
        add[kind]()
        self._add_proof([(str(one.id), one.title) for one in own])
        self.rows.add_wide(label(ONLY_KNOWN, "secondary", wrap=True))
        if known is None:
            self.date_field("recorded_on").set_value(ctx.today())
        else:
            self._fill(known)
            self.removal = button("Supprimer", self._delete)
            set_refusal(self.removal, ctx.why_not("placement"))
            self.foot.insertWidget(self.foot.count() - 1, self.removal)
        self.start()

    def write(self) -> Change:
        recorded_on = self.date("recorded_on")
        assert recorded_on is not None  # required
        paper = self.code("attached_document_id")
        values = PlacementInput(
            kind=self.kind,
            recorded_on=recorded_on,
            attached_document_id=None if paper is None else int(paper),
            contract_months=readers.integer(self._typed("contract_months")),
            weekly_minutes=cleaners.hours(self._typed("weekly_minutes")),
            salary=readers.decimal(self._typed("salary")),
            rome_version=self._rome_version(),
            note=self.text("note"),
            **self._told(),
        )
        if self._known is None:
            return placements.record_placement(self.ctx.db, self.enrollment.id, values)
        version = self._known.version
        return placements.change_placement(self.ctx.db, self._known.id, values, version=version)

    def _told(self) -> dict[str, Any]:
        """What the fields of this kind hold, under the names of PlacementInput."""
        told: dict[str, Any] = {name: self.text(name) for name in _LINES if name in self.fields}
        told |= {name: self.code(name) for name in _CODES if name in self.fields}
        told |= {name: words.tri_value(self.code(name)) for name in _TRIS if name in self.fields}
        return told | {name: self.date(name) for name in ("starts_on", "ends_on", "confirmed_on")}

    def _add_job(self) -> None:
        self._add_contract("job")
        self.add("contract_nature", "Nature", coded_combo("contract_nature"))
        self._add_days()
        self._add_number("contract_months", "Durée (mois)")
        self.line("contract_months").setPlaceholderText("si une date manque")
        self.add("working_time", "Temps", coded_combo("working_time"))
        self._add_number("weekly_minutes", "Heures / semaine")
        self.add("title", "Métier", QLineEdit())
        self._add_employer()
        self._add_occupation()
        self.add("is_executive", "Statut cadre", tri_combo())
        self._add_number("salary", "Brut annuel (€)")

    def _add_creation(self) -> None:
        self._add_contract("creation")
        self._add_days()
        self.add("title", "Activité", QLineEdit())
        self.add("siren", "SIREN", QLineEdit())
        self.add("legal_form", "Statut juridique", QLineEdit())
        self._add_occupation()
        self._add_number("salary", "Brut annuel (€)")

    def _add_training(self) -> None:
        self.add("title", "Formation", QLineEdit())
        self.add("training_body", "Organisme", QLineEdit())
        self.add("training_level", "Niveau", coded_combo("education_level"))
        self._add_days()

    def _add_contract(self, kind: str) -> None:
        contracts = [(one.code, one.label) for one in choices("contract_type") if one["kind"] == kind]
        self.add("contract_type", "Contrat" if kind == "job" else "Forme", CodeCombo(contracts))

    def _add_days(self) -> None:
        self.add("starts_on", "Début", DateEdit(self.ctx.today))
        self.fields["starts_on"].setToolTip(NO_START)
        self.add("ends_on", "Fin", DateEdit(self.ctx.today))

    def _add_employer(self) -> None:
        employer = suggesting(lambda: self._employers)
        employer.picked.connect(self._take_employer)
        self.add("employer", "Employeur", employer)
        self.add("employer_city", "Ville", QLineEdit())
        self._add_number("employer_siret", "SIRET")

    def _add_occupation(self) -> None:
        known = {one.code: one.label for one in code_list("rome")}
        offered = dict.fromkeys([*self._aimed, *known])
        texts = {f"{code} {known[code]}" if code in known else code: code for code in offered}
        rome = suggesting(lambda: texts)
        rome.picked.connect(partial(self._take_rome, texts))
        self.add("rome_code", "Code ROME", rome)
        if self._aimed:
            self.line("rome_code").setPlaceholderText(", ".join(self._aimed))
        self.add("is_target_occupation", "Métier visé", tri_combo())
        self.add("is_digital_sector", "Numérique", tri_combo())

    def _add_number(self, name: str, text: str) -> None:
        self.add(name, text, QLineEdit(), check=partial(self._wrong, name))

    def _add_proof(self, own: list[tuple[str, str]]) -> None:
        self.add_heading("Ce qu’on en sait")
        self.add("proof", "Preuve", coded_combo("proof_kind"))
        self.add("attached_document_id", "Pièce jointe", CodeCombo(own, none_text="Aucune"))
        if not own:
            self.fields["attached_document_id"].setToolTip("Joignez d’abord la pièce dans l’onglet Pièces.")
        self.add("recorded_on", "Su le", DateEdit(self.ctx.today), required=True)
        self.add("confirmed_on", "Confirmé le", DateEdit(self.ctx.today))
        self.add("note", "Note", notes_field())

    def _fill(self, known: PlacementRow) -> None:
        for name in _LINES:
            if name in self.fields:
                self.line(name).setText(getattr(known, name) or "")
        for name in _CODES:
            if name in self.fields:
                self.combo(name).set_code(getattr(known, name))
        for name in _TRIS:
            if name in self.fields:
                self.combo(name).set_code(words.tri_code(getattr(known, name)))
        for name in _DAYS:
            if name in self.fields:
                self.date_field(name).set_value(getattr(known, name))
        if known.attached_document_id is not None:
            paper = str(known.attached_document_id)
            self.combo("attached_document_id").set_code(paper, label_if_unknown=known.proof_title or "Pièce")
        shown = {
            "contract_months": known.contract_months,
            "weekly_minutes": known.weekly_minutes and french.hours(known.weekly_minutes),
            "salary": known.salary and french.number(known.salary, 0 if known.salary % 1 == 0 else 2),
        }
        for name, value in shown.items():
            if name in self.fields and value is not None:
                self.line(name).setText(str(value))
        self.notes("note").setPlainText(known.note or "")

    def _take_employer(self, text: str) -> None:
        """A known employer brings its town."""
        employer: CompanyChoice | None = self._employers.get(text)
        if employer is not None:
            self.line("employer").setText(employer.name)
            self.line("employer_city").setText(employer.city or "")

    def _take_rome(self, texts: Mapping[str, str], text: str) -> None:
        """The code alone stays; one of the occupations aimed at, or of the digital list, says so itself."""
        code = texts.get(text, text)
        self.line("rome_code").setText(code)
        if code in self._aimed:
            self.combo("is_target_occupation").set_code("yes")
        if code in code_list("rome"):
            self.combo("is_digital_sector").set_code(code_list("rome")[code]["digital"])

    def _rome_version(self) -> str | None:
        """The version of the classification that the code typed is of; an unchanged code keeps its own."""
        code = (self.text("rome_code") or "").upper() if "rome_code" in self.fields else ""
        if not code:
            return None
        if self._known is not None and self._known.rome_code == code:
            return self._known.rome_version
        if code in self._aimed and self._version is not None:
            return self._version
        return code_list("rome")[code]["version"] if code in code_list("rome") else None

    def _typed(self, name: str) -> str:
        return (self.text(name) or "") if name in self.fields else ""

    def _wrong(self, name: str) -> str:
        """What cannot be read in that line, '' when all can."""
        text = self._typed(name)
        if name == "employer_siret":
            return siret_problem(text)
        read: Mapping[str, Callable[[str], object]] = {
            "contract_months": readers.integer,
            "weekly_minutes": cleaners.hours,
            "salary": readers.decimal,
        }
        try:
            read[name](text)
        except ValueError as error:
            return str(error)
        return ""

    def _delete(self) -> None:
        assert self._known is not None  # the button is only there for a known spell
        try:
            change = placements.delete_placement(self.ctx.db, self._known.id)
        except AppError as error:
            dialogs.show_error(self, error)
            return
        self.saved.emit(change)


def _new(kind: str) -> Callable[[AppContext, LearnerDetail, int], RecordForm]:
    def build(ctx: AppContext, person: LearnerDetail, enrollment_id: int) -> RecordForm:
        return PlacementForm(ctx, person, _enrollment(person, enrollment_id), kind)

    return build


def _known(ctx: AppContext, person: LearnerDetail, placement_id: int) -> RecordForm:
    with ctx.db.read() as session:
        known = placement(session, placement_id)
    return PlacementForm(ctx, person, _enrollment(person, known.enrollment_id), known.kind, known)


def _enrollment(person: LearnerDetail, enrollment_id: int) -> EnrollmentDetail:
    for enrollment in person.enrollments:
        if enrollment.id == enrollment_id:
            return enrollment
    raise NotFound("Cette inscription n’est plus dans le fichier.")


PLACEMENT_FORMS: dict[str, tuple[str, Callable[[AppContext, LearnerDetail, int], RecordForm]]] = {
    **{f"new_{kind}": ("placement", _new(kind)) for kind in TITLES},
    "placement": ("placement", _known),
}
"""As FORMS of person_forms.py; new ones are about an enrollment, the other about a spell."""
