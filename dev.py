#!/usr/bin/env python3
"""Everything a developer types: ``python3 dev.py run|test|lint|bundle|photos|lock``. Standard library only.

Each command first makes sure of what it needs (``.venv`` from the lock file, Qt's system libraries);
when all is in place this costs a few milliseconds.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
BUNDLE_VENV = ROOT / "build" / "venv"
PYTHONS = ((3, 11), (3, 12), (3, 13))
ON_LINUX = sys.platform.startswith("linux")

# What Qt opens when it starts, and the Debian package that has it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
# The same for windows on a screen.
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
# A screen that nobody sees.
SCREEN_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth", "xdotool": "xdotool"}

# Where the lock files must install from wheels alone, and the oldest macOS that has them all.
UV_VERSION = "0.13.9"
LOCKS = {"run": [], "dev": ["--group", "dev"], "bundle": ["--group", "bundle"]}
LOCK_PLATFORMS = {
    "x86_64-pc-windows-msvc": "",
    "aarch64-apple-darwin": "14.0",
    "x86_64-apple-darwin": "13.0",
    "x86_64-manylinux_2_28": "",
}


class Stop(Exception):
    """The command cannot go on; the message says what to type."""


def main(arguments: list[str]) -> int:
    """Run one command; the exit status is that of what it ran."""
    commands = {"run": run, "test": test, "lint": lint, "bundle": bundle, "photos": photos, "lock": lock}
    parser = argparse.ArgumentParser(prog="python3 dev.py", description=__doc__.split("\n")[0])
    parser.add_argument("command", choices=commands)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="handed on (to the program, to pytest)")
    given = parser.parse_args(arguments)
    use_a_suitable_python()
    try:
        return commands[given.command](given.rest)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(rest: list[str]) -> int:
    """Open the program; without a screen, do the main job on the sample input instead."""
    need_system(QT_LIBRARIES | SCREEN_LIBRARIES if has_screen() else {})
    python = ready_venv("run")
    if not rest and not has_screen():
        rest = ["sample-run", "--out", ROOT / "out"]
    return subprocess.call([python, ROOT / "main.py", *rest])


def lint(rest: list[str]) -> int:
    """Style, types and import contracts."""
    need_system({})
    python = ready_venv("dev")
    contracts = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    for title, command in (
        ("Lint", ["-m", "ruff", "check"]),
        ("Format", ["-m", "ruff", "format", "--check"]),
        ("Types", ["-m", "mypy"]),
        ("Import contracts", ["-c", contracts]),
    ):
        status = step(title, [python, *command])
        if status:
            return status
    return 0


def test(rest: list[str]) -> int:
    """Everything that must hold: lint, types, import contracts, tests; with arguments, those tests alone."""
    need_system(QT_LIBRARIES | SCREEN_LIBRARIES, programs=SCREEN_PROGRAMS)
    python = ready_venv("dev")
    if not rest:
        status = lint([])
        if status:
            return status
    processes = [] if rest else ["-n", "2"]  # a few tests are over before a second process has started
    offscreen = [python, "-m", "pytest", *processes, "-m", "not screen and not bundle", *rest]
    status = step("Tests", offscreen, QT_QPA_PLATFORM="offscreen")
    if status not in (0, NO_TESTS) or "-m" in rest:
        return status
    on_screen = [python, "-m", "pytest", "-m", "screen", *rest]
    screen_status = step("Tests on a screen", xvfb(on_screen), QT_QPA_PLATFORM=screen_platform())
    if NO_TESTS not in (status, screen_status):
        return screen_status
    return min(status, screen_status)


def bundle(rest: list[str]) -> int:
    """Build the one-folder program from a clean environment, and let it check itself."""
    need_system(QT_LIBRARIES, programs={"objdump": "binutils"})
    python = ready_venv("bundle", BUNDLE_VENV)
    build = [python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    folders = ["--distpath", ROOT / "dist", "--workpath", ROOT / "build" / "work"]
    status = step("Bundle", [*build, *folders, *rest, ROOT / "build.spec"])
    if status:
        return status
    program = bundled_program()
    status = step("Self-check of the bundle", [program, "self-check"], QT_QPA_PLATFORM="offscreen")
    if status == 0:
        print(f"The program is in {program.parent.relative_to(ROOT)}{os.sep}")
    return status


def photos(rest: list[str]) -> int:
    """Photograph the pages with the invented organisation, for docs/screens/."""
    need_system(QT_LIBRARIES | SCREEN_LIBRARIES, programs=SCREEN_PROGRAMS)
    python = ready_venv("dev")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "exemple.gendb"
        status = step("Invented organisation", [python, ROOT / "main.py", "--data", data, "demo"])
        if status:
            return status
        take = [python, ROOT / "tools" / "photograph.py", "--data", data, "--out", ROOT / "docs" / "screens"]
        return step("Photographs", [*take, *rest])


def lock(rest: list[str]) -> int:
    """Write the lock files from pyproject.toml (``--upgrade``: newer versions), and check every platform."""
    need_system({})
    with tempfile.TemporaryDirectory() as folder:
        python = make_venv(Path(folder) / "venv")
        call([python, "-m", "pip", "install", "--quiet", f"uv=={UV_VERSION}"])
        uv = [python, "-m", "uv"]
        for name, groups in LOCKS.items():
            write_lock([*uv, "pip", "compile", "pyproject.toml", *groups, *rest], name)
        for name in LOCKS:
            check_lock(uv, name, Path(folder) / "target")
    return 0


def use_a_suitable_python() -> None:
    """Start again under a Python that the lock files are made for, if this one is not."""
    if sys.version_info[:2] in PYTHONS:
        return
    for major, minor in PYTHONS:
        other = shutil.which(f"python{major}.{minor}")
        if other:
            sys.exit(subprocess.call([other, *sys.argv]))
    raise SystemExit("Python 3.11, 3.12 or 3.13 is needed. Install one, then type: python3.13 dev.py …")


def ready_venv(lock_name: str, venv: Path = VENV) -> Path:
    """The Python of ``venv``, holding exactly the lock file's libraries; nothing is done when it does."""
    if lock_name == "run" and is_installed("dev", venv):
        return venv_python(venv)  # the tests' libraries hold the program's, in the same versions
    if not is_installed(lock_name, venv):
        install(lock_name, venv)
    return venv_python(venv)


