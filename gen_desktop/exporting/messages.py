"""Messages to send from elsewhere: a workbook with one line for each person, or a text to copy from."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.files import write_atomically
from gen_desktop.models.contact import PHONE, contact_kind
from gen_desktop.models.message_text import SMS, filled, places_of, sms_size, typed_for_sms
from gen_desktop.queries.messages import KeptMessage, MailMerge
from gen_desktop.services.exports import record_export

TITLES = ("Nom", "Prénom", "Cohorte", "À", "Objet", "Message", "SMS")
_WIDTHS = (18, 16, 14, 28, 36, 90, 6)
_RULE = "-" * 60


@dataclass(frozen=True, slots=True)
class ReadyMessage:
    """A message to one person. ``parts``: how many SMS it makes, None for an e-mail."""

    last_name: str
    first_name: str
    cohort_code: str
    address: str
    subject: str | None
    body: str
    parts: int | None


def ready_messages(text: KeptMessage, merge: MailMerge) -> list[ReadyMessage]:
    """The message of each person. KeyError when a place has nothing to stand there (``missing_places``)."""
    found = []
    for one in merge.addressees:
        body = filled_body(text.kind, text.body, one.values)
        found.append(
            ReadyMessage(
                one.last_name,
                one.first_name,
                one.cohort_code,
                one.address,
                filled(text.subject, one.values) if text.subject else None,
                body,
                sms_size(body).parts if text.kind == SMS else None,
            )
        )
    return found


def filled_body(kind: str, body: str, values: Mapping[str, str]) -> str:
    """The text to one person, with the spaces of printing in an e-mail and those of a telephone in an SMS."""
    said = filled(body, values)
    return typed_for_sms(said) if kind == SMS else french.typographic(said)


def missing_places(text: KeptMessage, merge: MailMerge) -> list[str]:
    """The places of a text for which nothing is known of somebody: nobody is written to with a hole."""
    wanted = places_of(f"{text.subject or ''}\n{text.body}")
    return sorted({place for one in merge.addressees for place in wanted if not one.values.get(place)})


def write_messages(db: Database, messages: Sequence[ReadyMessage], scope: str, path: Path) -> None:
    """Write them as a workbook, or as a text file (UTF-8) if the name says so.

    Entered in the register of exports first. Text stays text: nothing typed by anybody is run as a formula.
    ``scope``: of whom, in words without a name. Raises StorageProblem.
    """
    data = _text(messages) if path.suffix.lower() == ".txt" else _workbook(messages)
    record_export(db, "messages", scope, len(messages))
    write_atomically(path, data)


def one_text(message: ReadyMessage) -> str:
    """A message as it is pasted: its subject on a line above it, when it has one."""
    subject = f"Objet{french.NBSP}: {message.subject}\n\n" if message.subject else ""
    return f"{subject}{message.body}"


def _text(messages: Sequence[ReadyMessage]) -> bytes:
    said = [f"À{french.NBSP}: {_address(one)}\n{one_text(one)}\n" for one in messages]
    return f"\n{_RULE}\n\n".join(said).replace("\n", "\r\n").encode("utf-8-sig")


def _workbook(messages: Sequence[ReadyMessage]) -> bytes:
    stream = io.BytesIO()
    # In memory: no piece of it is left in the system's temporary folder, in clear.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    sheet = book.add_worksheet("Messages")
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 2)
    for column, (title, width) in enumerate(zip(TITLES, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    for at, one in enumerate(messages, start=1):
        texts = (one.last_name, one.first_name, one.cohort_code, _address(one), one.subject or "", one.body)
        for column, text in enumerate(texts):
            sheet.write_string(at, column, text, wrapped)
        if one.parts is not None:
            sheet.write_number(at, len(texts), one.parts, wrapped)
    book.close()
    return stream.getvalue()


def _address(message: ReadyMessage) -> str:
    if contact_kind(message.address) == PHONE:
        return french.phone(message.address)
    return message.address
