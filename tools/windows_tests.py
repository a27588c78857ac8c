#!/usr/bin/env python3
"""Runs the tests with a Windows Python under Wine (docs/windows.md), as root on Debian.

``python3 tools/windows_tests.py TESTBED tests/db -q`` runs pytest with what follows; a script is run instead
of it: ``python3 tools/windows_tests.py TESTBED tests/faults/kills.py --rounds 100``. Standard library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from dev import UV_VERSION, fingerprint  # noqa: E402

NAME = "gen-desktop"  # the folder of the project in the testbed
LOCKS = ("dev", "bundle")
# The small disk, as drives of Wine: to be filled, and the same one seen read-only.
DRIVES = {"GEN_DESKTOP_SMALL_DISK": "t:", "GEN_DESKTOP_SMALL_DISK_READ_ONLY": "r:"}
SMALL_DISK_BYTES = 64 << 20
# The testbed starts in a folder of its own; the tests look for theirs.
START_THERE = (
    "import subprocess, sys; sys.exit(subprocess.call([sys.executable, *sys.argv[2:]], cwd=sys.argv[1]))"
)


def main(arguments: list[str]) -> int:
    """Prepare what is missing, bring the working tree, run; the exit status."""
    if not arguments or not (Path(arguments[0]) / "wpy").exists():
        print("Usage: windows_tests.py TESTBED [pytest arguments | script.py …]", file=sys.stderr)
        return 2
    testbed, rest = Path(arguments[0]).resolve(), arguments[1:]
    install_libraries(testbed)
    bring_tree(testbed / "win" / NAME)
    is_script = bool(rest) and rest[0].endswith(".py")
    what = rest if is_script else ["-m", "pytest", *rest]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "0"}
    if is_script:  # its errors go through the testbed's filter, which takes other letters for no text
        environment["PYTHONIOENCODING"] = "utf-8"
    if attach_small_disk(testbed):
        environment |= {variable: f"{drive}\\" for variable, drive in DRIVES.items()}
    try:
        return subprocess.call([testbed / "wpy", "-c", START_THERE, NAME, *what], env=environment)
    finally:
        detach_small_disk(testbed)


def install_libraries(testbed: Path) -> None:
    """The versions of the lock files, as Windows wheels; nothing when they are there."""
    stamp, wanted = testbed / f"{NAME}.txt", "".join(map(fingerprint, LOCKS))
    if stamp.exists() and stamp.read_text() == wanted:
        return
    uv = testbed / "uv"
    if not uv.exists():
        subprocess.run([sys.executable, "-m", "venv", uv], check=True)
        subprocess.run([uv / "bin" / "pip", "install", "--quiet", f"uv=={UV_VERSION}"], check=True)
    packages = testbed / "win" / "sp"
    options = ["--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--target", packages]
    windows = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11"]
    files = [word for name in LOCKS for word in ("-r", ROOT / "requirements" / f"{name}.lock")]
    subprocess.run([uv / "bin" / "uv", "pip", "install", *options, *windows, *files], check=True)
    patch_numpy(packages)
    stamp.write_text(wanted)


def patch_numpy(packages: Path) -> None:
    """Wine lacks six functions that numpy 2 asks for: the testbed has a library that stands in for them."""
    (compiled,) = (packages / "numpy" / "_core").glob("_multiarray_umath*.pyd")
    content = compiled.read_bytes()
    stand_in = b"npy-ms-win-crt-math-l1-1-0.dll"
    compiled.write_bytes(content.replace(b"api-ms-win-crt-math-l1-1-0.dll", stand_in))


def bring_tree(folder: Path) -> None:
    """The files git knows or would add, as they are now, in the testbed; what an earlier run left goes."""
    shutil.rmtree(folder, ignore_errors=True)
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def attach_small_disk(testbed: Path) -> bool:
    """A new NTFS disk of 64 MB for the tests that fill one; False when there can be none."""
    detach_small_disk(testbed)
    if not shutil.which("mkfs.ntfs") or not shutil.which("ntfs-3g"):
        print("No small disk (apt-get install ntfs-3g): tests that fill one are skipped.", file=sys.stderr)
        return False
    image = testbed / "small-disk.ntfs"
    image.unlink(missing_ok=True)
    with image.open("wb") as stream:
        stream.truncate(SMALL_DISK_BYTES)
    subprocess.run(["mkfs.ntfs", "-F", "-q", image], check=True, stderr=subprocess.DEVNULL)
    disk, read_only = mount_points(testbed)
    subprocess.run(["ntfs-3g", image, disk], check=True)
    subprocess.run(["mount", "--bind", disk, read_only], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", read_only], check=True)
    for drive, folder in zip(DRIVES.values(), (disk, read_only), strict=True):
        link = testbed / "root" / "opt" / "pfx" / "dosdevices" / drive
        link.unlink(missing_ok=True)
        link.symlink_to(f"/{folder.name}")
    return True


def detach_small_disk(testbed: Path) -> None:
    """Nothing of it is left, that of a run that was stopped neither."""
    for folder in reversed(mount_points(testbed)):
        while os.path.ismount(folder):
            subprocess.run(["umount", "-l", folder], check=True)


def mount_points(testbed: Path) -> tuple[Path, Path]:
    """Where Wine's system sees the small disk, and the same one read-only."""
    folders = (testbed / "root" / "small-disk", testbed / "root" / "small-disk-read-only")
    for folder in folders:
        folder.mkdir(exist_ok=True)
    return folders


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
