"""In the profile: the further ways to reach a person, and what she agrees to or was told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.models.contact import EMAIL, INFORMATION
from gen_desktop.queries.contacts import Answer, Contact, PurposeAnswers
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui.theme import Tone
from gen_desktop.ui.widgets.badge import Badge
from gen_desktop.ui.widgets.basics import button, column, label

HEADING = "Information et accords"
NOT_ASKED = "Non demandé"
TO_INFORM = "Information sur ses données\u00a0: à donner et à noter."


def contact_facts(contacts: Sequence[Contact]) -> list[tuple[str, str]]:
    """Rows of facts: « Mère », « Autre courriel » → the number or address."""
    facts = []
    for one in contacts:
        own = "Autre courriel" if one.kind == EMAIL else "Autre téléphone"
        whose = f"{one.whose[0].upper()}{one.whose[1:]}" if one.whose else own
        facts.append((f"{whose} (relais)" if one.is_relay else whose, french.phone(one.value)))
    return facts


def is_to_inform(told: Sequence[PurposeAnswers]) -> bool:
    """Whether it is not noted that the person was told what becomes of her data (GDPR, article 13)."""
    found = next((one.latest for one in told if one.purpose == INFORMATION), None)
    return found is None or not found.is_given


def answers_section(
    told: Sequence[PurposeAnswers], refusal: str, note: Callable[[], object]
) -> Iterator[QWidget]:
    """One line for each purpose, with what was said before under it. ``refusal``: why none may be noted."""
    heading = label(HEADING, "strong", wrap=True)
    heading.setContentsMargins(0, 4, 0, 0)
    yield heading
    for one in told:
        yield _line(one)
    link = button("Noter une réponse…", note, kind="link")
    link.setEnabled(not refusal)
    link.setToolTip(refusal)
    yield link_row(link)


def link_row(*links: QWidget) -> QWidget:
    """Links at the left."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for one in links:
        layout.addWidget(one)
    layout.addStretch(1)
    return holder


def _line(told: PurposeAnswers) -> QWidget:
    words, tone = _verdict(told)
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(1)
    top = QHBoxLayout()
    top.setSpacing(8)
    top.addWidget(label(code_label("consent_purpose", told.purpose), wrap=True), 1)
    top.addWidget(Badge(words, tone), 0, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(top)
    if told.latest is not None:
        lines = [label(_said(told.latest), "small", wrap=True)]
        lines += [
            label(f"avant\u00a0: {_yes_no(one)}, {_said(one)}", "small", wrap=True)
            for one in told.answers[1:]
        ]
        layout.addWidget(column(*lines))
    return holder


def _verdict(told: PurposeAnswers) -> tuple[str, Tone]:
    if told.latest is None:
        return NOT_ASKED, "attention" if told.purpose == INFORMATION else "neutral"
    return _yes_no(told.latest), "good" if told.latest.is_given else "wrong"


def _yes_no(answer: Answer) -> str:
    return "Oui" if answer.is_given else "Non"


def _said(answer: Answer) -> str:
    """« le 12/11/2026, document signé »."""
    when = f"le {french.short_date(answer.said_on)}"
    return when if answer.way is None else f"{when}, {code_label('consent_way', answer.way).lower()}"
