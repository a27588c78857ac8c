"""In the tab of the path: hours due against the plan, exemptions, periods in company."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from gen_desktop import french
from gen_desktop.models.attendance import long_slot_label
from gen_desktop.queries.individual_path import CompanyPeriodRow, ExemptionRow, IndividualPath
from gen_desktop.ui.learners.contacts_tab import link_row
from gen_desktop.ui.widgets.basics import button, column, label
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.side_panel import Facts

Ask = Callable[[str, int], object]
NOT_DUE_SHOWN = 3


def path_section(path: IndividualPath, enrollment_id: int, ask: Ask) -> Iterator[QWidget]:
    """What an enrollment has of its own. ``ask(gesture, id)`` opens a form."""
    hours = Facts()
    hours.set_facts(list(_hours(path)))
    yield hours
    if path.not_due:
        yield _not_due(path)
    if path.exemptions:
        yield label("Dispenses", "strong")
    yield from (_exemption(one, ask) for one in path.exemptions)
    yield link_row(_link("Ajouter une dispense…", ask, "new_exemption", enrollment_id))
    if path.company:
        yield label("Périodes en entreprise", "strong")
    yield from (_period(one, ask) for one in path.company)
    yield link_row(_link("Ajouter une période en entreprise…", ask, "new_company_period", enrollment_id))


def _hours(path: IndividualPath) -> Iterator[tuple[str, str | QWidget]]:
    yield "Avec le centre", path.center_words
    if path.due_company or path.planned_company or path.company:
        done = f"\n{french.hours(path.done_company)} faites" if path.done_company else ""
        yield "En entreprise", f"{path.company_words}{done}"


def _not_due(path: IndividualPath) -> Notice:
    """Marks that something took away from what is due."""
    shown = [
        f"{long_slot_label(mark.held_on, mark.half_day)} ({mark.why})"
        for mark in path.not_due[:NOT_DUE_SHOWN]
    ]
    left = len(path.not_due) - NOT_DUE_SHOWN
    if left > 0:
        shown.append(f"et {french.plural(left, 'autre')}")
    count = french.plural(len(path.not_due), "demi-journée saisie", "demi-journées saisies")
    verb = french.form(len(path.not_due), "n’est pas due", "ne sont pas dues")
    return Notice("attention", f"{count} {verb}", "\n".join(shown))


def _exemption(exemption: ExemptionRow, ask: Ask) -> QWidget:
    words = exemption.slots.words
    door = link_row(_link(words[0].upper() + words[1:], ask, "exemption", exemption.id))
    return column(door, label(exemption.reason, "secondary", wrap=True)) if exemption.reason else door


def _period(period: CompanyPeriodRow, ask: Ask) -> QWidget:
    dates = french.date_range(period.starts_on, period.ends_on)
    door = link_row(_link(dates[0].upper() + dates[1:], ask, "company_period", period.id))
    said = [period.host or "entreprise à préciser"]
    if period.planned_minutes is not None:
        said.append(f"{french.hours(period.planned_minutes)} prévues")
    if period.done_minutes is not None:
        said.append(f"{french.hours(period.done_minutes)} faites")
    elif period.sheet_received_on is not None:
        said.append(f"feuille reçue le {french.short_date(period.sheet_received_on)}")
    return column(door, label(", ".join(said), "secondary", wrap=True))


def _link(text: str, ask: Ask, gesture: str, record_id: int) -> QWidget:
    return button(text, partial(ask, gesture, record_id), kind="link")
