"""Copies the NHS.UK and htmx files from npm's folder into `build/vendor`, fit to be served here.

The fonts of the style sheet are hosted elsewhere and licensed by registration, so their rules
go (Arial is the official fallback). Addresses become relative so that the static files storage
can add its fingerprints, and the source maps, which are not served, are no longer named.
"""

import hashlib
import json
import re
import shutil
from pathlib import Path

from buddy_portal.local_services.problems import StartProblem

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_SOURCE_MAP = re.compile(r"\s*(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")
_ELSEWHERE = re.compile(r"url\(\s*[\"']?(?:[a-z]+:)?//[^)]*\)")
_ASSETS = "url(/assets/"


def own_style(css: str) -> str:
    """The style sheet without fonts from elsewhere, absolute addresses and its source map.

    Raises StartProblem where an address that a visitor's browser would fetch elsewhere is left.
    """
    cleaned = _SOURCE_MAP.sub("\n", _FONT_FACE.sub("", css)).replace(_ASSETS, "url(")
    if left := _ELSEWHERE.search(cleaned):
        raise StartProblem(f"The style sheet still fetches something elsewhere: {left.group()}.")
    return cleaned


def own_script(script: str) -> str:
    """The script without the comment that names its source map."""
    return _SOURCE_MAP.sub("\n", script)


def build(modules: Path, target: Path) -> bool:
    """Fill `target` from npm's `modules`; False where it was already current.

    The folder is made anew beside its place and renamed, so that a stop in the middle
    leaves the old one.
    """
    stamp = _stamp(modules)
    if (target / ".stamp").exists() and (target / ".stamp").read_text() == stamp:
        return False
    new = target.with_name(f"{target.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    (new / "nhsuk").mkdir(parents=True)
    try:
        _fill(new, modules)
    except FileNotFoundError as error:
        raise StartProblem(
            f"{error.filename} is missing: remove node_modules and run `make assets` again."
        ) from None
    (new / ".stamp").write_text(stamp)
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)
    return True


def copy_fonts(modules: Path, target: Path) -> None:
    """Copy the fonts of PDFs to `target`: Arimo, which has Arial's measures and an open licence."""
    source = modules / "@expo-google-fonts" / "arimo"
    target.mkdir(parents=True, exist_ok=True)
    for style in ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"):
        name = f"Arimo_{style}.ttf"
        try:
            shutil.copy(source / style / name, target / name)
        except FileNotFoundError as error:
            raise StartProblem(f"{error.filename} is missing: run `make assets` again.") from None


def _fill(new: Path, modules: Path) -> None:
    source = modules / "nhsuk-frontend" / "dist" / "nhsuk"
    style = (source / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    (new / "nhsuk" / "nhsuk-frontend.min.css").write_text(own_style(style), encoding="utf-8")
    script = (source / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    (new / "nhsuk" / "nhsuk-frontend.min.js").write_text(own_script(script), encoding="utf-8")
    shutil.copytree(source / "assets" / "images", new / "nhsuk" / "images")
    shutil.copy(source / "assets" / "manifest.json", new / "nhsuk" / "manifest.json")
    shutil.copy(modules / "htmx.org" / "dist" / "htmx.min.js", new / "htmx.min.js")


def _stamp(modules: Path) -> str:
    """Changes with the installed versions and with this file."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for package in ("nhsuk-frontend", "htmx.org"):
        described = modules / package / "package.json"
        if not described.exists():
            raise StartProblem(f"The npm package {package} is missing: run `make assets`.")
        digest.update(json.loads(described.read_text(encoding="utf-8"))["version"].encode())
    return digest.hexdigest()