def is_installed(lock_name: str, venv: Path) -> bool:
    """Whether the last thing installed in ``venv`` was this very lock file."""
    stamp = venv / "installed.txt"
    return venv_python(venv).exists() and stamp.exists() and stamp.read_text() == fingerprint(lock_name)


def install(lock_name: str, venv: Path) -> None:
    """Bring ``venv`` to the lock file: nothing else, nothing built from source, every file's hash checked."""
    python = venv_python(venv)
    if not python.exists():
        make_venv(venv)
    (venv / "installed.txt").unlink(missing_ok=True)
    print(f"Installing the libraries of requirements/{lock_name}.lock (a minute or two)…", flush=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    lock_file = REQUIREMENTS / f"{lock_name}.lock"
    options = ["--quiet", "--require-hashes", "--only-binary=:all:"]
    try:
        call([*pip, "install", *options, "-r", lock_file])
        strangers = installed_names(pip) - locked_names(lock_file) - {"pip", "setuptools"}
        if strangers:
            call([*pip, "uninstall", "--quiet", "--yes", *sorted(strangers)])
    except Stop as stop:
        raise Stop(f"{stop}\nIs the network there? Then type the same command again.") from None
    (venv / "installed.txt").write_text(fingerprint(lock_name))


def fingerprint(lock_name: str) -> str:
    """The lock file's name and hash, to tell whether it is what was installed."""
    return f"{lock_name} {hashlib.sha256((REQUIREMENTS / f'{lock_name}.lock').read_bytes()).hexdigest()}\n"


def locked_names(lock_file: Path) -> set[str]:
    """The libraries a lock file names, markers set aside."""
    lines = lock_file.read_text(encoding="utf-8").splitlines()
    return {normal(line.split("==")[0]) for line in lines if "==" in line and not line.startswith((" ", "#"))}


def installed_names(pip: list[str | Path]) -> set[str]:
    """The libraries pip finds installed."""
    listed = subprocess.run([*pip, "list", "--format=freeze"], check=True, capture_output=True, text=True)
    return {normal(line.split("==")[0]) for line in listed.stdout.splitlines()}


def normal(name: str) -> str:
    """A library's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def make_venv(venv: Path) -> Path:
    """A new virtual environment."""
    print(f"Making {venv.name}…", flush=True)
    call([sys.executable, "-m", "venv", "--clear", venv])
    return venv_python(venv)


def venv_python(venv: Path) -> Path:
    """Where the environment keeps its Python."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def need_system(libraries: dict[str, str], programs: dict[str, str] | None = None) -> None:
    """Make sure of system libraries and programs, given with their Debian packages, in one go. Linux only."""
    if not ON_LINUX:
        return
    packages = {package for library, package in libraries.items() if not can_open(library)}
    packages |= {package for program, package in (programs or {}).items() if not shutil.which(program)}
    if find_spec("ensurepip") is None:  # Debian keeps apart what makes virtual environments
        packages.add(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    if packages:
        apt_install(packages)


def can_open(library: str) -> bool:
    """Whether the system finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: set[str]) -> None:
    """Install Debian packages if we may, else stop with the one line to type."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *sorted(packages)]
    if not shutil.which("apt-get"):
        raise Stop(f"Install these first (their Debian names): {' '.join(sorted(packages))}")
    right = apt_right()
    if right is None:
        raise Stop(f"System packages are missing. Type this, then try again:\n  sudo {' '.join(command)}")
    print(f"Installing system packages: {', '.join(sorted(packages))}…", flush=True)
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    # The list of packages may be old or absent; if it cannot be renewed, the install itself will tell.
    subprocess.run([*right, "apt-get", "update"], check=False, **quiet)
    if subprocess.run([*right, *command], check=False, **quiet).returncode:
        raise Stop(f"apt-get could not install them. Type this to see why:\n  sudo {' '.join(command)}")


def apt_right() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it asks no password, None where we may not."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def has_screen() -> bool:
    """Whether a window can be shown."""
    return not ON_LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def xvfb(command: list[str | Path]) -> list[str | Path]:
    """The command on a screen of its own, that nobody sees; on Windows and macOS, as it is."""
    # -noreset: else the screen begins again, and refuses everybody meanwhile, when its last program ends.
    return ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24 -noreset", *command] if ON_LINUX else command


def screen_platform() -> str:
    """Qt's name for the windows of this system."""
    return {"win32": "windows", "darwin": "cocoa"}.get(sys.platform, "xcb")


NO_TESTS = 5  # pytest's status when the chosen tests are none


def step(title: str, command: list[str | Path], **environment: str) -> int:
    """Run one part of a command under a heading; its exit status."""
    print(f"\n== {title}", flush=True)
    begin = time.monotonic()
    status = subprocess.call(command, cwd=ROOT, env=os.environ | environment)
    outcome = {0: "ok", NO_TESTS: "none"}.get(status, f"failed, status {status}")
    print(f"   {title}: {outcome}, {time.monotonic() - begin:.0f} s", flush=True)
    return status


def call(command: list[str | Path]) -> None:
    """Run something that must succeed."""
    if subprocess.call(command, cwd=ROOT):
        raise Stop(f"This failed: {' '.join(map(str, command))}")


def bundled_program() -> Path:
    """The command-line program in the folder that ``bundle`` builds."""
    return ROOT / "dist" / "gen-desktop" / ("gen-desktop-cli.exe" if os.name == "nt" else "gen-desktop")


def write_lock(compile_command: list[str | Path], name: str) -> None:
    """One lock file for all systems and Pythons, agreeing with that of the program."""
    lock_file = REQUIREMENTS / f"{name}.lock"
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--quiet"]
    agreeing = [] if name == "run" else ["--constraint", REQUIREMENTS / "run.lock"]
    heading = ["--custom-compile-command", "python3 dev.py lock"]
    call([*compile_command, *options, *agreeing, *heading, "--output-file", lock_file])
    print(f"requirements/{name}.lock: {len(locked_names(lock_file))} libraries", flush=True)


def check_lock(uv: list[str | Path], name: str, target: Path) -> None:
    """Stop unless every system and Python finds a wheel of known hash for each library of the lock file."""
    lock_file = f"requirements/{name}.lock"
    options = ["--dry-run", "--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
    install_command = [*uv, "pip", "install", *options, "--target", target, "-r", lock_file]
    for platform, oldest_macos in LOCK_PLATFORMS.items():
        environment = os.environ | {"MACOSX_DEPLOYMENT_TARGET": oldest_macos or "14.0"}
        for major, minor in PYTHONS:
            where = ["--python-platform", platform, "--python-version", f"{major}.{minor}"]
            if subprocess.call([*install_command, *where], cwd=ROOT, env=environment):
                raise Stop(f"{lock_file} cannot be installed on {platform}, Python {major}.{minor}.")
        print(f"{lock_file}: wheels for {platform} {oldest_macos}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
