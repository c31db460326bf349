"""A Content-Type that names another charset than UTF-8 is refused, and never a server error."""

import io

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from buddy_portal.charsets import OnlyUtf8

pytestmark = pytest.mark.urls(__name__)
OTHERS = [
    "text/plain; charset=rot13",
    "text/plain; CHARSET = 'undefined'",
    "text/plain; charset*=utf-8''hex",
    "text/plain; x=1; charset=utf-7",
    "multipart/form-data; charset=utf-7; boundary=x",
    'multipart/form-data; boundary=x; charset="zlib"',
]
READ = [
    "text/plain; charset=utf-8",
    "text/plain; charset=UTF8; x*=nope''%41",
    "text/plain; x*=nope''%41",
    'application/x-www-form-urlencoded; charset="utf-8"',
    "multipart/form-data; boundary=x",
    "text/plain;;;=;",
    ";",
]
MANY_WORDS = "&".join(f"a{place}=%41" for place in range(2_500))


@csrf_exempt
def read(request):
    return HttpResponse(f"{request.GET.get('q', '')}{request.POST.get('login', '')}")


urlpatterns = [path("", read)]


def answered(application, content_type, *, method="GET", query="q=%2B2AA-", body=b""):
    """Status, headers and body of one request, put to the application as a web server does."""
    seen = {}
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/",
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }

    def start(status, headers):
        seen.update(dict(headers), status=int(status[:3]))

    seen["body"] = b"".join(application(environ, start))
    return seen


@pytest.fixture(autouse=True)
def no_database():
    """A handler of a real server looks after the connections, of which there are none here."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


@pytest.fixture
def portal():
    return OnlyUtf8(WSGIHandler())


@pytest.mark.parametrize("content_type", OTHERS)
def test_another_charset_is_refused_on_a_page_with_all_headers(portal, content_type):
    answer = answered(portal, content_type)
    assert answer["status"] == 400
    assert b"could not read what your browser sent" in answer["body"]
    assert answer["Content-Security-Policy"]


@pytest.mark.parametrize("content_type", READ)
def test_what_is_read_as_utf_8_is_answered(portal, content_type):
    answer = answered(portal, content_type)
    assert (answer["status"], answer["body"]) == (200, b"+2AA-")


def test_more_words_than_a_form_may_have_are_refused_whatever_the_charset(portal):
    said = answered(portal, "text/plain; charset=utf-8", query=MANY_WORDS)
    assert said["status"] == 400


def test_a_form_keeps_its_boundary(portal):
    body = b'--x y\r\nContent-Disposition: form-data; name="login"\r\n\r\nNobody\r\n--x y--\r\n'
    kind = 'multipart/form-data; charset=utf-8; boundary="x y"'
    answer = answered(portal, kind, method="POST", body=body, query="")
    assert answer["body"] == b"Nobody"


@pytest.mark.parametrize(
    "content_type, query",
    [
        (OTHERS[0], "q=%41"),
        (OTHERS[1].replace("'", ""), "q=%41"),
        (READ[2], ""),
        (READ[0], MANY_WORDS),
    ],
)
def test_without_the_layer_the_request_itself_fails(content_type, query):
    with pytest.raises(Exception, match=r"encoding|parameters exceeded"):
        answered(WSGIHandler(), content_type, query=query)
