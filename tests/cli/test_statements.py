"""The papers about groups, by command: what --json tells is what the PDF says, and the register has it."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import select

from gen_desktop import french
from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.models.document import IssuedDocument
from gen_desktop.store import open_store
from tests.commands import Center
from tests.reports.center import fill_center
from tests.reports.pdf_checks import reading_order

AS_OF = ("--as-of", "2026-09-30")


@pytest.fixture(scope="module")
def filled(_template_store, tmp_path_factory):
    path = tmp_path_factory.mktemp("statements") / "centre.gendb"
    shutil.copyfile(_template_store, path)
    db = open_store(path, COMMAND_LINE)
    fill_center(db, 60)
    db.close()
    return path


@pytest.fixture
def center(filled, tmp_path, capsys):
    found = Center(tmp_path, capsys)
    shutil.copyfile(filled, found.file)
    return found


def printed(center: Center, *words: object) -> list[str]:
    """The lines of the paper written by a command, with ordinary spaces."""
    out = center.folder / "papier.pdf"
    assert center.run(*words, "--out", out).strip() == str(out)
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in reading_order(out.read_bytes())]


def issued(center: Center) -> list[str]:
    db = open_store(center.file, COMMAND_LINE)
    with db.read() as session:
        kinds = list(session.scalars(select(IssuedDocument.kind)))
    db.close()
    return kinds


def squeezed(text: str) -> str:
    return text.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")


def test_the_sheet_of_indicators_says_what_json_tells(center):
    words = ("report", "indicators", "--year", "2026", "--horizon", "3", *AS_OF)
    told = center.ask(*words)
    lines = printed(center, *words)
    assert issued(center) == ["quality_sheet"]
    assert any(not rate["withheld"] for rate in told["rates"])
    for rate in told["rates"]:
        (line,) = [line for line in lines if line.startswith(f"{rate['label']} |")]
        shown = "n.c." if rate["withheld"] else f"{french.percent(rate['value'])}{rate['n']}sur{rate['N']}"
        assert squeezed(line.split(" | ")[1]) == squeezed(shown)


def test_the_balance_of_the_esf_says_what_json_tells(center):
    words = ("report", "esf", "--year", "2026", *AS_OF)
    told = center.ask(*words)
    lines = printed(center, *words)
    assert issued(center) == ["esf_balance"]
    numbers = 0
    for section in (*told["entry"], *told["exits"], *told["later"]):
        for line in section["lines"]:
            cells = ["n.c." if n is None else str(n) for n in (line["total"], *line["by_sex"])]
            numbers += line["total"] is not None
            assert " | ".join([line["label"], line["code"] or "–", *cells]) in lines
    assert numbers > 10


def test_the_sums_of_promotions_say_what_json_tells(center):
    words = ("report", "promotion", "--year", "2026", *AS_OF)
    told = center.ask(*words)
    lines = printed(center, *words)
    assert issued(center) == ["promotion_sums"]
    sums = [one for promotion in told["promotions"] for one in promotion["sums"]]
    assert sums
    for one in sums:
        (line,) = [line for line in lines if line.startswith(f"{one['certification']} | {one['title']} |")]
        cells = line.split(" | ")
        assert cells[2] == str(one["certified"])
        assert f"{one['employed']}sur{one['base']}" in squeezed(cells[3])
        assert cells[5] == str(one["unknown"])


def test_the_state_of_completeness_says_what_json_tells(center):
    words = ("report", "completeness", "--from", "2026-07-01", "--to", "2026-09-30", *AS_OF)
    told = center.ask(*words)
    lines = [squeezed(line) for line in printed(center, *words)]
    assert issued(center) == ["completeness_state"]
    assert told["points"]
    for point in told["points"]:
        assert any(squeezed(f"|{point['title']}|{point['detail']}|") in line for line in lines)
    for gap in told["records"]:
        assert squeezed(f"{gap['field']}|{gap['to_correct']}|{gap['missing']}") in lines


def test_the_financial_balance_says_what_json_tells(center):
    words = ("report", "finances", "--horizon", "3", *AS_OF)
    told = center.ask(*words)
    lines = [squeezed(line) for line in printed(center, *words)]
    assert issued(center) == ["financial_balance"]
    assert told["programs"]
    for one in told["programs"]:
        counts = f"{one['cohorts']}|{one['entered']}|{one['certified']}|"
        (line,) = [line for line in lines if line.startswith(squeezed(f"{one['name']}|{counts}"))]
        assert line.endswith(f"{one['positive']}sur{one['due']}|{one['unknown']}")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("indicators", "--year", "1999"), "Aucune cohorte ne finit en 1999."),
        (("indicators", "--cohort", "XYZ"), "XYZ"),
        (("esf", "--year", "1999"), "Aucune cohorte ne finit en 1999."),
    ],
)
def test_what_does_not_exist_is_refused_and_nothing_is_written(center, capsys, words, said):
    out = center.folder / "papier.pdf"
    for answer in (("--json",), ("--out", str(out))):
        assert main(["--data", str(center.file), "report", *words, *answer]) == 1
        assert said in capsys.readouterr().err
    assert not out.exists()
