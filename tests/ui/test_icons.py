"""Icons follow the theme, stay visible on what is switched off, and keep clear of the words beside them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from gen_desktop.ui import icons, theme
from gen_desktop.ui.widgets.basics import button, icon_button


def _ink(icon: QIcon, mode: QIcon.Mode) -> set[str]:
    """The colors of what is fully drawn."""
    image = icon.pixmap(QSize(16, 16), 1.0, mode).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_the_icon_of_a_filled_button_is_seen_when_it_is_switched_off(qtbot):
    made = icons.icon("check", "on_accent", size=16)
    assert theme.current().hex("on_accent").lower() in _ink(made, QIcon.Mode.Normal)
    assert theme.current().hex("secondary").lower() in _ink(made, QIcon.Mode.Disabled)


def test_words_stand_clear_of_the_icon_before_them(qtbot):
    with_words, alone = button("Importer", icon="upload"), icon_button("upload", "Importer")
    for made in (with_words, alone):
        qtbot.addWidget(made)
    assert with_words.iconSize().width() > with_words.iconSize().height()
    assert alone.iconSize().width() == alone.iconSize().height()
