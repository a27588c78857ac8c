"""A scan of a signed sheet, read from a file: a PDF that opens, or a picture that is whole."""

from __future__ import annotations

import io

from gen_desktop.french import NBSP
from gen_desktop.models.paper_formats import PDF, Format, Refused, format_of

_PICTURES = frozenset({"image/png", "image/jpeg"})
_DAMAGED = f"est abîmé{NBSP}: il ne s’ouvre pas. Numérisez la feuille de nouveau."


def scan_format(name: str, data: bytes) -> Format:
    """What the scan is, told by its content. Raises Refused."""
    found = format_of(name, data)
    if found == PDF:
        _open_pdf(data)
    elif found.media_type in _PICTURES:
        _open_picture(data)
    else:
        raise Refused(
            "n’est ni un PDF, ni une photo (JPEG ou PNG). Numérisez la feuille ou photographiez-la."
        )
    return found


def _open_pdf(data: bytes) -> None:
    import pikepdf  # not before the first scan

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if len(document.pages) == 0:
                raise Refused("n’a aucune page.")
    except pikepdf.PasswordError as error:
        raise Refused("est protégé par un mot de passe. Enregistrez-le sans mot de passe.") from error
    except pikepdf.PdfError as error:
        raise Refused(_DAMAGED) from error


def _open_picture(data: bytes) -> None:
    from PIL import Image  # not before the first scan

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            picture.load()
    except Image.DecompressionBombError as error:
        raise Refused("est une image démesurée. Réduisez-la.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(_DAMAGED) from error
