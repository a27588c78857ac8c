"""The shape of the code: contracts that import-linter cannot say, and budgets."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "gen_desktop"
LINES = 420
FUNCTION_LINES = 80
NOT_RUN = sorted(
    file for folder in ("benchmarks", "tools", "tests/faults") for file in (ROOT / folder).glob("*.py")
)
OURS = ("gen_desktop", "tests", "benchmarks")
WRITES = {"add", "add_all", "delete", "merge", "flush", "commit", "insert", "update"}


def files(*folders: str) -> list[Path]:
    """Every module of these folders of gen_desktop, all of them without an argument."""
    roots = [CODE / folder for folder in folders] or [CODE]
    return sorted(file for root in roots for file in root.rglob("*.py"))


def imports(file: Path) -> Iterator[str]:
    """The absolute names a module imports, wherever it does."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def without_type_checking(file: Path) -> Iterator[str]:
    """The same, without what only a type checker reads."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


FORBIDDEN = {
    "ui": ("sqlalchemy", "pandas", "reportlab", "pikepdf", "sqlcipher3"),
    "reports": ("PySide6", "gen_desktop.services", "gen_desktop.importing", "gen_desktop.ui", "pandas"),
    "queries": ("PySide6", "gen_desktop.services", "gen_desktop.ui"),
    "services": ("PySide6", "pandas", "reportlab", "gen_desktop.ui", "gen_desktop.reports"),
    "importing": ("PySide6", "reportlab", "gen_desktop.ui"),
    "exporting": ("PySide6", "reportlab", "gen_desktop.ui"),
    "models": ("PySide6", "gen_desktop.db"),
    "db": ("PySide6", "gen_desktop.models"),
    "reference": ("PySide6", "sqlalchemy"),
    "ui/widgets": ("gen_desktop.queries", "gen_desktop.services", "gen_desktop.models"),
    "ui/tables": ("gen_desktop.queries", "gen_desktop.services", "gen_desktop.models"),
}


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_folder_imports_nothing_it_must_not(folder: str) -> None:
    wrong = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in files(folder)
        for name in without_type_checking(file)
        if name.startswith(FORBIDDEN[folder])
    ]
    assert wrong == []


def test_only_the_driver_module_knows_sqlite() -> None:
    """A connection made elsewhere would know no key: it would read nothing, or write in clear."""
    drivers = ("sqlcipher3", "sqlite3", "apsw", "pysqlite3")
    wrong = []
    for file in files():
        if file == CODE / "db" / "driver.py":
            continue
        wrong += [
            f"{file.relative_to(ROOT)}: {name}" for name in imports(file) if name.split(".")[0] in drivers
        ]
        if file != CODE / "db" / "engine.py":
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Name) and node.id in {"create_engine", "MODULE"}:
                    wrong.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.id}")
    assert wrong == []


def test_queries_never_write() -> None:
    wrong = []
    for file in files("queries"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            call = node.func if isinstance(node, ast.Call) else None
            if isinstance(call, ast.Attribute) and call.attr in WRITES and _is_session(call.value):
                wrong.append(f"{file.name}:{call.lineno} session.{call.attr}")
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
                wrong += [f"{file.name} imports {a.name}" for a in node.names if a.name in WRITES]
    assert wrong == []


def _is_session(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"session", "db"}


def test_a_noun_of_the_window_knows_no_other() -> None:
    nouns = {
        folder.name
        for folder in (CODE / "ui").iterdir()
        if folder.is_dir() and folder.name not in {"widgets", "tables", "__pycache__"}
    }
    wrong = [
        f"{file.relative_to(ROOT)}: {name}"
        for noun in nouns
        for file in files(f"ui/{noun}")
        for name in imports(file)
        for other in nouns - {noun}
        if name.startswith(f"gen_desktop.ui.{other}")
    ]
    assert wrong == []


def test_files_and_functions_stay_small() -> None:
    too_long = []
    for file in files():
        if "migrations/versions" in file.as_posix():
            continue
        text = file.read_text(encoding="utf-8")
        if text.count("\n") > LINES:
            too_long.append(f"{file.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES:
                too_long.append(f"{file.name}: {node.name}")
    assert too_long == []


def test_the_layers_below_the_window_run_without_qt() -> None:
    layers = ("models", "db", "queries", "services", "reference", "importing", "exporting", "reports")
    modules = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in files(*layers)
        if file.name not in {"env.py", "__init__.py"} and "versions" not in file.parts
    ]
    code = (
        f"import importlib, sys\nfor m in {modules!r}: importlib.import_module(m)\n"
        "assert not any(n.startswith('PySide6') for n in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    code = (
        "import sys, gen_desktop.app, gen_desktop.ui.startup, gen_desktop.ui.welcome.window\n"
        "heavy = {'sqlalchemy', 'pandas', 'reportlab', 'pikepdf', 'alembic', 'numpy', 'holidays'}\n"
        "found = heavy & set(sys.modules)\nassert not found, found"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


@pytest.mark.parametrize("file", NOT_RUN, ids=lambda file: file.stem)
def test_what_no_test_runs_imports_what_exists(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            ("gen_desktop", "tests", "benchmarks")
        ):
            module = importlib.import_module(node.module)
            for name in node.names:
                found = hasattr(module, name.name) or find_spec(f"{node.module}.{name.name}")
                assert found, f"{node.module} has no {name.name}"
