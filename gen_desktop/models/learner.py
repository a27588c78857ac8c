"""The person. Facts that only hold at the entry into a course live in enrollment.py."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.dates import age_on
from gen_desktop.errors import Problem
from gen_desktop.french import NBSP, short_date
from gen_desktop.models.base import Base, Versioned
from gen_desktop.models.names import fold
from gen_desktop.nir import nir_problem
from gen_desktop.reference.lists import code_list

OLDEST = 100
"""A birth date further back is a mistyped one."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


class Learner(Versioned, Base):
    """A person. ``last_name`` is the name in use; ``sort_key`` and ``search_text`` follow from the rest.

    The social security number (NIR) is never kept: it is collected by funders only (programme.md §2.3).
    """

    __tablename__ = "learner"

    last_name: Mapped[str]
    first_name: Mapped[str]
    birth_name: Mapped[str | None]
    birth_date: Mapped[dt.date | None]
    birth_place: Mapped[str | None]
    sex: Mapped[str | None]  # F, M, X; None: unknown
    phone: Mapped[str | None]
    second_phone: Mapped[str | None]
    email: Mapped[str | None]
    address: Mapped[str | None]
    postal_code: Mapped[str | None]
    city: Mapped[str | None]
    insee_code: Mapped[str | None]
    relay_contact: Mapped[str | None]
    france_travail_id: Mapped[str | None]
    note: Mapped[str | None]
    sort_key: Mapped[str] = mapped_column(index=True)
    search_text: Mapped[str]
    to_correct: Mapped[str | None]  # JSON: the field → what was typed there and is not right yet
    erased_on: Mapped[dt.date | None]  # models/privacy.py: what made a person of it is gone


_FURTHER = "\n"
"""In ``search_text``, before the further contacts: no folded text holds it."""


def search_text(
    last_name: str,
    first_name: str,
    birth_name: str | None,
    phone: str | None,
    france_travail_id: str | None,
    second_phone: str | None = None,
) -> str:
    """What a search looks into, folded: the names, telephones as they are dialled, the France Travail id."""
    words = (last_name, first_name, birth_name, _dialled(phone), france_travail_id, _dialled(second_phone))
    return fold(" ".join(filter(None, words)))


def with_contacts(searched: str, contacts: Iterable[str]) -> str:
    """A ``search_text`` with these further telephones and e-mails in the place of any it had."""
    further = fold(" ".join(map(_dialled, contacts)))
    own = searched.partition(_FURTHER)[0]
    return f"{own}{_FURTHER}{further}" if further else own


def searched_again(before: str | None, searched: str) -> str:
    """A ``search_text`` made again from the record, with the further contacts that it had."""
    return searched + "".join((before or "").partition(_FURTHER)[1:])


def _dialled(phone: str | None) -> str:
    return re.sub(r"^\+33", "0", phone or "")


def full_name(last_name: str, first_name: str) -> str:
    """« Delorme Kévin », as people are listed and as gestures name them."""
    return f"{last_name.strip()} {first_name.strip()}".strip()


def identity_problems(
    last_name: str, first_name: str, birth_date: dt.date | None, sex: str | None, today: dt.date
) -> Iterator[Problem]:
    """What is wrong with who somebody is."""
    if not last_name.strip():
        yield Problem("last_name", "Donnez le nom.")
    if not first_name.strip():
        yield Problem("first_name", "Donnez le prénom.")
    if sentence := birth_problem(birth_date, today):
        yield Problem("birth_date", sentence)
    if sex is not None and sex not in code_list("sex"):
        yield Problem("sex", f"«{NBSP}{sex}{NBSP}» n’est pas un sexe connu.")


def birth_problem(birth_date: dt.date | None, today: dt.date) -> str:
    """What is wrong with a birth date, '' when it can be one or is not known."""
    if birth_date is None:
        return ""
    if birth_date > today:
        return f"La naissance ({short_date(birth_date)}) est dans l’avenir."
    if age_on(birth_date, today) > OLDEST:
        return f"La naissance ({short_date(birth_date)}) remonte à plus de {OLDEST} ans."
    return ""


def contact_problems(email: str | None, postal_code: str | None) -> Iterator[Problem]:
    """What is wrong with how somebody is reached."""
    if email and not _EMAIL.fullmatch(email.strip()):
        sentence = f"«{NBSP}{email.strip()}{NBSP}» n’est pas une adresse électronique."
        yield Problem("email", sentence)
    if postal_code and not re.fullmatch(r"[0-9]{5}", postal_code.replace(" ", "")):
        yield Problem("postal_code", f"Un code postal a cinq chiffres (exemple{NBSP}: 58120).")


def nir_problems(texts: Mapping[str, object]) -> Iterator[Problem]:
    """The texts, by their fields, that hold a social security number."""
    for name, text in texts.items():
        if isinstance(text, str) and (sentence := nir_problem(text)):
            yield Problem(name, sentence)
