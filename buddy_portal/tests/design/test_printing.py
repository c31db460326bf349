"""What people type is printed: characters that no font has, words wider than the paper."""

import pytest
from django.conf import settings

from buddy_portal.design.font_coverage import characters_of
from buddy_portal.design.printing import STAND_IN, breakable, drawable, set_pdf

PAGE = """#let p = json(bytes(sys.inputs.facts))
#set document(title: "A page", date: none)
#set text(font: "Arimo", lang: "en")
#title()
#p.text"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "page.typ"
    path.write_text(PAGE)
    return path


def test_the_fonts_draw_letters_and_no_emoji():
    known = characters_of(settings.PDF_FONTS_DIR)
    assert {ord(letter) for letter in "aZé–“’%ßŁЖ"} <= known
    assert ord("👍") not in known


def test_a_folder_without_fonts_draws_nothing(tmp_path):
    assert characters_of(tmp_path) == frozenset()


@pytest.mark.parametrize("text", ["👍", "患者", "नर्स", "\u202eright to left", "\ufffd", "a\u0301"])
def test_every_text_can_be_set(template, text):
    assert set_pdf(template, {"text": text}).startswith(b"%PDF")


def test_a_box_stands_for_what_cannot_be_drawn():
    assert drawable({"text": "ward 7 👍"})["text"][:-1] == "ward 7 "
    assert drawable(["Łódź\n2"]) == ["Łódź\n2"]


def test_a_very_long_word_may_be_broken_and_others_not():
    assert breakable("W" * 26) == f"{'W' * 25}\u200bW"
    assert breakable({"a": ["contact card " * 9]}) == {"a": ["contact card " * 9]}


def test_pictures_stay_as_they_are():
    picture = f"<svg>{'W' * 100}👍</svg>"
    assert drawable(breakable({"picture": picture})) == {"picture": picture}


def test_a_template_without_a_title_is_still_refused(tmp_path):
    import typst

    path = tmp_path / "bare.typ"
    path.write_text("#json(bytes(sys.inputs.facts)).text")
    with pytest.raises(typst.TypstError):
        set_pdf(path, {"text": STAND_IN})
