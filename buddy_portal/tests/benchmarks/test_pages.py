import http.server
import inspect
import os
import threading
from contextlib import contextmanager

import pytest
from django.db import connection

from buddy_portal.benchmarks import listening_pages, pages
from buddy_portal.benchmarks.bars import LISTENING_BARS, PAGE_BARS
from buddy_portal.benchmarks.served import rounds, saving
from buddy_portal.benchmarks.served.programme import address_of
from buddy_portal.benchmarks.served.rows import MAKE_ROWS
from buddy_portal.benchmarks.served.web_server import Answer, NotThePage, WebServer, free_port

THIN = rounds.Plan(rounds=2, asked=2, warm=1)
WEBSITE = {
    "/": '<link href="/look.css"><script src="/a/main.js"></script><img src="data:x">',
    "/look.css": "body { background: url(/dot.svg) }",
    "/a/main.js": 'import { help } from "./help.js";',
    "/a/help.js": "export const help = 1;",
    "/dot.svg": "<svg/>",
}
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Website(http.server.BaseHTTPRequestHandler):
    """Answers with the pages above, and with any status that an address asks for."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked = self.path.strip("/")
        body = WEBSITE.get(self.path, "").encode()
        self.send_response(int(asked) if asked.isdigit() else 200)
        if asked == "302":
            self.send_header("Location", "/sign-in/")
        if "X-Count" in self.headers:
            self.send_header("X-Statements", "7")
        self.send_header("Content-Type", KINDS.get(asked.rpartition(".")[2], "text/html"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the library calls it by this name

    def log_message(self, *_arguments):
        pass


@contextmanager
def website(master=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), Website)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = WebServer(server.server_port, master or os.getpid())
    try:
        yield found
    finally:
        found.close()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("status", [302, 403, 404, 500])
def test_what_is_not_the_page_is_refused_and_never_timed(status):
    with website() as server, pytest.raises(NotThePage, match=f"answered {status}"):
        rounds.compare((server, lambda: server.get(f"/{status}")), (server, lambda: None), THIN)


def test_way_to_the_sign_in_page_is_named():
    with website() as server, pytest.raises(NotThePage, match="leads to /sign-in/"):
        server.get("/302")


def test_form_that_is_shown_again_is_refused():
    with website() as server, pytest.raises(NotThePage, match="answered 200, not 302"):
        server.post("/", {"text": "again"}, {})


def test_each_page_has_its_statements_its_time_and_its_wait(monkeypatch):
    ticks = iter(range(1000))
    monkeypatch.setattr(WebServer, "spent", lambda _self: next(ticks))
    with website() as server:
        front = [pages.Page("front", "/", None)]
        counted, time, wait = pages.measured(front, server, server, THIN)
    assert (counted["name"], counted["value"]) == ("page: front: statements", 7)
    assert (time["name"], time["value"], time["ratio"]) == ("page: front", 0.5, 1)
    assert (wait["name"], wait["unit"]) == ("page: front: wait", "ms")


def test_first_visit_counts_each_file_once_and_follows_their_names():
    with website() as server:
        found = dict(saving.first_visit(server, "/"))
    assert found == {name: len(body) for name, body in WEBSITE.items()}


def test_hidden_fields_are_read_as_they_were_meant():
    page = '<input type="hidden" name="csrfmiddlewaretoken" value="a&amp;b"><input name="text">'
    assert saving.hidden_fields(page) == {"csrfmiddlewaretoken": "a&b"}


def test_page_without_a_form_cannot_be_saved():
    with pytest.raises(NotThePage, match="no form"):
        saving.hidden_fields("<p>Only words</p>")


def test_two_real_workers_spend_time_on_what_they_are_asked():
    with pages.serving_bare() as bare:
        assert bare.get("/").body == b"ok"
        before = bare.spent()
        found = rounds.compare((bare, lambda: bare.get("/")), (bare, lambda: bare.get("/")), THIN)
        assert bare.spent() > before
        assert found.page.processor > 0 < found.ratio.processor


@pytest.mark.django_db(transaction=True)
def test_floors_do_the_work_of_their_kind_and_stand_beside_each_page():
    with connection.cursor() as cursor:
        cursor.execute(MAKE_ROWS)
    try:
        with pages.serving_bare(address_of(connection.settings_dict["NAME"])) as bare:
            assert bare.get("/rows/").body.count(b"<tr>") == 150
            floors = pages.measured_floors(bare, THIN)
            assert b"Other words" in bare.get("/rows/1/").body
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE benchmark_floor")
    assert {"list", "detail", "form", "save"} < floors.keys()
    found = rounds.Compared(*[rounds.Spent(12, 24)] * 3)
    time, wait = pages.timed_lines("a list", found, "list", floors)
    assert time["of_its_kind"] == 12 / floors["list"]["ratio"]
    assert wait["of_its_kind"] == 24 / floors["list: wait"]["ratio"]


@pytest.mark.parametrize(("part", "bars"), [(pages, PAGE_BARS), (listening_pages, LISTENING_BARS)])
def test_every_page_has_its_bars(part, bars):
    source = inspect.getsource(part.pages_of)
    for name in bars:
        assert f'Page("{name}"' in source
    assert source.count(' Page("') == len(bars)


def test_answer_that_is_the_page_is_given_back():
    answer = Answer(200, {}, b"ok")
    assert answer.expect("/", 200) is answer
