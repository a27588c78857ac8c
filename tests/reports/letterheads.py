"""Invented letterheads for the tests of papers."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

from PIL import Image

from gen_desktop.models.document import Replaced, Stamp
from gen_desktop.queries.letterheads import Letterhead, Payer, Sender

SENDER = Sender(
    name="Numérique en Morvan",
    siret="81234567800017",
    nda="27580012358",
    address="4 rue du Château",
    postal_code="58120",
    city="Château-Chinon",
    phone="+33399000000",
    email="contact@numerique-en-morvan.example",
    representative="Hélène Vauclair",
    representative_quality="Directrice",
    is_invented=False,
)
PAYER = Payer(7, "Programme régional de formation 2026", "REGION", None, "BFC-2026-114", True)
HEAD = Letterhead(
    sender=SENDER,
    payer=PAYER,
    cohort_id=3,
    cohort_code="DWWM 2026-2",
    course_title="Développeur web et web mobile",
    starts_on=dt.date(2026, 9, 14),
    gen_forbidden_from=dt.date(2025, 1, 8),
)
ISSUED_AT = dt.datetime(2026, 11, 26, 17, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))
STAMP = Stamp("CR-2026-DWWM-2026-2-0007", ISSUED_AT)
REPLACING = replace(STAMP, replaces=Replaced(1, "CR-2026-DWWM-2026-2-0003", dt.date(2026, 11, 2)))


def logo(width: int = 300, height: int = 120, color: str = "#2B4ACB") -> bytes:
    """A picture with a transparent edge."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    image.paste(Image.new("RGBA", (width - 40, height - 40), color), (20, 20))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


WITH_LOGOS = replace(HEAD, sender_logo=logo(), payer_logo=logo(200, 200, "#1B6E45"))
