from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.field_values import read_field, write_field


def test_a_field_is_found_again_as_it_was(qtbot):
    fields = [QLineEdit(), QPlainTextEdit(), CodeCombo([("CDI", "CDI"), ("CDD", "CDD")])]
    for field, value in zip(fields, ["3 jui", "deux\nlignes", "CDD"], strict=True):
        qtbot.addWidget(field)
        write_field(field, value)
        assert read_field(field) == value
    write_field(fields[2], None)
    assert read_field(fields[2]) is None


def test_what_is_no_field_is_refused(qtbot):
    label = QLabel("texte")
    qtbot.addWidget(label)
    with pytest.raises(TypeError):
        read_field(label)
    with pytest.raises(TypeError):
        write_field(label, "texte")
