"""A lead's words: a safe subset, as data."""

import pytest
from django.template.loader import render_to_string

from evaluation.plain_markup import blocks_of, plain_text

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//evil.example/x)",
    '[x](https://a.example/" onmouseover="alert(1))',
    "![x](https://a.example/x.png)",
    "<a href='javascript:alert(1)'>x</a>",
    "&lt;script&gt;",
    "[x](https://[bad)",
)


def rendered(text):
    return render_to_string("evaluation/report_words.html", {"blocks": blocks_of(text)})


@pytest.mark.parametrize("text", HOSTILE)
def test_no_tag_and_no_address_that_runs_comes_through(text):
    page = rendered(text)
    assert "<script" not in page
    assert "<img" not in page
    for part in page.split("<")[1:]:
        tag = part.split(">")[0].lower()
        assert "javascript" not in tag
        assert 'onmouseover="' not in tag
        assert not tag.startswith("a ") or 'href="https://' in tag


def test_paragraphs_lists_emphasis_and_links_are_read():
    blocks = blocks_of("One **strong** *word*\n\n- a\n- [b](https://b.example)\n\n1. c\n")
    assert [block["kind"] for block in blocks] == ["paragraph", "list", "numbered"]
    assert [span["strong"] for span in blocks[0]["items"][0]] == [False, True, False, False]
    assert blocks[1]["items"][1][0]["href"] == "https://b.example"
    assert plain_text(blocks) == ["One strong word", "a", "b", "c"]


def test_a_list_in_a_list_is_one_list():
    (block,) = blocks_of("- a\n  - b\n- c")
    assert [item[0]["text"] for item in block["items"]] == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["", " ", "# no heading", "> no quote", "`no code`", "שלום 🙂"])
def test_whatever_is_typed_stays_readable(text):
    assert "".join(plain_text(blocks_of(text))).strip() == text.strip()
