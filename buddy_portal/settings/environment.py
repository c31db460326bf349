"""One typed reader of environment variables; a missing one stops the start with a sentence."""

import environ
from django.core.exceptions import ImproperlyConfigured

_env = environ.Env()


class _Missing:
    """Marks a variable that has no default."""


_MISSING = _Missing()


def text(name: str, default: str | _Missing = _MISSING) -> str:
    """The variable as text."""
    try:
        return (
            str(_env.str(name)) if isinstance(default, _Missing) else str(_env.str(name, default))
        )
    except ImproperlyConfigured:
        raise _missing(name) from None


def switch(name: str, default: bool) -> bool:
    """The variable as yes or no."""
    return bool(_read(name, "bool", default, "on or off"))


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    return _read(name, "int", default, "a whole number")


def names(name: str, default: list[str] | _Missing = _MISSING) -> list[str]:
    """The variable as a list, divided by commas."""
    if isinstance(default, _Missing) and name not in _env.ENVIRON:
        raise _missing(name)
    return list(_env.list(name, default=[] if isinstance(default, _Missing) else default))


def _read(name: str, kind: str, default: int, meaning: str) -> int:
    try:
        value: int = getattr(_env, kind)(name, default)
        return value
    except ValueError:
        found = _env.ENVIRON.get(name, "")
        raise ImproperlyConfigured(f"{name} must be {meaning}, not {found!r}.") from None


def _missing(name: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"The environment variable {name} is missing. See .env.example for what it is for."
    )
