"""The strict Content Security Policy: sent with every page, and nothing in a page needs less."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from buddy_portal.tests.design.markup import inline_code

PAGES = ["/gallery/", "/gallery/?sort=-needs&page=2", "/accessibility/", "/privacy/", "/cookies/"]
PAGES += ["/gallery/progress/", "/gallery/progress/?percent=x", "/contact/", "/no-such-page/"]
PAGES += [f"/gallery/error/{status}/" for status in (400, 403, 404, 419, 429, 500, 503)]
TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.mark.parametrize("address", PAGES)
def test_page_comes_with_the_policy_and_obeys_it(address):
    response = Client(raise_request_exception=False).get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert inline_code(response.content.decode()) == []


def test_form_with_errors_obeys_the_policy():
    assert inline_code(Client().post("/gallery/", {}).content.decode()) == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p style='color:red'>x</p>",
        "<a onclick=go()>x</a>",
        "<script>go()</script>",
        "<style>p{}</style>",
        "<a href=' JavaScript:go()'>x</a>",
    ],
)
def test_check_notices_what_the_policy_would_block(planted):
    assert inline_code(planted)


@pytest.mark.parametrize(
    "allowed", ['<script src="/x.js"></script>', '<script type="application/json">1</script>']
)
def test_check_lets_files_and_data_pass(allowed):
    assert inline_code(allowed) == []


# No policy holds in a person's mail program, and it reads no style sheet of ours.
PAGES = sorted(set(TEMPLATES.rglob("*.html")) - set((TEMPLATES / "mail").rglob("*.html")))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_has_inline_style_or_script(path):
    source = re.sub(r"{#.*?#}|{{.*?}}|{%.*?%}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert inline_code(source.replace('src=""', 'src="x"')) == []


def test_nothing_is_fetched_from_elsewhere():
    for path in [*TEMPLATES.rglob("*.html"), *(TEMPLATES.parent / "static").rglob("*.*s")]:
        text = path.read_text(encoding="utf-8")
        for start in ('src="http', "url(http", '@import "http', 'rel="stylesheet" href="http'):
            assert start not in text, path
