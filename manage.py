#!/usr/bin/env python3
"""Run Django's commands for the buddy portal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buddy_portal.settings.local")
    from django.core.management import execute_from_command_line

    from buddy_portal.local_services.attached import attach
    from buddy_portal.local_services.problems import StartProblem

    try:
        attach(sys.argv)
    except StartProblem as problem:
        sys.exit(str(problem))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
