"""Restoring a backup: checked first, then all of it or nothing, then compared with its manifest."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from buddy_portal.backups.digests import is_empty, table_digests
from buddy_portal.backups.manifest import (
    DUMP,
    FILES,
    Manifest,
    check_files,
    files_below,
    read_manifest,
    sha256_of,
)
from buddy_portal.backups.problems import BackupProblem
from buddy_portal.backups.tools import tools_for
from buddy_portal.outbox.holding import hold_waiting_mails

EMPTY_DATABASE = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


@dataclass(frozen=True)
class Restored:
    """What was put back, and how many of its waiting mails are held."""

    manifest: Manifest
    mails_held: int


def restore_backup(
    *, connection: BaseDatabaseWrapper, media: Path, folder: Path, replace: bool = False
) -> Restored:
    """Put a backup into the database and the folder of uploaded files.

    Everything is checked before anything is changed. The database is replaced in one transaction:
    when that fails it stays as it was. Mails that waited when the backup was made are held: they
    may have gone out since. Raises BackupProblem with the reason.
    """
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    _check_known(manifest)
    _check_room_for_it(connection, media, folder, replace=replace)
    _copy_files(folder / FILES, media)
    _restore_database(connection, folder / DUMP, manifest)
    _remove_others(folder / FILES, media)
    _compare(connection, manifest)
    return Restored(manifest, mails_held=hold_waiting_mails(using=connection.alias))


def migrations_to_run(manifest: Manifest) -> list[str]:
    """Migrations of this version that the backup does not have yet."""
    return sorted(_known_migrations() - set(manifest.migrations))


def _check_known(manifest: Manifest) -> None:
    unknown = sorted(set(manifest.migrations) - _known_migrations())
    if unknown:
        raise BackupProblem(
            "This backup was made by a newer version of the portal. Update first: this version "
            f"does not know {unknown[0]}."
        )


def _known_migrations() -> set[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {f"{app}.{name}" for app, name in loader.disk_migrations or ()}


def _check_room_for_it(
    connection: BaseDatabaseWrapper, media: Path, folder: Path, *, replace: bool
) -> None:
    if replace:
        return
    if not is_empty(connection):
        raise BackupProblem(
            "This database is in use: people have accounts in it. To replace everything in it by "
            "the backup, add --replace."
        )
    own = {path.relative_to(folder / FILES) for path in files_below(folder / FILES)}
    if any(path.relative_to(media) not in own for path in files_below(media)):
        raise BackupProblem(
            f"{media} holds uploaded files already. To replace them by the backup, add --replace."
        )


def _restore_database(connection: BaseDatabaseWrapper, dump: Path, manifest: Manifest) -> None:
    connection.ensure_connection()
    server = int(connection.pg_version) // 10_000  # type: ignore[attr-defined]  # of PostgreSQL
    if manifest.postgres > server:
        raise BackupProblem(
            f"The backup is of PostgreSQL {manifest.postgres} and this server is {server}. "
            "Restore it into that version or a newer one."
        )
    tools = tools_for(server)
    connection.close()  # a connection that holds anything would make the restore wait for ever
    with tempfile.TemporaryDirectory(prefix="buddy-restore-") as temporary:
        empty, script = Path(temporary, "empty.sql"), Path(temporary, "database.sql")
        empty.write_text(EMPTY_DATABASE)
        tools.run("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(dump)])
        tools.run("psql", [*_ALL_OR_NOTHING, f"--file={empty}", f"--file={script}"], connection)


_ALL_OR_NOTHING = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")


def _copy_files(source: Path, media: Path) -> None:
    """Add the backup's files; what is there with the same content stays as it is."""
    for path in files_below(source):
        target = media / path.relative_to(source)
        if target.is_file() and sha256_of(target) == sha256_of(path):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.unfinished")
        shutil.copyfile(path, unfinished)
        unfinished.chmod(0o640)
        unfinished.replace(target)


def _remove_others(source: Path, media: Path) -> None:
    """Take away what the restored database does not know, once it is in place."""
    kept = {path.relative_to(source) for path in files_below(source)}
    for path in files_below(media):
        if path.relative_to(media) not in kept:
            path.unlink()


def _compare(connection: BaseDatabaseWrapper, manifest: Manifest) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        found = table_digests(cursor)
    differing = sorted(
        name
        for name in found.keys() | manifest.tables.keys()
        if found.get(name) != manifest.tables.get(name)
    )
    if differing:
        raise BackupProblem(
            f"The restored database is not the one of the backup: {', '.join(differing)} differ."
        )
