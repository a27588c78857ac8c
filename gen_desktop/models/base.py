"""What every mapped class shares: naming convention, identity, protection against stale edits."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Date, Integer, MetaData, String, Time
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from gen_desktop.models.ids import new_id

# INTEGER lets SQLite keep rows in the order of their identifier; PostgreSQL needs BIGINT.
Id = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """All tables. Every constraint is named, because migrations must be able to drop it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: Integer(),
        str: String(),
        dt.date: Date(),
        dt.time: Time(),
    }


class Identified:
    """One application-made 63-bit identifier (models/ids.py), known before the row is written."""

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False, sort_order=-10)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        super().__init__(**values)


class Versioned(Identified):
    """A record that people edit: a stale edit is refused (``version_id_col``)."""

    version: Mapped[int] = mapped_column(default=1, sort_order=-9)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
