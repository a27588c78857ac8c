"""Every figure of the two reports that opens people opens as many as it says, where it says so."""

from __future__ import annotations

from itertools import groupby

import pypdfium2
import pytest

from gen_desktop import french
from gen_desktop.queries.behind import people_behind, scope_behind, who
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import parameters
from gen_desktop.reports.spots import FigureSource, RecordsSource

IN_HOURS = "Assiduité"
"""A card that counts hours: it opens whoever has some."""


@pytest.fixture(params=["follow_up", "evaluation"])
def report(issued, request):
    return getattr(issued, request.param)


def figure_spots(report):
    return [spot for spot in report.spots if isinstance(spot.source, FigureSource)]


def test_as_many_people_are_behind_each_figure_as_it_says(issued, report):
    """Asked many at once, as the same condition one by one costs ten times more to put together."""
    asked = {id(spot.source.behind): spot for spot in figure_spots(report)}

    def place(spot):
        behind = spot.source.behind
        return behind.group, behind.cohort_id or 0

    with issued.db.read() as session:
        for _, spots in groupby(sorted(asked.values(), key=place), key=place):
            some = list(spots)
            scope = scope_behind(report.content.scope, some[0].source.behind)
            p = Populations(scope, parameters(session, scope.as_of))
            conditions = {str(at): one.source.behind.whose(session, p) for at, one in enumerate(some)}
            people = who(session, p, conditions)
            for at, spot in enumerate(some):
                assert len(people[str(at)]) == spot.source.n, spot
        for spot in list(asked.values())[::40]:
            assert len(people_behind(session, report.content.scope, spot.source.behind)) == spot.source.n


def test_each_figure_that_opens_is_printed_where_it_is_clicked(report):
    with pypdfium2.PdfDocument(report.data) as pdf:
        for page, spots in groupby(sorted(report.spots, key=lambda one: one.page), key=lambda one: one.page):
            sheet = pdf[page]
            width, height = sheet.get_size()
            text = sheet.get_textpage()
            for spot in spots:
                left, top, right, bottom = spot.box
                assert 0 <= left < right <= 1
                assert 0 <= top < bottom <= 1
                inside = text.get_text_bounded(
                    left * width, (1 - bottom) * height, right * width, (1 - top) * height
                )
                if isinstance(spot.source, FigureSource) and spot.label != IN_HOURS and not is_bar(inside):
                    assert french.number(spot.source.n + spot.source.unlisted) in inside, spot
            text.close()
            sheet.close()


def is_bar(inside: str) -> bool:
    """A part of a stacked bar says its percentage alone; its number stands with its name."""
    return inside.strip().endswith("%") or not inside.strip()


def test_figures_of_every_section_open(issued):
    """By words of their labels: a section whose numbers stopped to lead anywhere is seen."""
    follow_up = {spot.label for spot in issued.follow_up.spots}
    for label in ("En cours au dernier jour", IN_HOURS, "Ensemble, Entrés", "Candidatures reçues, Nombre"):
        assert label in follow_up
    evaluation = " | ".join(spot.label for spot in issued.evaluation.spots)
    for words in ("Parcours terminés", "Encore en formation", "Au moins", "Parmi les répondants", "rép."):
        assert words in evaluation
    assert any(isinstance(spot.source, RecordsSource) for spot in issued.follow_up.spots)
    assert len(issued.follow_up.spots) > 150
    assert len(issued.evaluation.spots) > 300
