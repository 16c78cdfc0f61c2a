"""A file that several people share: which machine writes into it, and whether a network is between.

SQLite rests on locks of the file.  Some network drives do not keep them, so two people who write at
the same moment may spoil it: whoever writes there is told.

Source:
    practice.md §3: one writer at a time, "in use by {machine}", a warning on network drives.
"""

from __future__ import annotations

import contextlib
import os
import platform
from pathlib import Path, PureWindowsPath

from socialvalue.errors import Problem, problem

__all__ = ["drive_of", "no_writer", "on_a_network", "this_writes", "who_writes"]

_KINDS = frozenset((
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "fuse.davfs",
    "fuse.sshfs", "fuse.rclone", "ncpfs", "afs", "9p", "vboxsf", "fuse.vmhgfs-fuse",
))  # fmt: skip
"""File systems behind which lies another machine."""

_REMOTE = 4
"""What Windows calls a drive of another machine."""

_LONGEST = 200


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.writer")


def this_writes(path: Path) -> None:
    """Leave the name of this machine beside a file, for whoever waits."""
    with contextlib.suppress(OSError):
        _beside(path).write_text(platform.node() or "another machine", encoding="utf-8")


def no_writer(path: Path) -> None:
    """Take it away again."""
    with contextlib.suppress(OSError):
        _beside(path).unlink(missing_ok=True)


def who_writes(path: Path) -> str:
    """Which machine writes into a file, in words."""
    try:
        with _beside(path).open(encoding="utf-8", errors="replace") as file:
            return " ".join(file.read(_LONGEST).split()) or "another writer"
    except OSError:
        return "another writer"


def on_a_network(path: Path) -> Problem | None:
    """What somebody who writes should know of the drive; None for one of this machine."""
    kind = drive_of(path)
    return problem("SV1060", found=path.name, kind=kind) if kind else None


def drive_of(path: Path) -> str:
    """The kind of network drive on which a file lies; "" for one of this machine, or unknown."""
    where = os.path.realpath(path)
    if os.name == "nt":
        return _of_windows(where)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return kind_in(mounts, where)


def kind_in(mounts: str, where: str) -> str:
    r"""The kind of network drive of a path, by the list of mounts of a Linux machine.

    Args:
        mounts: As in ``/proc/mounts``.
        where: The path, without links.

    Example:
        >>> mounts = "/dev/sda1 / ext4 rw 0 0\n//council/share /mnt/our\\040drive cifs rw 0 0"
        >>> kind_in(mounts, "/mnt/our drive/delivery.db"), kind_in(mounts, "/mnt/other.db")
        ('cifs', '')
    """
    found, longest = "", -1
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) > 2:
            point = parts[1].replace("\\040", " ").replace("\\011", "\t").rstrip("/")
            if (where == point or where.startswith(f"{point}/")) and len(point) >= longest:
                found, longest = parts[2], len(point)
    return found if found in _KINDS else ""


def _of_windows(where: str) -> str:
    drive = PureWindowsPath(where).drive
    if drive.startswith("\\\\"):
        return "a share"
    try:
        import ctypes

        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")  # type: ignore[attr-defined]
    except (ImportError, AttributeError, OSError):
        return ""
    return "a mapped drive" if kind == _REMOTE else ""
