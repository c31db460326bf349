import re

from buddy_portal.local_services import demonstration


def test_password_is_made_once_and_kept_private(tmp_path):
    place = tmp_path / "demonstration-password"
    first = demonstration.password(place)
    assert demonstration.password(place) == first
    assert place.stat().st_mode & 0o777 == 0o600


def test_password_can_be_read_out_and_is_long_enough(tmp_path):
    made = demonstration.password(tmp_path / "x")
    assert re.fullmatch(r"([a-z]{4}-){4}[a-z]{4}", made)


def test_two_portals_have_different_passwords(tmp_path):
    assert demonstration.password(tmp_path / "a") != demonstration.password(tmp_path / "b")


def test_sign_ins_are_the_nine_of_the_demonstration():
    lines = demonstration.sign_in_lines("secret-word")
    assert "secret-word" in lines[0]
    assert len(lines) == 10
    assert all("@demo.example" in line for line in lines[1:])
