"""The tab of presence: the rate, what follows absences, and the latest of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gen_desktop import french
from gen_desktop.models.absence import Stage, waiting_stages
from gen_desktop.models.attendance import long_slot_label, presence_codes
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail, MarkLine
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui.learners import words
from gen_desktop.ui.learners.absence_contacts import AbsenceFollowUp, Ask, contacts_section
from gen_desktop.ui.learners.contacts_tab import link_row
from gen_desktop.ui.learners.tab import Tab, figure, heading
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.side_panel import Facts

ABSENCES_SHOWN = 12
NO_NEWS_GESTURE = "exit_no_news"
"""The exit of whoever gives no news, at the last day of presence."""
NOTHING_RECORDED = "Aucune demi-journée n’est encore saisie."


class AttendanceTab(Tab):
    """Presence in the latest cohort, and what followed the absences.

    ``asked(gesture, enrollment or contact id)``: those of absence_contacts.py.
    """

    asked = Signal(str, object)

    def show_person(self, person: LearnerDetail, followed: AbsenceFollowUp) -> None:
        """Fill for that person."""
        enrollment = person.current
        if enrollment is None:
            self.fill(label(NOTHING_RECORDED, "secondary", wrap=True))
            return
        contacts: list[QWidget] = []
        if person.erased_on is None:
            contacts = list(contacts_section(followed, enrollment.id, self.asked.emit))
        if enrollment.marks or enrollment.rate.unknown:
            self.fill(*self._presence(enrollment, followed, contacts, self.asked.emit))
        else:
            self.fill(label(NOTHING_RECORDED, "secondary", wrap=True), *contacts)

    @staticmethod
    def _presence(
        enrollment: EnrollmentDetail, followed: AbsenceFollowUp, contacts: Sequence[QWidget], ask: Ask
    ) -> list[QWidget]:
        """Whoever is told of an alert answers it at once: the contacts come before the list of absences."""
        rate = enrollment.rate
        facts = Facts(label_width=150)
        facts.set_facts(_mark_counts(enrollment))
        said = f"d’assiduité en {enrollment.cohort_code}"
        widgets: list[QWidget] = [
            figure(words.rate(rate), said),
            label(f"{french.hours(rate.present)} sur {french.hours(rate.due)} dues", "secondary"),
            *absence_notice(enrollment, followed),
            *no_news_link(enrollment, followed, ask),
            *contacts,
            facts,
        ]
        absences = [mark for mark in enrollment.marks if mark.status not in presence_codes()]
        if absences:
            widgets.append(heading("Dernières absences"))
            widgets += [label(_mark_line(mark), "secondary", wrap=True) for mark in absences[:ABSENCES_SHOWN]]
        return widgets


def absence_notice(enrollment: EnrollmentDetail, followed: AbsenceFollowUp) -> Iterator[QWidget]:
    """The alert of unjustified half-days in a row, while it lasts."""
    row = enrollment.absences_in_a_row()
    if len(row) < followed.threshold or enrollment.state != "in_training":
        return
    first, last = (long_slot_label(mark.held_on, mark.half_day) for mark in (row[-1], row[0]))
    yield Notice(
        "attention",
        f"Absences injustifiées\u00a0: {len(row)} demi-journées de suite",
        f"du {first} au {last}{followed.followed_words(row[0].held_on)}",
    )


def no_news_link(enrollment: EnrollmentDetail, followed: AbsenceFollowUp, ask: Ask) -> Iterator[QWidget]:
    """The exit that such an alert leads to: without news, at the last day of presence."""
    count = len(enrollment.absences_in_a_row())
    is_alert = count >= followed.threshold and enrollment.state == "in_training"
    if is_alert and enrollment.last_presence_on is not None:
        text = f"Sans nouvelle depuis {count} demi-journées…"
        leaves = button(text, partial(ask, NO_NEWS_GESTURE, enrollment.id), kind="link")
        set_refusal(leaves, followed.exit_refusal, "Ouvre la sortie, au dernier jour de présence")
        yield link_row(leaves)


def _mark_counts(enrollment: EnrollmentDetail) -> list[tuple[str, str | QWidget]]:
    counts = Counter(_mark_words(mark) for mark in enrollment.marks)
    rows: list[tuple[str, str | QWidget]] = [
        (said, french.plural(count, "demi-journée")) for said, count in counts.most_common()
    ]
    if enrollment.rate.unknown:
        rows.append(("À saisir", french.plural(enrollment.rate.unknown, "demi-journée")))
    return rows


def _mark_line(mark: MarkLine) -> str:
    slot = long_slot_label(mark.held_on, mark.half_day)
    return f"{slot}, {_mark_words(mark).lower()}"


def _mark_words(mark: MarkLine) -> str:
    """« Présent », « Absence à justifier », « Arrêt maladie, justificatif attendu »."""
    said = code_label("attendance_status", mark.status)
    if mark.stage is None or mark.stage not in waiting_stages():
        return said
    waits = code_label("absence_stage", mark.stage).lower()
    return f"Absence {waits}" if mark.stage is Stage.TO_JUSTIFY else f"{said}, {waits}"
