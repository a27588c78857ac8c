"""The panel beside the candidates: the steps of one, or what can be done to several."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.models.application import Step, next_steps
from gen_desktop.queries.applications import AskedFor, Candidate
from gen_desktop.reference.lists import label
from gen_desktop.ui.intake import words
from gen_desktop.ui.widgets.basics import button, set_refusal
from gen_desktop.ui.widgets.side_panel import Facts, SidePanel

ON_BUTTONS = 2
"""Steps that have a button; the others are in the menu."""
NAMED = 6
NOTHING_IN_COMMON = "Ces candidatures en sont à des étapes qui n’ont pas de geste en commun."
ALONE = frozenset({Step.POSITION, Step.INTERVIEW, Step.NO_SHOW})
"""Steps that are taken for one person at a time."""


class CandidatePanel(SidePanel):
    """``step_wanted(Step)`` for whoever is chosen; the other signals for one candidate."""

    step_wanted = Signal(object)
    person_wanted = Signal()
    deletion_wanted = Signal()
    history_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Choisissez une candidature pour voir où elle en est.", parent)
        self._refusal = ""
        self._facts = Facts()
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._facts)
        self.add_tab("steps", "Étapes", content)
        self._buttons: dict[Step, QPushButton] = {}
        self._lines: dict[Step, QAction] = {}
        for step in Step:
            self._buttons[step] = button(words.STEPS[step], partial(self.step_wanted.emit, step))
            self._lines[step] = self.add_to_menu(words.STEPS[step], partial(self.step_wanted.emit, step))
        self.add_foot(*self._buttons.values())
        self.menu.addSeparator()
        self._up = self.add_to_menu(
            "Monter dans la liste d’attente", partial(self.move_wanted.emit, -1), shortcut="waiting_up"
        )
        self._down = self.add_to_menu(
            "Descendre dans la liste d’attente", partial(self.move_wanted.emit, 1), shortcut="waiting_down"
        )
        self.menu.addSeparator()
        self._alone = [
            self.add_to_menu("Ouvrir la fiche", self.person_wanted.emit),
            self.add_to_menu("Historique…", self.history_wanted.emit),
            self.add_to_menu("Supprimer la candidature…", self.deletion_wanted.emit),
        ]

    def show_rights(self, refusal: str) -> None:
        """Why whoever works here may not change applications; '' when they may."""
        self._refusal = refusal

    def show_candidate(self, candidate: Candidate, asked: Sequence[AskedFor]) -> None:
        """One candidate: what is known, and what may be done next."""
        self.show_record(words.name(candidate), self._subtitle_of(candidate), words.stage(candidate.stage))
        self._facts.set_facts(list(_facts(candidate, asked)))
        steps = () if candidate.is_erased else next_steps(candidate.stage)
        self._offer(steps, alone=not candidate.is_erased)
        waits = candidate.rank is not None and not candidate.is_erased
        for line in (self._up, self._down):
            line.setVisible(waits)

    def show_many(self, candidates: Sequence[Candidate]) -> None:
        """Several: what may be done to all of them."""
        steps = common_steps(candidates)
        self.show_record(words.many(len(candidates)), _names(candidates) if steps else NOTHING_IN_COMMON)
        self._facts.set_facts(list(_stages(candidates)))
        self._offer(steps, alone=False)
        for line in (self._up, self._down):
            line.setVisible(False)

    def offered(self) -> tuple[Step, ...]:
        """The steps that can be taken now, those with a button first."""
        return self._steps

    def _offer(self, steps: Sequence[Step], *, alone: bool) -> None:
        self._steps = tuple(steps)
        shown = steps[:ON_BUTTONS]
        for step in Step:
            self._buttons[step].setVisible(step in shown)
            set_refusal(self._buttons[step], self._refusal)
            self._lines[step].setVisible(step in steps and step not in shown)
            set_refusal(self._lines[step], self._refusal)
        for line in self._alone:
            line.setVisible(alone)
        set_refusal(self._alone[-1], self._refusal)
        self._more.setVisible(alone or len(steps) > ON_BUTTONS)

    @staticmethod
    def _subtitle_of(candidate: Candidate) -> str:
        if candidate.applied_on is None:
            return "Date de candidature non renseignée"
        return f"Candidature du {french.short_date(candidate.applied_on)}"


def _names(candidates: Sequence[Candidate]) -> str:
    """The first few by name, the others by their number."""
    names = [words.name(one) for one in candidates]
    if len(names) <= NAMED:
        return french.join_names(names)
    return f"{', '.join(names[:NAMED])} et {french.plural(len(names) - NAMED, 'autre')}"


def common_steps(candidates: Sequence[Candidate]) -> tuple[Step, ...]:
    """What may be done to all of these together, in the usual order."""
    if not candidates or any(one.is_erased for one in candidates):
        return ()
    allowed = set(Step) - ALONE
    for one in candidates:
        allowed &= set(next_steps(one.stage))
    return tuple(step for step in Step if step in allowed)


def _facts(candidate: Candidate, asked: Sequence[AskedFor]) -> Sequence[tuple[str, str]]:
    day = french.short_date
    method = (
        f", {label('positioning_method', candidate.positioning_method).lower()}"
        if (candidate.positioning_method)
        else ""
    )
    found = [
        ("Téléphone", french.phone(candidate.phone) if candidate.phone else ""),
        ("Naissance", day(candidate.birth_date) if candidate.birth_date else ""),
        ("Prescripteur", label("prescriber", candidate.prescriber) if candidate.prescriber else ""),
        ("Positionnement", f"{day(candidate.positioned_on)}{method}" if candidate.positioned_on else ""),
        *((one.name, label("positioning_level", one.level)) for one in asked if candidate.positioned_on),
        ("Entretien", _interview(candidate)),
    ]
    if candidate.decided_on or candidate.decision_reason:
        found.append(("Décision", words.decision(candidate)))
    if candidate.rank is not None:
        found.append(("Attente", f"{words.rank(candidate.rank)} de la liste"))
    return found


def _interview(candidate: Candidate) -> str:
    if candidate.interviewed_on is None:
        return ""
    by = f", {candidate.interviewer}" if candidate.interviewer else ""
    said = f"{french.short_date(candidate.interviewed_on)}{by}"
    return f"{said}\n{candidate.interview_note}" if candidate.interview_note else said


def _stages(candidates: Sequence[Candidate]) -> Sequence[tuple[str, str]]:
    counts: dict[str, int] = {}
    for one in candidates:
        counts[one.stage] = counts.get(one.stage, 0) + 1
    return [(label("application_stage", code), french.number(count)) for code, count in counts.items()]
