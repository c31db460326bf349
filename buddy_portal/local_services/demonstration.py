"""The demonstration's password and its sign-ins."""

import secrets
from pathlib import Path

SIGN_INS = {
    "lead@demo.example": "programme lead",
    "second.lead@demo.example": "second programme lead, who signs off",
    "analyst@demo.example": "programme analyst",
    "mentor.nurse@demo.example": "lead nurse of a mentor trust",
    "mentee.nurse@demo.example": "lead nurse of a mentee trust",
    "sponsor@demo.example": "executive sponsor of the mentee trust",
    "partner@demo.example": "patient partner",
    "observer@demo.example": "observer",
    "admin@demo.example": "administrator of the portal",
}
_CONSONANTS, _VOWELS, _GROUPS = "bdfghjklmnprstvz", "aeiou", 5


def password(path: Path) -> str:
    """The demonstration's password: made at the first start, then read from its file (0600).

    Five syllable pairs such as `rulo-vaki`: about 63 bits, and easy to read out and type.
    """
    if path.exists() and (known := path.read_text().strip()):
        return known
    made = "-".join(_group() for _ in range(_GROUPS))
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(f"{made}\n")
    return made


def _group() -> str:
    pairs = (secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(2))
    return "".join(pairs)


def sign_in_lines(secret: str) -> list[str]:
    """What `make run` prints about signing in."""
    width = max(len(address) for address in SIGN_INS)
    people = [f"    {address:<{width}}  {who}" for address, who in SIGN_INS.items()]
    return [f"  Demonstration sign-ins, all with the password {secret}", *people]
