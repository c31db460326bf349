import os
from collections import namedtuple

import pytest

from buddy_portal.local_services import places
from buddy_portal.local_services.places import Places, last_line, make_room
from buddy_portal.local_services.problems import StartProblem, sentence_for

Usage = namedtuple("Usage", "total used free")


def test_folder_of_the_sockets_is_short_enough_for_a_socket(tmp_path):
    deep = tmp_path / ("long" * 50)
    assert len(f"{Places(deep).sockets}/.s.PGSQL.5432") < 107


def test_two_checkouts_have_sockets_of_their_own(tmp_path):
    assert Places(tmp_path / "one").sockets != Places(tmp_path / "two").sockets


def test_full_disk_says_how_much_is_needed(tmp_path, monkeypatch):
    monkeypatch.setattr(places.shutil, "disk_usage", lambda _path: Usage(9, 9, 5 * 1024**2))
    with pytest.raises(StartProblem, match=r"disk is full: .* has 5 MB left .* needs 300 MB"):
        make_room(Places(tmp_path / "var"))


def test_folder_of_another_account_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(places.os, "access", lambda *_: False)
    with pytest.raises(StartProblem, match="may not write to"):
        make_room(Places(tmp_path / "var"))


def test_place_that_cannot_be_made_is_refused(tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(places.Path, "mkdir", refuse)
    with pytest.raises(StartProblem, match="may not write to"):
        make_room(Places(tmp_path / "var"))


@pytest.mark.parametrize(
    ("number", "said"),
    [(28, "The disk is full"), (13, "may not write here"), (5, "refused a step")],
)
def test_system_error_is_one_sentence(number, said):
    assert said in sentence_for(OSError(number, os.strerror(number), "/somewhere"))


def test_last_line_of_a_log_skips_blank_ones(tmp_path):
    log = tmp_path / "x.log"
    log.write_text("first\nlast one\n\n")
    assert last_line(log) == "last one"


def test_last_line_of_a_missing_log(tmp_path):
    assert last_line(tmp_path / "x.log") == "nothing was written"
