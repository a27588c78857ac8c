"""The pictures that stand on papers: the organisation's and the programmes' logos."""

from __future__ import annotations

import io

from PIL import Image
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.errors import InvalidInput
from gen_desktop.services.stored_content import keep

LARGEST = 2 * 1024 * 1024
"""Bytes: a logo goes on every paper."""
LONGEST_SIDE = 4000
"""Pixels: beyond, a few bytes may ask for gigabytes once unpacked."""
FORMATS = ("PNG", "JPEG")


def logo_problem(data: bytes) -> str:
    """Why this cannot be a logo, '' when it can: a PNG or JPEG picture, whole, of a reasonable size."""
    if len(data) > LARGEST:
        limit = french.file_size(LARGEST)
        return (
            f"Ce logo pèse {french.file_size(len(data))}, plus de {limit}{french.NBSP}: réduisez-le d’abord."
        )
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if max(picture.size) > LONGEST_SIDE:
                return f"Ce logo a plus de {LONGEST_SIDE} points de côté{french.NBSP}: réduisez-le d’abord."
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return "Ce fichier n’est pas une image PNG ou JPEG, ou il est abîmé."
    return ""


def kept_logo(session: Session, data: bytes | None, before: str | None) -> str | None:
    """The digest that a row names its logo by, within a unit of work.

    ``data`` None: as ``before``; empty: none any more. Raises InvalidInput on the field "logo".
    """
    if data is None:
        return before
    if not data:
        return None
    if sentence := logo_problem(data):
        raise InvalidInput.one("logo", sentence)
    return keep(session, data)
