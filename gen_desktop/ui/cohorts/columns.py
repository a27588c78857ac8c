"""The columns of the list of cohorts."""

from __future__ import annotations

from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.queries.attendance import AttendanceRate
from gen_desktop.queries.cohorts import CohortRow
from gen_desktop.reference.lists import label
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.theme import Tone

STATE_TONES: dict[str, Tone] = {"planned": "accent", "running": "good", "ended": "neutral"}


@dataclass(frozen=True, slots=True)
class Line:
    """A cohort with its attendance (None: not counted yet); ``alert``: percent under which to look."""

    row: CohortRow
    rate: AttendanceRate | None
    alert: int

    @property
    def is_low(self) -> bool:
        """Whether the attendance is under the threshold of the organisation."""
        value = None if self.rate is None else french.rate_value(self.rate.present, self.rate.due)
        return value is not None and value < self.alert


def state_badge(state: str) -> tuple[str, Tone]:
    """Word and tone of a state of cohort."""
    return label("cohort_state", state), STATE_TONES.get(state, "neutral")


def entered_text(row: CohortRow) -> str:
    """« 12 / 15 »: people entered, over the places when they are known."""
    return f"{row.entered} / {row.seats}" if row.seats is not None else str(row.entered)


def rate_text(line: Line) -> str:
    """The attendance without decimals, an en dash when nothing is recorded."""
    return french.UNKNOWN if line.rate is None else french.rate(line.rate.present, line.rate.due, 0)


def rate_words(line: Line) -> str:
    """What the attendance is made of."""
    if line.rate is None or not line.rate.due:
        return "Aucun émargement saisi"
    words = f"{french.hours(line.rate.present)} sur {french.hours(line.rate.due)}"
    if line.rate.unknown:
        words += f", {french.plural(line.rate.unknown, 'saisie')} en attente"
    return f"{words}, sous le seuil d’alerte de {french.percent(line.alert, 0)}" if line.is_low else words


COLUMNS = (
    Column(
        "code",
        "Code",
        122,
        lambda line: line.row.code,
        sort="code",
        bold_part=lambda line: line.row.code,
    ),
    Column(
        "course",
        "Formation",
        108,
        lambda line: line.row.course_title,
        sort="course",
        tooltip=lambda line: line.row.course_title,
        stretch=True,
    ),
    Column(
        "site",
        "Site",
        112,
        lambda line: line.row.site_name or french.UNKNOWN,
        sort="site",
        tooltip=lambda line: line.row.site_name or "Site non renseigné",
    ),
    Column(
        "start",
        "Dates",
        108,
        lambda line: f"{line.row.start:%m/%y} → {line.row.end:%m/%y}",
        sort="start",
        tooltip=lambda line: french.date_range(line.row.start, line.row.end),
    ),
    Column(
        "entered",
        "Entrés",
        62,
        lambda line: entered_text(line.row),
        align="right",
        sort="entered",
        tooltip=lambda line: _entered_words(line.row),
    ),
    Column(
        "in_training",
        "Présents",
        62,
        lambda line: str(line.row.in_training) if line.row.entered else french.UNKNOWN,
        align="right",
        sort="in_training",
        tooltip=lambda line: f"{french.plural(line.row.in_training, 'personne')} en formation aujourd’hui",
    ),
    Column(
        "state",
        "État",
        92,
        lambda line: state_badge(line.row.state)[0],
        sort="state",
        badge=lambda line: state_badge(line.row.state),
    ),
    Column(
        "rate",
        "Assiduité",
        72,
        rate_text,
        align="right",
        tooltip=rate_words,
        tone=lambda line: "attention" if line.is_low else "",
    ),
)


def _entered_words(row: CohortRow) -> str:
    seats = "places non renseignées" if row.seats is None else french.plural(row.seats, "place")
    entered = french.plural(row.entered, "personne entrée", "personnes entrées")
    if not row.admitted:
        return f"{entered}, {seats}"
    verb = french.form(row.admitted, "admise peut", "admises peuvent")
    return f"{entered}, {french.number(row.admitted)} {verb} encore entrer, {seats}"
