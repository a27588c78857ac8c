"""The tab « Insertion » beside the list: the situation at each horizon, and the dated facts behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gen_desktop import french
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.queries.placements import Derived, PlacementRow
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui.learners.contacts_tab import link_row
from gen_desktop.ui.learners.tab import Tab, heading, row
from gen_desktop.ui.widgets.basics import button, column, label, set_refusal
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.side_panel import Facts

NOT_ENROLLED = "Cette personne n’est inscrite dans aucune cohorte."
NO_SPELL = "Aucun emploi, création ou formation n’est noté."
SAID_ON_LEAVING = "dit par le motif de la sortie"
CONTRADICTION = "Une réponse et un emploi se contredisent"
_NEW = {"job": "Emploi…", "creation": "Création…", "training": "Formation…"}


class PlacementTab(Tab):
    """What became of her, enrollment by enrollment.

    ``asked(gesture, id)``: new_job, new_creation, new_training with the id of an enrollment; placement,
    placement_confirm with that of a spell.
    """

    asked = Signal(str, object)

    def show_person(
        self,
        person: LearnerDetail,
        spells: Sequence[PlacementRow],
        derived: Sequence[Derived],
        today: date,
        refusal: str,
    ) -> None:
        """Fill for that person. ``refusal``: why nothing may be changed, '' when it may."""
        widgets: list[QWidget] = []
        for enrollment in person.enrollments:
            own = [spell for spell in spells if spell.enrollment_id == enrollment.id]
            told = [one for one in derived if one.enrollment_id == enrollment.id]
            widgets += self._enrollment(enrollment, own, told, today, refusal)
        self.fill(*widgets or [label(NOT_ENROLLED, "secondary", wrap=True)])

    def _enrollment(
        self,
        enrollment: EnrollmentDetail,
        spells: Sequence[PlacementRow],
        derived: Sequence[Derived],
        today: date,
        refusal: str,
    ) -> Iterator[QWidget]:
        left = enrollment.exit_on is not None and enrollment.exit_on <= today
        exit_words = f", sortie le {french.short_date(enrollment.exit_on)}" if left else ""
        yield heading(f"{enrollment.cohort_code}{exit_words}")
        facts = Facts()
        facts.set_facts(list(_situations(enrollment, derived, left=left)))
        yield facts
        yield from _contradictions(derived)
        for spell in spells:
            yield self._spell(spell, today, refusal)
        if not spells:
            yield label(NO_SPELL, "secondary", wrap=True)
        yield label("Ajouter", "secondary")
        links = [self._link(text, f"new_{kind}", enrollment.id, refusal) for kind, text in _NEW.items()]
        yield row(*links)

    def _spell(self, spell: PlacementRow, today: date, refusal: str) -> QWidget:
        door = self._link(spell_title(spell), "placement", spell.id, "")
        lines: list[QWidget] = [link_row(door), label("\n".join(_spell_lines(spell)), "secondary", wrap=True)]
        if _goes_on(spell, today):
            lines.append(link_row(self._link("Toujours en cours", "placement_confirm", spell.id, refusal)))
        return column(*lines)

    def _link(self, text: str, gesture: str, record_id: int, refusal: str) -> QWidget:
        made = button(text, lambda: self.asked.emit(gesture, record_id), kind="link")
        set_refusal(made, refusal)
        return made


def spell_title(spell: PlacementRow) -> str:
    """« CDI, développeuse web », « Formation, titre… »."""
    first = code_label("placement_kind", spell.kind)
    if spell.contract_type is not None:
        first = code_label("contract_type", spell.contract_type)
    return f"{first}, {spell.title}" if spell.title else first


def _situations(
    enrollment: EnrollmentDetail, derived: Sequence[Derived], *, left: bool
) -> Iterator[tuple[str, str]]:
    if not left:
        yield "Suivi", "Il commence à la sortie de formation"
        return
    lines = {
        one.horizon: f"{code_label('outcome_situation', one.situation)}\n"
        f"relevé le {french.short_date(one.recorded_on)}"
        for one in enrollment.follow_ups
    }
    for one in derived:
        if not one.is_contradicted:
            source = "connu par un fait daté" if one.placement_id is not None else SAID_ON_LEAVING
            lines[one.horizon] = f"{code_label('outcome_situation', one.situation)}\n{source}"
    for horizon in sorted(lines):
        yield _when(horizon), lines[horizon]
    if not lines:
        yield "Situation", "Personne ne l’a encore demandée"


def _when(horizon: int) -> str:
    return "À la sortie" if horizon == 0 else f"À {horizon} mois"


def _contradictions(derived: Sequence[Derived]) -> Iterator[QWidget]:
    for one in derived:
        if one.is_contradicted:
            said = code_label("outcome_situation", one.situation)
            sentence = (
                f"{_when(one.horizon)}, la réponse est «{french.NBSP}{said}{french.NBSP}», et un emploi ou "
                "une formation couvre ce jour. Corrigez l’une ou les dates de l’autre."
            )
            yield Notice("attention", CONTRADICTION, sentence)


def _spell_lines(spell: PlacementRow) -> Iterator[str]:
    place = ", ".join(part for part in (spell.employer or spell.training_body, spell.employer_city) if part)
    if place:
        yield place
    yield _dates(spell)
    if spell.obtained_in_course and spell.kind != "training":
        yield "Obtenu pendant la formation"
    known = [f"su le {french.short_date(spell.recorded_on)}"] if spell.recorded_on else []
    if spell.confirmed_on is not None:
        known.append(f"confirmé le {french.short_date(spell.confirmed_on)}")
    if spell.proof is not None:
        known.append(f"preuve{french.NBSP}: {code_label('proof_kind', spell.proof).lower()}")
    if known:
        said = ", ".join(known)
        yield said[0].upper() + said[1:]


def _dates(spell: PlacementRow) -> str:
    begun = "Début inconnu" if spell.starts_on is None else f"Depuis le {french.short_date(spell.starts_on)}"
    if spell.ends_on is None:
        return begun
    if spell.starts_on is None:
        return f"{begun}, jusqu’au {french.short_date(spell.ends_on)}"
    dates = french.date_range(spell.starts_on, spell.ends_on)
    return dates[0].upper() + dates[1:]


def _goes_on(spell: PlacementRow, today: date) -> bool:
    """It may be confirmed: begun, and not over by its dates nor said so already today."""
    return (
        spell.starts_on is not None
        and spell.starts_on <= today
        and (spell.ends_on is None or spell.ends_on >= today)
        and spell.confirmed_on != today
    )
