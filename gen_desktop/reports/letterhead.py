"""The head of a numbered paper as drawn: the organisation on the left, who pays on the right, their logos."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image
from PIL.Image import Image as Picture

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.queries.letterheads import Letterhead, Payer, Sender
from gen_desktop.reference.lists import code_list
from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.common import label_of, nda_text, siret_text
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import MM, TextStyle
from gen_desktop.reports.text import break_lines

log = logging.getLogger(__name__)

TOP = 10 * MM
_GAP = 8 * MM
_LOGO_HEIGHT = 15 * MM
_LOGO_WIDTH = 34 * MM
_LEFT_SHARE = 0.6
_PIXELS = 1000
_NAME = TextStyle(style.SEMIBOLD, 11, 14)
_SMALL = TextStyle(style.REGULAR, 8, 10)
_QUIET = _SMALL.colored(style.SECONDARY)


@dataclass(frozen=True, slots=True)
class _Column:
    """Lines of text beside a logo."""

    left: float
    lines: Sequence[tuple[str, TextStyle]]
    logo: Rect | None

    @property
    def bottom(self) -> float:
        words = TOP + sum(look.leading for _, look in self.lines)
        return max(words, self.logo.bottom if self.logo else 0.0)

    def runs(self) -> list[Run]:
        top, runs = TOP, []
        for text, look in self.lines:
            runs.append(Run(self.left, top + look.baseline, text, look))
            top += look.leading
        return runs


class DrawnHead:
    """A letterhead laid out for a page of that width; the logos and the rule are kept in one form."""

    def __init__(self, head: Letterhead, width: float, height: float, margin: float, form: str) -> None:
        self._form = form
        self._page = (width, height)
        self._margin = margin
        self._sender_logo = opened_logo(head.sender_logo)
        self._payer_logo = opened_logo(head.payer_logo)
        room = width - 2 * margin - _GAP
        left = _Box(margin, room * _LEFT_SHARE, self._sender_logo)
        right = _Box(margin + room * _LEFT_SHARE + _GAP, room * (1 - _LEFT_SHARE), self._payer_logo)
        self._sender = left.column(list(sender_lines(head.sender)))
        self._payer = right.column(list(payer_lines(head.payer)))
        self.bottom = max(self._sender.bottom, self._payer.bottom) + 2.5 * MM

    def prepare(self, canvas: TaggedCanvas) -> None:
        """Draw once what comes back on each page."""
        width, height = self._page
        with canvas.form(self._form, width, height):
            for column, image in ((self._sender, self._sender_logo), (self._payer, self._payer_logo)):
                if column.logo is not None and image is not None:
                    canvas.picture(column.logo, image)
            ends = (self._margin, self.bottom), (width - self._margin, self.bottom)
            canvas.line(*ends, Pen(style.LINE_STRONG))

    def draw(self, canvas: TaggedCanvas, section: Element) -> None:
        """Draw it at the top of the first page of a paper."""
        canvas.stamp(self._form, "Header")
        for column in (self._sender, self._payer):
            if column.lines:
                with canvas.marked(section.new("P")):
                    canvas.runs(column.runs())


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    width: float
    image: Picture | None

    def column(self, texts: Sequence[tuple[str, TextStyle]]) -> _Column:
        logo = _fitted(self.image, self.left) if self.image is not None else None
        taken = logo.width + 3 * MM if logo is not None else 0.0
        lines = [(line, look) for text, look in texts for line in break_lines(text, look, self.width - taken)]
        return _Column(self.left + taken, lines, logo)


def sender_lines(sender: Sender | None) -> Iterator[tuple[str, TextStyle]]:
    """What is said of the organisation, and how each line is written."""
    if sender is None:
        yield "Organisme à renseigner ", _NAME
        return
    yield f"{sender.name} ", _NAME
    town = " ".join(part for part in (sender.postal_code, sender.city) if part)
    where = ", ".join(part for part in (sender.address, town) if part)
    if where:
        yield f"{where} ", _SMALL
    if sender.phone:
        yield f"{french.phone(sender.phone)} ", _SMALL
    if sender.email:
        yield f"{sender.email} ", _SMALL
    yield f"SIRET {siret_text(sender.siret)} ", _SMALL
    yield f"{nda_formula(sender.nda)} ", _QUIET


def nda_formula(nda: str | None) -> str:
    """The formula of the Labour Code: who registered the activity, and that it is no approval (L6352-12)."""
    if not nda:
        return "Numéro de déclaration d’activité non renseigné."
    regions = code_list("region")
    region = f" de la région {regions[nda[:2]].label}" if nda[:2] in regions else " de région"
    return typographic(
        f"Déclaration d’activité enregistrée sous le numéro {nda_text(nda)} auprès du préfet{region}. "
        "Cet enregistrement ne vaut pas agrément de l’État."
    )


def payer_lines(payer: Payer | None) -> Iterator[tuple[str, TextStyle]]:
    """What is said of who pays."""
    if payer is None:
        return
    yield f"{payer.name} ", TextStyle(style.SEMIBOLD, 8.5, 11)
    if payer.funder:
        yield typographic(f"Financeur : {label_of('funder', payer.funder)} "), _SMALL
    if payer.agreement_number:
        yield f"Convention ou marché n°\u00a0{payer.agreement_number} ", _SMALL
    if payer.is_eu_cofunded:
        yield "Cofinancé par l’Union européenne ", _SMALL


def _fitted(image: Picture, left: float) -> Rect:
    scale = min(_LOGO_WIDTH / image.width, _LOGO_HEIGHT / image.height)
    return Rect(left, TOP, image.width * scale, image.height * scale)


def opened_logo(data: bytes | None) -> Picture | None:
    """The picture, opaque on white and no larger than paper can show; None when it cannot be read."""
    if data is None:
        return None
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.thumbnail((_PIXELS, _PIXELS))
            picture = image.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        log.warning("A logo cannot be read: left out")
        return None
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture).convert("RGB")
