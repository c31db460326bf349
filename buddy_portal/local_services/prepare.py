"""What a start does inside Django, in one process: static files, migrations, demonstration."""

from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from buddy_portal.local_services import static_files
from buddy_portal.local_services.places import Places


def prepare(places: Places, *, static: bool, demonstration: bool) -> None:
    """Bring the database and the static files up to date."""
    django.setup()
    if static and not static_files.are_current(places.static_stamp, Path(settings.STATIC_ROOT)):
        marked = static_files.mark()
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        places.static_stamp.write_text(marked)
    call_command("migrate", interactive=False, verbosity=1)
    if demonstration:
        call_command("demo_data")
