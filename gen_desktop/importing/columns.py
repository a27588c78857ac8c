"""Which column of a file is which field: by its title. What titles do not say, content.py may."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop.errors import Problem
from gen_desktop.importing.headers import fold_title
from gen_desktop.importing.values import Cleaner, line

# How to fill the column, « (jj/mm/aaaa) » or « O/N », is no part of its title; « (réelle) » is.
_REMARK = re.compile(
    r"\((?:(?:jj|obligatoire|facultati|optionnel|oui|ex\b|si\b)[^)]*|[a-z](?: ?[/,] ?[a-z])+)\)"
    r"|(?<=\w)\s+(?:o ?/ ?n|oui ?/ ?non)\s*\??$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TargetColumn:
    """A column that the program understands. ``title`` is the one of the blank workbook, ``help`` French.

    ``second``: the field of a second column that has the same title, '' when there may be one only.
    """

    field: str
    title: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    clean: Cleaner = line
    example: str = ""
    help: str = ""
    second: str = ""

    @property
    def accepted_titles(self) -> tuple[str, ...]:
        return (self.title, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Several columns of the file that mean the same field."""

    target: TargetColumn
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """``matched``: field → place in the table's titles. ``missing`` holds required columns only."""

    matched: dict[str, int]
    unknown: tuple[str, ...]
    missing: tuple[TargetColumn, ...]
    ambiguous: tuple[Ambiguity, ...]

    def problems(self, file_name: str) -> tuple[Problem, ...]:
        """What forbids the import, one sentence each; unknown titles forbid nothing."""
        missing = [
            Problem(
                target.field,
                f"«\u00a0{file_name}\u00a0»\u00a0: la colonne «\u00a0{target.title}\u00a0» manque "
                f"(titres admis\u00a0: {', '.join(target.accepted_titles)}).",
            )
            for target in self.missing
        ]
        doubles = [
            Problem(
                ambiguity.target.field,
                f"«\u00a0{file_name}\u00a0»\u00a0: plusieurs colonnes disent "
                f"«\u00a0{ambiguity.target.title}\u00a0» ({', '.join(ambiguity.titles)})\u00a0: "
                "n’en gardez qu’une.",
            )
            for ambiguity in self.ambiguous
        ]
        return (*missing, *doubles)


def match_columns(titles: Sequence[str], targets: Sequence[TargetColumn]) -> ColumnMatch:
    """Match titles and targets without accents, capitals, punctuation and remarks such as « (jj/mm/aaaa) ».

    A title that is not known is listed, not guessed. Two columns for one field match neither.
    Raises AssertionError when two targets accept the same title: the list of targets is wrong.
    """
    by_title = _titles_of(targets)
    places: dict[str, list[int]] = {}
    unknown = []
    for place, title in enumerate(titles):
        target = by_title.get(fold_title(title)) or by_title.get(fold_title(_REMARK.sub("", title)))
        if target is not None:
            places.setdefault(target.field, []).append(place)
        elif title:
            unknown.append(title)
    _tell_seconds_apart(places, targets)
    return ColumnMatch(
        matched={field: found[0] for field, found in places.items() if len(found) == 1},
        unknown=tuple(unknown),
        missing=tuple(target for target in targets if target.required and target.field not in places),
        ambiguous=tuple(
            Ambiguity(target, tuple(titles[place] for place in places[target.field]))
            for target in targets
            if len(places.get(target.field, ())) > 1
        ),
    )


def _tell_seconds_apart(places: dict[str, list[int]], targets: Sequence[TargetColumn]) -> None:
    """Two columns « Téléphone »: the second one is the other telephone, unless another column is."""
    for target in targets:
        if target.second and target.second not in places and len(places.get(target.field, ())) == 2:
            places[target.second] = [places[target.field].pop()]


def known_titles(targets: Sequence[TargetColumn]) -> tuple[str, ...]:
    """Every accepted title: what ``read_table`` needs to find the line of titles."""
    return tuple(title for target in targets for title in target.accepted_titles)


def _titles_of(targets: Sequence[TargetColumn]) -> dict[str, TargetColumn]:
    by_title: dict[str, TargetColumn] = {}
    for target in targets:
        for title in target.accepted_titles:
            other = by_title.setdefault(fold_title(title), target)
            if other is not target:
                raise AssertionError(f"{other.field} and {target.field} both accept {title!r}")
    return by_title
