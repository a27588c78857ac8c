"""Every figure printed in the two reports is the one that the command line gives, and adds up."""

from __future__ import annotations

import json
import logging
import random
import shutil
from collections.abc import Iterator

import pytest

from gen_desktop import french
from gen_desktop.app import main
from gen_desktop.changes import PROGRAM
from gen_desktop.queries.report_scopes import follow_up_groups
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.registry import build_evaluation, build_follow_up
from gen_desktop.store import open_store
from tests.reports.center import AS_OF, fill_center
from tests.reports.conftest import FIRST, LAST, Center
from tests.reports.printed import Line, lines, rates_in, said, whole

log = logging.getLogger(__name__)


@pytest.fixture(scope="module", params=["the centre", 40], ids=str)
def issued(request, center, _template_store, tmp_path_factory) -> Iterator[Center]:
    """The invented centre, then random ones of so many applicants, with their two reports."""
    if request.param == "the centre":
        yield center
        return
    path = tmp_path_factory.mktemp("random") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    seed = random.randrange(1_000_000)
    log.info("seed %d", seed)
    ids = fill_center(db, request.param, seed=seed)
    yield Center(
        db,
        ids,
        build_follow_up(db, FIRST, LAST, None, AS_OF),
        build_evaluation(db, ids, 3, AS_OF, title_scope="Année 2026"),
    )
    db.close()


def told(issued: Center, capsys, *words: object) -> dict[str, dict]:
    """What a command answers in JSON, by id."""
    capsys.readouterr()
    assert main(["--data", str(issued.db.path), *map(str, words), "--json", "--as-of", str(AS_OF)]) == 0
    return {one["id"]: one for one in json.loads(capsys.readouterr().out)}


MEASURE = {
    "Situation connue": "D1",
    "dont par un fait daté": "D1d",
    "Situation inconnue": "D2",
    "dont non interrogés": "D2nde",
    "dont injoignables": "D2inj",
    "dont refus de répondre": "D2ref",
}
OUTCOMES = MEASURE | {
    "Sorties positives GEN, sur répondants": "D3a",
    "Sorties positives GEN, prudent": "D3b",
    "Sorties positives GEN, haut": "D3c",
    "Emploi, sur répondants": "D4",
    "Emploi, prudent": "D4p",
    "Emploi durable, sur répondants": "D5",
    "Emploi durable, prudent": "D5p",
}


def test_the_follow_up_prints_what_the_command_says(issued, capsys):
    period = told(issued, capsys, "figures", "--from", FIRST, "--to", LAST)
    since = follow_up_groups(Scope(AS_OF, None, FIRST, LAST))[1].scope.date_from
    leavers = told(issued, capsys, "figures", "--from", since)
    by_label = {one["label"]: one for one in period.values()}
    seen = set()
    for line in lines(issued.follow_up.data):
        if line.section == "9":
            seen |= agree_at_horizons(line, leavers)
        elif line.section == "3" and line.title == "Publics, inconnus et objectifs":
            public = by_label[line.label]
            known = period[f"{public['id']}.connus"]
            seen |= {agree(line.cells[1], public), agree(line.cells[3], known)}
            assert whole(line.cells[2]) == public["unknown"]
        elif line.section == "8" and not line.title:
            seen.add(agree(line.cells[1], by_label[line.label]))
            assert whole(line.cells[2]) == by_label[line.label]["unknown"]
        elif line.section == "4" and line.label == "Admises":
            seen.add(agree(line.cells[2], period["A1"]))
        elif line.section == "2" and line.label == "Ensemble":
            seen.add(agree(line.cells[-1], period["A2"]))
    cards = dict(card(text) for text in items(issued.follow_up.data))
    for name, key in {"Admis": "A1", "Abandons": "B3"}.items():
        seen.add(agree(cards[name], period[key]))
    assert {"A1", "A2", "A3.femmes", "A3.femmes.connus", "B3"} <= seen
    if leavers["D1.3"]["N"]:
        assert {f"{code}.3" for code in OUTCOMES.values()} <= seen
    figure = period["B1"]
    counts = " sur ".join(french.hours(round(figure[part] * 60)) for part in ("n", "N"))
    assert f"Assiduité : {percent(figure['value'])} ({counts})" in plain_text(issued.follow_up.data)


def test_the_evaluation_prints_what_the_command_says(issued, capsys):
    figures = told(issued, capsys, "figures")
    definitions = told(issued, capsys, "definitions")
    by_label = {one["label"]: one for one in figures.values()}
    by_definition = {one["label"]: one for one in definitions.values()}
    seen = set()
    for line in lines(issued.evaluation.data):
        if line.section == "3" and line.label in MEASURE:
            seen.add(agree(line.cells[1], figures[f"{MEASURE[line.label]}.3"]))
        elif line.section == "4" and line.head[0] == "Indicateur":
            seen |= agree_at_horizons(line, figures)
        elif line.section in ("5", "7", "11") and line.head[0] == "Indicateur":
            seen.add(agree(line.cells[1], by_label[line.label]))
        elif line.section == "9" and len(line.cells) > 2:
            one = by_definition[line.label]
            rate, low, high = line.rates()
            assert (rate.n, rate.N, whole(line.cells[3])) == (one["n"], one["N"], one["unknown"])
            shown = [one[name] for name in ("rate", "low", "high")]
            assert [each.value for each in (rate, low, high)] == [percent(value) for value in shown]
            seen.add(one["id"])
        elif line.label == "Périmètre évalué":
            for cell, key in zip(line.cells[1:], ("B3", "C4", "D1.3", "D3a.3", "D3b.3", "D4.3"), strict=True):
                seen.add(agree(cell, figures[key]))
    assert {"B3", "C4", "A3.femmes", "D3a.3"} <= seen
    if figures["D1.3"]["N"]:
        assert {f"{code}.3" for code in OUTCOMES.values()} <= seen
    compared = {key for key, one in definitions.items() if one["horizon"] in (None, 3)}
    assert "D10.3" in compared & seen


def agree_at_horizons(line: Line, figures: dict[str, dict]) -> set[str]:
    """The cells of a line with a column for each horizon."""
    code = OUTCOMES[line.label]
    months = [whole(title) for title in line.head[1:]]
    return {agree(cell, figures[f"{code}.{k}"]) for cell, k in zip(line.cells[1:], months, strict=True)}


def agree(cell: str, figure: dict) -> str:
    """The id of the figure, once its rate and both its counts are those of the cell."""
    if cell.endswith("connu"):  # of nobody the fact is known: no rate is told
        assert figure["unknown"] == figure["N"]
        return figure["id"]
    (printed,) = rates_in(cell)
    assert (printed.n, printed.N) == (figure["n"], figure["N"]), figure["id"]
    assert printed.value == percent(figure["value"]), figure["id"]
    return figure["id"]


def percent(value: float | None) -> str:
    return french.percent(value)


def items(pdf: bytes) -> list[str]:
    return [text for tag, text in said(pdf) if tag == "LI"]


def card(text: str) -> tuple[str, str]:
    """The name of a card and what it says; figures follow the name."""
    digit = next((index for index, sign in enumerate(text) if sign.isdigit()), len(text))
    return text[:digit].strip(), text[digit:].split(" période")[0]


def plain_text(pdf: bytes) -> str:
    return "\n".join(text for _, text in said(pdf)).replace("\u00a0", " ")
