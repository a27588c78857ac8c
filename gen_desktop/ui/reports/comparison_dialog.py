"""A submitted report beside today: the figures that differ, then the people, each with what explains it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.report_comparison import Comparison, Counts, FigureChange, PersonMove
from gen_desktop.ui.reports.tick_list import tree
from gen_desktop.ui.widgets.basics import button, label

SIZE = (980, 600)
_GROUPS = {
    "period": "Période",
    "leavers": "Sortants de l’année",
    "cohorts": "Cohortes",
    "definitions": "Définition",
}
_SAME = "Aucun chiffre n’a changé, et les mêmes personnes sont comptées."
_SHOWN = 2
"""So many of the figures that somebody came into are named in her line; all of them over it."""


class ComparisonDialog(QDialog):
    """Read only: what to do about it is a correction, asked for on the page."""

    def __init__(self, found: Comparison, parent: QWidget) -> None:
        super().__init__(parent)
        report = found.report
        self.setWindowTitle(f"{report.number} et les données d’aujourd’hui")
        self.resize(*SIZE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(8)
        layout.addWidget(label(f"{report.number}, {report.title}, {report.scope_text}", "name", wrap=True))
        self.verdict = label(_verdict(found), "secondary", wrap=True)
        layout.addWidget(self.verdict)
        self.figures = tree("Chiffres qui ont changé", ("Chiffre", "Remis", "Aujourd’hui"), stretched=0)
        self.people = tree(
            "Personnes comptées autrement", ("Personne", "Cohorte", "Ce qui change", "Raison"), stretched=3
        )
        _fill(self.figures, [_figure_line(one) for one in found.figures])
        _fill(self.people, [_person_line(one) for one in found.people])
        for title, one in (("Chiffres", self.figures), ("Personnes", self.people)):
            heading = label(title, "strong")
            layout.addWidget(heading)
            layout.addWidget(one, 1)
            for part in (heading, one):
                part.setVisible(one.topLevelItemCount() > 0)
        if not (found.figures or found.people):
            layout.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Fermer", self.accept, kind="primary"))
        layout.addLayout(foot)


def _verdict(found: Comparison) -> str:
    as_of = french.short_date(found.report.as_of)
    lines = [f"Mêmes périmètre et date d’arrêt ({as_of}), données d’aujourd’hui."]
    if found.is_same:
        lines.append(_SAME)
    lines += [f"Règle changée\u00a0: {one.label}, {one.before} puis {one.after}." for one in found.rules]
    if found.version:
        lines.append(f"Programme\u00a0: version {found.report.program_version} puis {found.version}.")
    if found.hidden:
        count = french.plural(found.hidden, "autre personne", "autres personnes")
        lines.append(f"{count} que votre rôle ne montre pas.")
    return "\n".join(lines)


def _fill(one: QTreeWidget, lines: Sequence[tuple[Sequence[str], str]]) -> None:
    for texts, tip in lines:
        item = QTreeWidgetItem(list(texts))
        for column in range(len(texts)):
            item.setToolTip(column, tip)
        one.addTopLevelItem(item)


def _figure_line(one: FigureChange) -> tuple[Sequence[str], str]:
    name = f"{one.label}, {_GROUPS.get(one.group, one.group).lower()}"
    return (name, _counts(one.before, one.unit), _counts(one.after, one.unit)), f"{one.id}, {name}"


def _person_line(one: PersonMove) -> tuple[Sequence[str], str]:
    changes = [f"+ {words}" for words in one.came_into] + [f"− {words}" for words in one.left]
    shown = ", ".join(changes[:_SHOWN])
    if len(changes) > _SHOWN:
        shown += f" et {french.plural(len(changes) - _SHOWN, 'autre')}"
    reasons = "\u00a0; ".join(one.reasons) or "aucun geste ne le dit"
    return (one.name, one.cohort, shown, reasons), "\n".join((one.name, *changes, *one.reasons))


def _counts(counts: Counts | None, unit: str) -> str:
    if counts is None:
        return french.UNKNOWN
    value = french.percent(counts.value)
    if unit == "points":
        return f"{french.number(counts.value, 1, signed=True)} points"
    if unit == "minutes":
        told = f"{french.hours(counts.n)} sur {french.hours(counts.N)}"
    else:
        told = french.share_text(counts.n, counts.N)
    unknown = f", {french.plural(counts.unknown, 'inconnu')}" if counts.unknown and unit == "persons" else ""
    return f"{value} ({told}{unknown})"
