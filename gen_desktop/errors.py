"""The errors that are ours: everything else that is raised is a bug."""

from __future__ import annotations

from dataclasses import dataclass


class AppError(Exception):
    """A failure we foresee. ``str(error)`` is a French sentence for the person at the keyboard."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was given. ``field`` is the English field name, '' for the whole."""

    field: str
    sentence: str


class InvalidInput(AppError):
    """What was typed or imported cannot be accepted; nothing was written. CLI exit status 1."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(problem.sentence for problem in problems))

    @classmethod
    def one(cls, field: str, sentence: str) -> InvalidInput:
        """The common case: a single sentence about a single field."""
        return cls(Problem(field, sentence))


class Forbidden(AppError):
    """The role of whoever acts does not allow it; nothing was written or shown. CLI exit status 1."""


class Conflict(AppError):
    """The record was changed or is relied upon elsewhere; the gesture is refused. CLI exit status 1."""


class MonthSent(Conflict):
    """The gesture would change a month that was sent to a payer. CLI exit status 1."""


class NotFound(AppError):
    """The thing asked for does not exist. CLI exit status 1."""


class StorageProblem(AppError):
    """The file or the disk is in trouble. CLI exit status 3."""


class FileTooNew(StorageProblem):
    """The file was written by a later version of the program; it is left untouched."""


class FileDamaged(StorageProblem):
    """The file has lost something: a backup is the way back."""


class OnlyReadable(StorageProblem):
    """The file cannot be written to for now; opened read-only, it can still be looked at."""


class FileInUse(OnlyReadable):
    """Another program has the file. ``can_take_over``: on a computer that cannot be asked."""

    def __init__(self, sentence: str, *, can_take_over: bool) -> None:
        self.can_take_over = can_take_over
        super().__init__(sentence)


class PasswordNeeded(StorageProblem):
    """The file is protected and no password was given."""


class WrongPassword(StorageProblem):
    """The password, or the recovery code, opens nothing; the file is left untouched."""


class KeysLost(StorageProblem):
    """The key file beside a protected file is missing or damaged; the sentence tells where a copy is."""
