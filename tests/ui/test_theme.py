from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QStyle

from gen_desktop.ui import icons, theme

UI = Path(theme.__file__).parent
GROUNDS = ("window", "surface", "side", "hover", "neutral_tint", "accent_tint")
TEXTS = [
    *((ink, ground) for ink in ("text", "secondary") for ground in GROUNDS),
    *((tone, f"{tone}_tint") for tone in ("accent", "good", "attention", "wrong")),
    *((tone, "surface") for tone in ("accent", "good", "attention", "wrong")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover")),
    ("text", "accent_edge"),
    ("on_outcome_dark", "outcome_lasting"),
    *(("on_outcome_light", f"outcome_{name}") for name in ("short", "training", "looking", "unknown")),
]


@pytest.fixture(params=["light", "dark"])
def look(request, qapp):
    yield theme.apply(qapp, request.param)
    theme.apply(qapp, "light")


@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read(look, ink, ground):
    assert theme.contrast(look.color(ink), look.color(ground)) >= 4.5


def test_a_menu_longer_than_the_screen_scrolls_in_one_column(look, qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.ensurePolished()
    assert menu.style().styleHint(QStyle.StyleHint.SH_Menu_Scrollable, None, menu)


def test_contrast_is_the_one_of_wcag():
    assert theme.contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert theme.contrast(QColor("#767676"), QColor("#FFFFFF")) == pytest.approx(4.54, abs=0.01)


def test_both_themes_name_the_same_colors():
    assert set(theme._LIGHT) == set(theme._DARK)


def test_colors_have_one_home():
    literal = re.compile(r"#[0-9A-Fa-f]{3,8}\b|QColor\(\s*[\"'0-9]|GlobalColor\.(?!transparent)")
    found = [
        f"{path.relative_to(UI)}: {line.strip()}"
        for path in UI.rglob("*.py")
        if path.name != "theme.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if literal.search(line)
    ]
    assert found == []
    assert not literal.search((UI.parents[1] / "resources/styles/app.qss").read_text(encoding="utf-8"))


def test_applying_changes_palette_and_style_sheet_in_place(qapp):
    kept = theme.current()
    theme.apply(qapp, "dark")
    assert kept.is_dark
    assert QApplication.palette().color(QPalette.ColorRole.Window) == kept.color("window")
    assert kept.hex("surface") in qapp.styleSheet()
    assert "@" not in qapp.styleSheet()
    theme.apply(qapp, "light")
    assert not kept.is_dark


def test_applying_the_same_again_restyles_nothing(qapp):
    theme.apply(qapp, "light")
    told = []
    theme.announcer.applied.connect(lambda: told.append(theme.current().name))
    theme.apply(qapp, "light")
    assert told == []
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")
    assert told == ["dark", "light"]


def test_a_style_sheet_name_that_does_not_exist_is_refused(monkeypatch, tmp_path):
    (tmp_path / "app.qss").write_text("QLabel { color: @nowhere; }", encoding="utf-8")
    monkeypatch.setattr(theme, "resource_path", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(KeyError, match="nowhere"):
        theme.style_sheet(theme.current())


def test_sizes_of_the_design(qapp, qtbot):
    assert qapp.font().pixelSize() == 13
    title = QLabel("Apprenants")
    title.setProperty("role", "title")
    qtbot.addWidget(title)
    title.ensurePolished()
    assert title.font().pixelSize() == 17


def test_the_system_is_followed_only_when_it_was_chosen(qapp, monkeypatch):
    applied = []
    theme.follow_system(qapp)
    monkeypatch.setattr(theme, "apply", lambda app, mode: applied.append(mode))
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert applied == []
    monkeypatch.setattr(theme.current(), "mode", "system")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert applied == ["system"]
    monkeypatch.setattr(theme.current(), "mode", "light")


def _inked(icon) -> set[str]:
    image = icon.pixmap(18, 18).toImage()
    every = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {color.name().upper() for color in every if color.alpha() == 255}


def test_icons_follow_the_theme(qapp, qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    icons.set_icon(button, "home", "accent")
    assert theme._LIGHT["accent"] in _inked(button.icon())
    theme.apply(qapp, "dark")
    assert theme._DARK["accent"] in _inked(button.icon())
    theme.apply(qapp, "light")


def test_an_unknown_icon_is_refused(qapp):
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")
