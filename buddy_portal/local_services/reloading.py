"""Tells `make dev` which source file changed."""

from collections.abc import Iterator
from pathlib import Path

from buddy_portal.local_services.problems import StartProblem

WATCHED = ("buddy_portal", "trusts", "improvement_plans", "evaluation", "templates", "static")
SUFFIXES = {".py", ".html", ".jinja", ".css", ".js", ".svg", ".typ"}


def matters(path: str) -> bool:
    """Whether a change of this file can change what the portal does."""
    file = Path(path)
    return file.suffix in SUFFIXES and not {"tests", "__pycache__"} & set(file.parts)


def changes(root: Path) -> Iterator[str]:
    """About four times a second: the name of a file that changed, or nothing."""
    try:
        from watchfiles import watch
    except ImportError:
        raise StartProblem(
            "`make dev` needs the development packages: run `make dev` again, not the module."
        ) from None
    folders = [root / name for name in WATCHED if (root / name).is_dir()]
    seen = watch(
        *folders,
        watch_filter=lambda _change, path: matters(path),
        debounce=400,
        rust_timeout=250,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    for batch in seen:
        yield str(Path(min(path for _, path in batch)).relative_to(root)) if batch else ""
