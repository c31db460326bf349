"""Pictures are drawn anew, so that only what is seen is kept: no place, no camera, no tail."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from improvement_plans.uploads.kinds import WORDS, NotTaken

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4000
_FORMATS = {"png": "PNG", "jpg": "JPEG"}


def drawn_anew(content: bytes, kind: str) -> bytes:
    """The picture without anything but its pixels, at most 4,000 pixels a side.

    Raises NotTaken for what is no such picture, or has more than 50 million pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(content, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        # Pillow tells broken files by all of these.
        raise NotTaken(f"This file is not {WORDS[kind]}, or it is damaged") from None


def _drawn(content: bytes, kind: str) -> bytes:
    form = _FORMATS[kind]
    with Image.open(io.BytesIO(content), formats=[form]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_large()
        # A large photograph is read at a fraction of its size, which costs less memory.
        picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        mode = "RGB" if kind == "jpg" or "A" not in upright.getbands() else "RGBA"
        plain = Image.new(mode, upright.size)
        plain.paste(upright.convert(mode))
        written = io.BytesIO()
        plain.save(written, format=form, **({"quality": 88} if kind == "jpg" else {}))
    return written.getvalue()


def _too_large() -> NotTaken:
    return NotTaken("This picture has more than 50 million pixels. Make it smaller and try again")
