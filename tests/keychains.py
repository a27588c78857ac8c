"""Keychains as the systems have them: one that works, one that is locked."""

from __future__ import annotations


class Locked(Exception):
    """What a keychain says when nobody opens it."""


class FakeKeychain:
    """Keeps in memory; while ``is_locked`` every call fails, while ``is_deaf`` what is set is lost."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False
        self.is_deaf = False
        self.asked = 0

    def get_password(self, service: str, account: str) -> str | None:
        self._ask()
        return self.kept.get((service, account))

    def set_password(self, service: str, account: str, password: str) -> None:
        self._ask()
        if not self.is_deaf:
            self.kept[service, account] = password

    def delete_password(self, service: str, account: str) -> None:
        self._ask()
        if (service, account) not in self.kept:
            raise KeyError(account)
        del self.kept[service, account]

    def _ask(self) -> None:
        self.asked += 1
        if self.is_locked:
            raise Locked
