"""restore DIR [--replace]: puts a backup into an empty database, or in the place of one."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from buddy_portal.backups.problems import BackupProblem
from buddy_portal.backups.restoring import migrations_to_run, restore_backup


class Command(BaseCommand):
    help = "Restore a backup. It is checked first; a database in use is refused without --replace."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, help="a folder that the command backup made")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="replace everything in this database and among the uploaded files",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["dir"].absolute()
        try:
            restored = restore_backup(
                connection=connection,
                media=Path(settings.MEDIA_ROOT),
                folder=folder,
                replace=options["replace"],
            )
        except BackupProblem as problem:
            raise CommandError(str(problem)) from None
        manifest = restored.manifest
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(f"Restored {rows} rows as they were at {manifest.made_at}")
        if restored.mails_held:
            self.stdout.write(
                f"Mails that waited then and are held, as they may have gone out since: "
                f"{restored.mails_held}. See them with: manage.py release_held_mails"
            )
        if migrations_to_run(manifest):
            self.stdout.write("The backup is of an older version. Now run: manage.py migrate")
