"""Where a file had better not be."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from gen_desktop.db.places import place_warning

LOCAL = [
    ("/", "ext4"),
    ("/home", "ext4"),
    ("/mnt/centre", "cifs"),
    ("/mnt/centre de formation", "nfs4"),
    ("/m", "ext4"),
]


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (PureWindowsPath(r"C:\Users\ana\OneDrive\centre.gendb"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\ana\OneDrive - Centre du Morvan\Suivi\centre.gendb"), "OneDrive"),
        (PureWindowsPath(r"D:\Dropbox (Personnel)\centre.gendb"), "Dropbox"),
        (PureWindowsPath(r"G:\Mon Drive\centre.gendb"), "Google Drive"),
        (PureWindowsPath(r"C:\Users\ana\iCloudDrive\centre.gendb"), "iCloud"),
        (PurePosixPath("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/centre.gendb"), "iCloud"),
        (
            PurePosixPath("/Users/ana/Library/CloudStorage/GoogleDrive-ana@exemple.fr/c.gendb"),
            "un service en ligne",
        ),
        (PurePosixPath("/home/ana/Nextcloud/centre.gendb"), "Nextcloud"),
        (PurePosixPath("/home/ana/kDrive/centre.gendb"), "kDrive"),
    ],
)
def test_synchronised_folders(path: PurePath, service: str) -> None:
    assert f"synchronisé par {service}\u00a0:" in (place_warning(path, LOCAL, {}) or "")


def test_the_folder_that_onedrive_itself_names() -> None:
    path = PureWindowsPath(r"E:\Documents\Suivi\centre.gendb")
    assert "OneDrive" in (place_warning(path, LOCAL, {"OneDriveCommercial": r"E:\Documents"}) or "")
    assert place_warning(path, LOCAL, {"OneDriveCommercial": r"E:\Autre"}) is None


@pytest.mark.parametrize(
    "path",
    [
        PureWindowsPath(r"\\SERVEUR\commun\centre.gendb"),
        PurePosixPath("/mnt/centre/centre.gendb"),
        PurePosixPath("/mnt/centre/a/b/centre.gendb"),
        PurePosixPath("/mnt/centre de formation/centre.gendb"),
        PurePosixPath("/run/user/1000/gvfs/smb-share:server=nas,share=commun/centre.gendb"),
    ],
)
def test_network_folders(path: PurePath) -> None:
    assert "sur le réseau" in (place_warning(path, LOCAL, {}) or "")


@pytest.mark.parametrize(
    "path",
    [
        PureWindowsPath(r"C:\Users\ana\Documents\centre.gendb"),
        PurePosixPath("/home/ana/Documents/centre.gendb"),
        PurePosixPath("/mnt/centre-2/centre.gendb"),  # begins like a network folder, is not in it
        PurePosixPath("/home/ana/OneDriveX/centre.gendb"),
        PurePosixPath("/home/ana/Dropbox.gendb"),  # the file itself may have any name
    ],
)
def test_good_places(path: PurePath) -> None:
    assert place_warning(path, LOCAL, {}) is None


def test_this_computer_can_be_asked(tmp_path) -> None:
    warning = place_warning(tmp_path / "centre.gendb")
    assert warning is None or "Gardez-le" in warning
