"""One typed reader of environment variables; a missing one stops the start with a sentence."""

import environ
from django.core.exceptions import ImproperlyConfigured

_env = environ.Env()


class _Missing:
    """Marks a variable that has no default."""


_MISSING = _Missing()
# A switch is one of these words and no other: a slip of the pen must not turn a guard off.
SWITCHES = {
    **dict.fromkeys(("on", "true", "yes", "1"), True),
    **dict.fromkeys(("off", "false", "no", "0"), False),
}


def text(name: str, default: str | _Missing = _MISSING) -> str:
    """The variable as text. One that must be there must not be blank either."""
    if isinstance(default, str):
        return str(_env.str(name, default))
    if not _given(name):
        raise _missing(name)
    return str(_env.str(name))


def switch(name: str, default: bool) -> bool:
    """The variable as yes or no; blank is as good as not there."""
    if not _given(name):
        return default
    word = _env.str(name).strip().lower()
    if word not in SWITCHES:
        raise _wrong(name, "on or off")
    return SWITCHES[word]


def number(name: str, default: int) -> int:
    """The variable as a whole number; blank is as good as not there."""
    if not _given(name):
        return default
    try:
        return int(_env.str(name))
    except ValueError:
        raise _wrong(name, "a whole number") from None


def names(name: str, default: list[str] | _Missing = _MISSING) -> list[str]:
    """The variable as a list, divided by commas."""
    if _given(name):
        return [str(item).strip() for item in _env.list(name)]
    if isinstance(default, _Missing):
        raise _missing(name)
    return default


def _given(name: str) -> bool:
    return bool(str(_env.ENVIRON.get(name, "")).strip())


def _wrong(name: str, meaning: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} must be {meaning}, not {_env.ENVIRON.get(name, '')!r}.")


def _missing(name: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"The environment variable {name} is missing. See .env.example for what it is for."
    )
