"""What the tabs beside the list show of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gen_desktop import french
from gen_desktop.models.learner_completeness import typed_texts
from gen_desktop.queries.contacts import Contact, PurposeAnswers
from gen_desktop.queries.history import Gesture
from gen_desktop.queries.individual_path import IndividualPath
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.reference import field_words
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui.learners import words
from gen_desktop.ui.learners.absence_contacts import AbsenceFollowUp
from gen_desktop.ui.learners.attendance_tab import absence_notice
from gen_desktop.ui.learners.contacts_tab import (
    TO_INFORM,
    answers_section,
    contact_facts,
    is_to_inform,
    link_row,
)
from gen_desktop.ui.learners.path_section import path_section
from gen_desktop.ui.learners.tab import Tab, heading, row
from gen_desktop.ui.widgets.badge import Badge
from gen_desktop.ui.widgets.basics import button, column, label, line, set_refusal
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.side_panel import Facts

LINKS_IN_A_LINE = 2
"""A third is cut at the width of the panel."""


class ProfileTab(Tab):
    """Who she is, what is missing, what was done last, what she agrees to.

    ``asked(gesture, None)``: contacts, answers.
    """

    asked = Signal(str, object)

    def show_person(
        self,
        person: LearnerDetail,
        gestures: Iterable[Gesture],
        contacts: Sequence[Contact],
        told: Sequence[PurposeAnswers],
        followed: AbsenceFollowUp,
        refusals: tuple[str, str] = ("", ""),
    ) -> None:
        """Fill for that person. ``refusals``: why contacts, then answers, may not be changed."""
        widgets: list[QWidget] = [_profile_facts(person, contacts)]
        if person.erased_on is None:
            link = button("Autres contacts…", lambda: self.asked.emit("contacts", None), kind="link")
            set_refusal(link, refusals[0])
            widgets.append(link_row(link))
        widgets += _notices(person, followed)
        if person.erased_on is None and is_to_inform(told):
            widgets.append(label(TO_INFORM, "attention", wrap=True))
        last = [_gesture_line(gesture) for gesture in gestures]
        if last:
            widgets.append(heading("Dernières actions"))
            widgets += last
        if person.erased_on is None:
            note = partial(self.asked.emit, "answers", None)
            widgets += answers_section(told, refusals[1], note)
        self.fill(*widgets)


class PathTab(Tab):
    """Every enrollment, from the application to the certification.

    ``asked(gesture, enrollment id)``: entry, decision, no_show, exit, cancel_exit, certification, enroll,
    enrollment_history, delete_enrollment, new_exemption, new_company_period; exemption, company_period with
    the id of the record.
    """

    asked = Signal(str, object)

    def show_person(self, person: LearnerDetail, paths: Mapping[int, IndividualPath]) -> None:
        """Fill for that person. ``paths``: by enrollment id."""
        widgets: list[QWidget] = []
        for enrollment in person.enrollments:
            if widgets:
                widgets.append(line())
            widgets += [_cohort_head(enrollment), _path_facts(enrollment), self._gestures(enrollment)]
            widgets += path_section(paths[enrollment.id], enrollment.id, self.asked.emit)
        if not person.enrollments:
            widgets.append(
                label("Cette personne n’est inscrite dans aucune cohorte.", "secondary", wrap=True)
            )
        widgets.append(row(self._link("Inscrire dans une cohorte…", "enroll", None)))
        self.fill(*widgets)

    def _gestures(self, enrollment: EnrollmentDetail) -> QWidget:
        links = [self._link(text, gesture, enrollment.id) for gesture, text in _path_gestures(enrollment)]
        pairs = [links[first : first + LINKS_IN_A_LINE] for first in range(0, len(links), LINKS_IN_A_LINE)]
        return column(*(row(*pair) for pair in pairs))

    def _link(self, text: str, gesture: str, enrollment_id: int | None) -> QWidget:
        return button(text, lambda: self.asked.emit(gesture, enrollment_id), kind="link")


def _profile_facts(person: LearnerDetail, contacts: Sequence[Contact]) -> QWidget:
    rows: list[tuple[str, str | QWidget]] = [
        ("Téléphone", french.phone(person.phone)),
        ("Courriel", person.email or ""),
        ("Adresse", words.address(person)),
    ]
    if person.second_phone:
        rows.insert(1, ("Autre téléphone", french.phone(person.second_phone)))
    rows[-1:-1] = contact_facts(contacts)
    enrollment = person.current
    if enrollment is not None:
        rows += [
            ("Territoire", _territory(enrollment)),
            ("Diplôme", words.coded("education_level", enrollment.facts.highest_diploma)),
            ("Avant l’entrée", words.situation(enrollment)),
            ("Prescripteur", words.coded("prescriber", enrollment.facts.prescriber)),
            ("RQTH, RSA", words.social(enrollment)),
        ]
    rows.append(("Id. France Travail", person.france_travail_id or ""))
    for text, value in (("Contact relais", person.relay_contact), ("Note", person.note)):
        if value:
            rows.append((text, value))
    facts = Facts()
    facts.set_facts(rows)
    return facts


def _territory(enrollment: EnrollmentDetail) -> str | QWidget:
    facts = enrollment.facts
    names = words.territories(facts.in_qpv, facts.rural_zoning)
    if names:
        badges = [Badge(name) for name in names.split(" · ")]
        return row(*badges)
    if facts.rural_zoning is not None and words.is_rural(facts.rural_zoning) is None:
        partly = code_label("rural_zoning", facts.rural_zoning)
        return partly if facts.in_qpv is None else f"{partly}, hors QPV"
    if facts.in_qpv is None and facts.rural_zoning is None:
        return french.UNKNOWN
    if facts.in_qpv is None:
        return "Hors zone rurale, QPV non renseigné"
    return "Hors QPV" if facts.rural_zoning is None else "Ni QPV, ni zone rurale"


def _notices(person: LearnerDetail, followed: AbsenceFollowUp) -> Iterator[QWidget]:
    enrollment = person.current
    if enrollment is not None and enrollment.state == "in_training":
        yield from absence_notice(enrollment, followed)
    wrong = typed_texts(person.to_correct)
    if wrong:
        said = [f"{field_words.name(name, 'learner')}{french.NBSP}: {text}" for name, text in wrong.items()]
        yield Notice("wrong", words.TO_CORRECT, "\n".join(said))
    if person.missing:
        what = french.join_names([words.MISSING[name] for name in person.missing])
        yield Notice("attention", "Fiche incomplète", f"Il manque {what}.")


def _cohort_head(enrollment: EnrollmentDetail) -> QWidget:
    badge = words.state_badge(enrollment.state)
    head = row(label(enrollment.cohort_code, "strong"), Badge(*badge) if badge else Badge())
    title = label(enrollment.course_title, "secondary", wrap=True)
    dates = label(french.date_range(enrollment.starts_on, enrollment.ends_on), "secondary", wrap=True)
    return column(head, title, dates)


def _path_facts(enrollment: EnrollmentDetail) -> QWidget:
    rows: list[tuple[str, str | QWidget]] = []
    recruitment = (
        ("Candidature", enrollment.applied_on),
        ("Positionnement", enrollment.positioned_on),
        ("Entretien", enrollment.interviewed_on),
    )
    rows += [(what, french.short_date(day)) for what, day in recruitment if day is not None]
    decision = code_label("application_decision", enrollment.decision)
    if enrollment.decided_on is not None:
        decision += f" le {french.short_date(enrollment.decided_on)}"
    if enrollment.decision_reason:
        decision += f"\n{enrollment.decision_reason}"
    rows.append(("Décision", decision))
    rows.append(("Entrée", _entry(enrollment)))
    if enrollment.entered_on is not None:
        rows.append(("Sortie", _exit(enrollment)))
        rows.append(("Certification", _certification(enrollment)))
    rows += [
        (block.code, f"{code_label('block_result', block.result)}, {block.title}")
        for block in enrollment.blocks
        if block.result is not None
    ]
    rows += words.more_facts(enrollment)
    facts = Facts()
    facts.set_facts(rows)
    return facts


def _entry(enrollment: EnrollmentDetail) -> str:
    if enrollment.entered_on is not None:
        said = french.short_date(enrollment.entered_on)
        aes = enrollment.aes_on
        return said if aes is None else f"{said}, AES du {french.short_date(aes)}"
    if enrollment.is_no_show:
        return "Jamais venu"
    planned = enrollment.planned_entry_on
    return french.UNKNOWN if planned is None else f"prévue le {french.short_date(planned)}"


def _exit(enrollment: EnrollmentDetail) -> str:
    if enrollment.exit_type is None:
        planned = enrollment.planned_exit_on
        return french.UNKNOWN if planned is None else f"prévue le {french.short_date(planned)}"
    lines = [f"{code_label('exit_type', enrollment.exit_type)} le {french.short_date(enrollment.exit_on)}"]
    reasons = [code for code in (enrollment.exit_reason, *enrollment.other_exit_reasons) if code]
    lines += [code_label("exit_reason", code) for code in reasons]
    lines += _interview(enrollment)
    if enrollment.exit_solutions:
        lines.append(enrollment.exit_solutions)
    if enrollment.exit_next_step:
        lines.append(f"Ensuite{french.NBSP}: {enrollment.exit_next_step}")
    return "\n".join(lines)


def _interview(enrollment: EnrollmentDetail) -> Iterator[str]:
    if enrollment.exit_interviewed_on is not None:
        yield f"Entretien le {french.short_date(enrollment.exit_interviewed_on)}"
    elif enrollment.exit_interview_done is not None:
        yield "Entretien mené" if enrollment.exit_interview_done else "Entretien non mené"
    if enrollment.exit_interview_note:
        yield enrollment.exit_interview_note


def _certification(enrollment: EnrollmentDetail) -> str:
    said = words.coded("certification_outcome", enrollment.outcome)
    if enrollment.outcome is None and enrollment.is_presented is not None:
        said = "Présenté, résultat attendu" if enrollment.is_presented else "Non présenté"
    if enrollment.jury_on is None:
        return said
    day = french.short_date(enrollment.jury_on)
    return f"Jury du {day}" if said == french.UNKNOWN else f"{said}, jury du {day}"


def _path_gestures(enrollment: EnrollmentDetail) -> Iterator[tuple[str, str]]:
    yield from _state_gestures(enrollment)
    yield "territory", "Territoire…"
    yield "facts", "Faits à l’entrée…"
    yield "esf", "Questionnaire FSE+…"
    yield "enrollment_history", "Historique"
    yield "delete_enrollment", "Supprimer…"


def _state_gestures(enrollment: EnrollmentDetail) -> Iterator[tuple[str, str]]:
    if enrollment.entered_on is None:
        yield "decision", "Décision…"
        if enrollment.decision == "admitted":
            yield "entry", "Entrée…"
            if not enrollment.is_no_show:
                yield "no_show", "Jamais venu"
        return
    yield "entry", "Entrée…"
    if enrollment.exit_type is None:
        yield "exit", "Sortie…"
    else:
        yield "exit", "Corriger la sortie…"
        yield "cancel_exit", "Retirer la sortie"
    yield "certification", "Certification…"


def _gesture_line(gesture: Gesture) -> QWidget:
    day = french.day_month(gesture.at.astimezone().date())
    return label(f"{day} {gesture.name}, {gesture.author}", "secondary", wrap=True)
