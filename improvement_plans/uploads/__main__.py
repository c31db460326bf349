"""The child that checks one file: `python -m improvement_plans.uploads NAME < file > file`.

It limits itself before it reads, prints one line of JSON and then the content to keep.
"""

from __future__ import annotations

import json
import resource
import sys

from improvement_plans.uploads.child import MOST_MEMORY, MOST_SECONDS


def main(name: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from improvement_plans.uploads.checking import check_file
    from improvement_plans.uploads.kinds import NotTaken

    content, said = b"", {}
    try:
        checked = check_file(name, sys.stdin.buffer.read())
    except NotTaken as refused:
        said = {"refused": refused.sentence}
    else:
        content = checked.content
        said = {"name": checked.name, "kind": checked.kind}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)


if __name__ == "__main__":
    main(sys.argv[1])
