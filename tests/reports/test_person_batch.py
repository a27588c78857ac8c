"""A batch of 300 certificates of the hardest names: each on its page, inside it, no glyph missing."""

from __future__ import annotations

import pypdfium2

from gen_desktop.db.database import Database
from gen_desktop.reports import person_kinds
from gen_desktop.reports.fonts import FALLBACK
from gen_desktop.reports.style import MM
from tests.reports.path_center import AS_OF, OCTOBER, make_path

LONGEST = "Wolfeschlegelsteinhausenbergerdorff-Rodríguez-de-la-Fuente-y-Martínez-Campos"
NAMES = (
    (LONGEST, "Marie-Antoinette-Joséphine-Élisabeth-Guillemette-Félicité"),
    ("O’Brien & Fils <SARL>", "Zoé-Œlle"),
    ("بن علي", "فاطمة الزهراء"),
    ("Dupré 🦊", "Léa 👩🏽‍💻"),
    ("D’Hérouville-L’Étang", "Ÿann"),
    ("Nguyễn Thị Hồng", "Phương Ánh"),
    ("X", "Y"),
)
EDGE = 7 * MM
"""Nothing stands nearer to the edge of the paper."""


def words_and_boxes(pdf: bytes):
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        yield text.get_text_range(), boxes, (width, height)


def load(db: Database, kind: str, path, days=None):
    with db.read() as session:
        return person_kinds.load_of_people(session, kind, path.enrollments, days, AS_OF)


def assert_inside(pdf: bytes, people: int) -> list[str]:
    pages = list(words_and_boxes(pdf))
    for text, boxes, (width, height) in pages:
        assert FALLBACK not in text
        assert boxes
        for left, bottom, right, top in boxes:
            assert left >= EDGE, text
            assert right <= width - EDGE, text
            assert bottom >= EDGE, text
            assert top <= height - EDGE, text
    assert len(pages) == people
    return [text for text, _, _ in pages]


def test_three_hundred_certificates_of_the_hardest_names(db: Database) -> None:
    path = make_path(db, people=300, names=NAMES)
    papers = load(db, "completion_certificate", path)
    texts = assert_inside(person_kinds.draw([(paper, None) for paper in papers]), 300)
    for told in ("O’BRIEN & FILS <SARL> Zoé-Œlle", "NGUYỄN THỊ HỒNG Phương Ánh", "D’HÉROUVILLE-L’ÉTANG Ÿann"):
        assert sum(told in text for text in texts) == 43
    whole = "".join(texts[0].split())
    assert "Développeurweb&webmobile<niveau5>" in whole


def test_the_statements_of_the_hardest_names_stay_on_their_page(db: Database) -> None:
    path = make_path(db, people=len(NAMES), names=NAMES)
    for kind in ("presence_statement", "attendance_attestation", "end_attestation", "entry_attestation"):
        days = OCTOBER if person_kinds.person_kind(kind).is_monthly else None
        papers = load(db, kind, path, days)
        assert_inside(person_kinds.draw([(paper, None) for paper in papers]), len(NAMES))
