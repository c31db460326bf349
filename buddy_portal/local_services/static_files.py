"""Knows whether the collected static files are still those of the sources."""

import hashlib
from pathlib import Path

from buddy_portal.local_services.places import PROJECT

APPS = ("buddy_portal/*", "trusts", "improvement_plans", "evaluation")
SOURCES = ("static", "build/vendor", *(f"{app}/static" for app in APPS))
RULES = ("requirements.txt", "buddy_portal/design/storage.py", "buddy_portal/settings/base.py")


def mark(root: Path = PROJECT) -> str:
    """Changes when a static file, an installed package or the way of collecting changes."""
    digest = hashlib.sha256()
    for name in RULES:
        digest.update((root / name).read_bytes() if (root / name).exists() else b"-")
    for file in sorted(_files(root)):
        known = file.stat()
        digest.update(f"{file.relative_to(root)} {known.st_size} {known.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def are_current(stamp: Path, collected: Path) -> bool:
    """Whether `collected` was filled from the sources as they are now."""
    if not (collected / "staticfiles.json").exists() or not stamp.exists():
        return False
    return stamp.read_text() == mark()


def _files(root: Path) -> set[Path]:
    folders = {folder for pattern in SOURCES for folder in root.glob(pattern)}
    return {file for folder in folders for file in folder.rglob("*") if file.is_file()}
