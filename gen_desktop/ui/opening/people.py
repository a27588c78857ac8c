"""Who opens the file, from its window: passwords given, changed, taken away, and a new recovery sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.reference.lists import choices
from gen_desktop.reference.lists import label as code_label
from gen_desktop.reference.rights import why_not
from gen_desktop.ui import dialogs
from gen_desktop.ui.deferred_store import DeferredStore
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.new_password import NewPassword
from gen_desktop.ui.opening.gate import BY_CODE, names_of
from gen_desktop.ui.opening.recovery_sheet import RecoverySheetDialog
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.form import FormRows

if TYPE_CHECKING:
    from gen_desktop.db.database import Database

MENU = "Mots de passe"
FORGET = "Oublier le trousseau de cet ordinateur…"
FORGOTTEN = "Le trousseau de cet ordinateur n’ouvre plus ce fichier."
NOTHING_TO_FORGET = "Le trousseau de cet ordinateur n’ouvrait pas ce fichier."
AFTER_CODE = "Vous avez ouvert le fichier avec le code de secours."
OLD_COPIES = (
    "Les sauvegardes et les copies faites avant gardent les mots de passe de leur jour\u00a0: qui en a une "
    "la lit encore."
)

ROLE_COUNTS = "Le rôle compte dès maintenant\u00a0: il décide de ce que la personne voit et modifie."


class PersonDialog(QDialog):
    """A person, chosen among ``names`` or typed if there are none.

    With ``is_set`` their new password is asked, with ``has_role`` their role.
    """

    def __init__(
        self,
        title: str,
        yes: str,
        names: Sequence[str],
        *,
        parent: QWidget,
        is_set: bool = False,
        has_role: bool = False,
        warning: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.form = FormRows(label_width=170)
        self.chosen = CodeCombo([(name, name) for name in names], optional=False)
        self.typed = QLineEdit()
        if names:
            self.chosen.set_code(names[0])
            self.form.add("person", "Personne", self.chosen)
        else:
            self.form.add("person", "Personne", self.typed, required=True)
        self.role = CodeCombo(
            [(code.code, code.label) for code in choices("staff_role")], none_text="À choisir"
        )
        if has_role:
            self.form.add("role", "Rôle", self.role, required=True)
        self.password = NewPassword(self.form, lambda: (self.person(),)) if is_set else None
        self.yes = button(yes, self._take, kind="primary")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Annuler", self.reject))
        foot.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(self.form)
        if warning:
            layout.addWidget(label(warning, "secondary", wrap=True))
        layout.addLayout(foot)
        self.yes.setDefault(True)

    def person(self) -> str:
        """The name chosen or typed."""
        return self.chosen.code() or " ".join(self.typed.text().split())

    def _take(self) -> None:
        if self.form.check_all():
            self.accept()


class People(QObject):
    """Puts a menu of its gestures in the left bar of a protected file's window.

    All but one's own password is the direction's; the services refuse it to others whatever the menu shows.
    """

    def __init__(self, window: MainWindow, store: DeferredStore) -> None:
        super().__init__(window)
        self._window, self._store = window, store
        self.menu = QMenu(MENU, window)
        self.menu.setToolTipsVisible(True)
        self._gesture("Changer un mot de passe…", partial(self._with_names, self.change))
        self._managing = [
            self._gesture("Ajouter une personne…", self.add),
            self._gesture("Changer le rôle d’une personne…", partial(self._with_names, self.change_role)),
            self._gesture("Retirer une personne…", partial(self._with_names, self.remove)),
            self._gesture("Nouvelle fiche de secours…", self.renew),
        ]
        self._gesture(FORGET, self.forget)
        self.menu.aboutToShow.connect(self.show_rights)
        self.show_rights()
        menu = window.side_bar.menu
        menu.insertMenu(menu.actions()[-1], self.menu)

    def show_rights(self) -> None:
        """Offer what whoever works here now may do, and say who may do the rest."""
        refusal = self._refusal()
        for action in self._managing:
            action.setEnabled(not refusal)
            action.setToolTip(refusal)

    def _refusal(self) -> str:
        return why_not(self._store.author.role, ("staff_member",))

    def _gesture(self, text: str, slot: Callable[[], None]) -> QAction:
        action = self.menu.addAction(text)
        action.triggered.connect(partial(_run, slot))
        return action

    def offer_after_code(self) -> None:
        """To whoever came in with the recovery code: a password, so that the sheet goes back to its safe."""
        if self._store.author == BY_CODE and dialogs.ask(
            self._window,
            AFTER_CODE,
            "Voulez-vous choisir maintenant un nouveau mot de passe\u00a0?",
            yes="Choisir un mot de passe",
            no="Plus tard",
        ):
            self._with_names(self.change)

    def change(self, names: list[str]) -> None:
        """Give someone another password, oneself first; whoever does not manage people, only oneself."""
        mine = self._store.author.name
        ordered = [mine] if self._refusal() else sorted(names, key=lambda name: name != mine)
        dialog = PersonDialog("Changer un mot de passe", "Changer", ordered, is_set=True, parent=self._window)
        if dialogs.run(dialog) and dialog.password is not None:
            name, password = dialog.person(), dialog.password.text()

            def work(db: Database) -> None:
                from gen_desktop.services.access import change_password

                change_password(db, name, password)

            self._write("Changer le mot de passe", work, f"Le mot de passe de {name} est changé.")

    def add(self) -> None:
        """Let one more person open the file."""
        dialog = PersonDialog(
            "Ajouter une personne", "Ajouter", (), is_set=True, has_role=True, parent=self._window
        )
        if dialogs.run(dialog) and dialog.password is not None:
            name, password, role = dialog.person(), dialog.password.text(), dialog.role.code() or ""

            def work(db: Database) -> Change:
                from gen_desktop.services.access import add_person

                return add_person(db, name, role, password)

            self._write("Ajouter une personne", work, f"{name} peut maintenant ouvrir le fichier.")

    def change_role(self, names: list[str]) -> None:
        """Give someone another role."""
        dialog = PersonDialog(
            "Changer un rôle", "Changer", names, has_role=True, warning=ROLE_COUNTS, parent=self._window
        )
        if dialogs.run(dialog):
            name, role = dialog.person(), dialog.role.code() or ""

            def work(db: Database) -> Change:
                from gen_desktop.services.access import change_role

                return change_role(db, name, role)

            self._write(
                "Changer un rôle", work, f"{name} a maintenant le rôle {code_label('staff_role', role)}."
            )

    def remove(self, names: list[str]) -> None:
        """Take someone's password away."""
        dialog = PersonDialog(
            "Retirer une personne", "Retirer", names, warning=OLD_COPIES, parent=self._window
        )
        if dialogs.run(dialog):
            name = dialog.person()

            def work(db: Database) -> None:
                from gen_desktop.services.access import remove_person

                remove_person(db, name)

            self._write("Retirer une personne", work, f"{name} ne peut plus ouvrir le fichier.")

    def renew(self) -> None:
        """Make a new recovery sheet; the one before opens nothing any more."""
        if not dialogs.ask(
            self._window,
            "Faire une nouvelle fiche de secours\u00a0?",
            "Les fiches d’avant n’ouvriront plus ce fichier. Ayez une imprimante prête.",
            yes="Faire une fiche",
        ):
            return

        def work(db: Database) -> tuple[str, str]:
            from gen_desktop.db.keys import WITHOUT_KEYS
            from gen_desktop.services.access import renew_recovery

            return renew_recovery(db), WITHOUT_KEYS

        self._window.ctx.jobs.write(
            "Nouvelle fiche de secours",
            lambda job: work(self._store.open()),
            self._show_sheet,
            parent=self._window,
        )

    def forget(self) -> None:
        """Ask everybody's password again on this computer."""
        if not dialogs.ask(
            self._window,
            "Ne plus ouvrir ce fichier avec le trousseau de cet ordinateur\u00a0?",
            "Chacun tapera de nouveau son mot de passe.",
            yes="Oublier",
        ):
            return

        def work(db: Database) -> tuple[str, ...]:
            from gen_desktop.services.remembering import forget_here

            return forget_here(db)

        self._window.ctx.jobs.write(
            "Oublier le trousseau",
            lambda job: work(self._store.open()),
            lambda names: self._window.tell(FORGOTTEN if names else NOTHING_TO_FORGET),
            parent=self._window,
        )

    def _show_sheet(self, made: tuple[str, str]) -> None:
        code, warning = made
        sheet = (self._store.path.name, code, self._window.ctx.today(), warning)
        dialogs.run(RecoverySheetDialog(*sheet, self._window))

    def _with_names(self, then: Callable[[list[str]], None]) -> None:
        path = self._store.path
        self._window.ctx.jobs.read(lambda job: names_of(path), then, name="people.names")

    def _write(self, name: str, work: Callable[[Database], Change | None], said: str) -> None:
        self._window.ctx.jobs.write(
            name,
            lambda job: work(self._store.open()),
            partial(self._on_written, said),
            parent=self._window,
        )

    def _on_written(self, said: str, change: Change | None) -> None:
        if change is not None and change.kinds:
            self._window.ctx.changes.publish(change)
        self._window.tell(said)


def _run(slot: Callable[[], None], _checked: bool = False) -> None:
    slot()
