from __future__ import annotations

import subprocess
import sys

HEAVY = ("sqlalchemy", "alembic", "pandas", "numpy", "reportlab", "pikepdf", "phonenumbers", "openpyxl")

SCRIPT = f"""
import sys
import gen_desktop.ui.main_window, gen_desktop.ui.crash, gen_desktop.ui.locale
import gen_desktop.ui.tables.table_view, gen_desktop.ui.widgets.form, gen_desktop.ui.widgets.side_panel
import gen_desktop.ui.widgets.date_edit, gen_desktop.ui.widgets.phone_field
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def test_the_shell_paints_without_the_heavy_libraries():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
