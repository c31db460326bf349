"""backup DIR: the database and the uploaded files into a new folder, with a manifest."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from buddy_portal.backups.making import make_backup
from buddy_portal.backups.problems import BackupProblem


class Command(BaseCommand):
    help = "Back up the database and the uploaded files into a new folder. The portal may run on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, help="a folder that is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["dir"].absolute()
        try:
            made = make_backup(
                connection=connection,
                media=Path(settings.MEDIA_ROOT),
                folder=folder,
                now=timezone.now(),
            )
        except BackupProblem as problem:
            raise CommandError(str(problem)) from None
        rows = sum(table.rows for table in made.tables.values())
        files = len(made.files) - 1
        self.stdout.write(f"Backed up {rows} rows and {files} uploaded files into {folder}")
