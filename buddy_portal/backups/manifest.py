"""What a backup says about itself: its files with their SHA-256, its tables with their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from buddy_portal.backups.problems import BackupProblem

KIND = "buddy portal backup"
FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files"
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class TableDigest:
    """How many rows a table has, and the sum of the fingerprints of its rows, in any order."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """The contents of a backup. `files` are paths below its folder with their SHA-256."""

    made_at: str
    postgres: int
    migrations: tuple[str, ...]
    tables: dict[str, TableDigest]
    files: dict[str, str]
    kind: str = KIND
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder; a problem where it is none of ours, or of a newer format."""
    path = folder / MANIFEST
    if not path.is_file():
        raise BackupProblem(f"{folder} holds no backup: there is no {MANIFEST} in it.")
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        kind, form = found["kind"], int(found["format"])
    except (ValueError, KeyError, TypeError, UnicodeDecodeError):
        raise BackupProblem(f"{path} cannot be read: it is damaged, or not of a backup.") from None
    if kind != KIND:
        raise BackupProblem(f"{folder} is not a backup of this portal.")
    if form > FORMAT:
        raise BackupProblem("This backup was made by a newer version of the portal. Update first.")
    try:
        tables = {name: TableDigest(**each) for name, each in found["tables"].items()}
        found |= {"tables": tables, "migrations": tuple(found["migrations"])}
        return Manifest(**found)
    except (KeyError, TypeError, AttributeError):
        raise BackupProblem(f"{path} is damaged: parts of it are missing.") from None


def check_files(folder: Path, manifest: Manifest) -> None:
    """A problem unless the folder holds exactly the files that the manifest names, unchanged."""
    there = {str(path.relative_to(folder)) for path in files_below(folder)} - {MANIFEST}
    for name in sorted(manifest.files.keys() - there):
        raise BackupProblem(f"The backup is damaged: {name} is missing.")
    for name in sorted(there - manifest.files.keys()):
        raise BackupProblem(f"The backup is not as it was made: {name} was put there later.")
    for name, digest in sorted(manifest.files.items()):
        if sha256_of(folder / name) != digest:
            raise BackupProblem(f"The backup is damaged: {name} is not as it was made.")


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in a folder and its folders; links are not followed."""
    if folder.is_dir():
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
