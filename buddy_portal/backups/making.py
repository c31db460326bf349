"""Making a backup: one moment of the database, every uploaded file, and a manifest of both."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from buddy_portal.backups.digests import table_digests
from buddy_portal.backups.manifest import (
    DUMP,
    FILES,
    Manifest,
    TableDigest,
    files_below,
    sha256_of,
)
from buddy_portal.backups.problems import BackupProblem
from buddy_portal.backups.tools import tools_for


def make_backup(
    *, connection: BaseDatabaseWrapper, media: Path, folder: Path, now: datetime.datetime
) -> Manifest:
    """Write a backup into a new folder. It has its name only once it is whole."""
    if folder.exists():
        raise BackupProblem(f"{folder} is there already. Name a folder that is not.")
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    if unfinished.exists():
        raise BackupProblem(f"{unfinished} is left of a backup that was stopped. Delete it first.")
    try:
        unfinished.mkdir(parents=True, mode=0o700)
        tables = _dump(connection, unfinished / DUMP)
        shutil.copytree(media, unfinished / FILES) if media.is_dir() else None
        manifest = Manifest(
            made_at=now.isoformat(timespec="seconds"),
            postgres=_major(connection),
            migrations=_migrations(connection),
            tables=tables,
            files={
                str(path.relative_to(unfinished)): sha256_of(path)
                for path in files_below(unfinished)
            },
        )
        manifest.write(unfinished)
        unfinished.rename(folder)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise BackupProblem(f"The backup could not be written: {error.strerror}.") from error
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def _dump(connection: BaseDatabaseWrapper, path: Path) -> dict[str, TableDigest]:
    """Dump the database as one transaction sees it, and digest the tables in the same one."""
    tools = tools_for(_major(connection))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        arguments = ["--format=custom", "--no-owner", "--no-privileges"]
        tools.run("pg_dump", [*arguments, f"--snapshot={snapshot}", f"--file={path}"], connection)
        return table_digests(cursor)


def _migrations(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    applied = MigrationRecorder(connection).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in applied))


def _major(connection: BaseDatabaseWrapper) -> int:
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]  # of PostgreSQL
