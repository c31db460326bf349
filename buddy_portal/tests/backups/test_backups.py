"""Backup and restore with a real PostgreSQL: what comes back is what was there, or nothing."""

import datetime
import json
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from buddy_portal.accounts.models import User
from buddy_portal.backups import restoring
from buddy_portal.backups.digests import is_empty, table_digests
from buddy_portal.backups.making import make_backup
from buddy_portal.backups.manifest import DUMP, MANIFEST, sha256_of
from buddy_portal.backups.problems import BackupProblem
from buddy_portal.backups.restoring import restore_backup
from buddy_portal.backups.tools import tools_for
from buddy_portal.outbox.models import Message
from improvement_plans.models import PlanState
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.datetime(2015, 4, 16, 12, tzinfo=datetime.UTC)
TARGET = "buddy_restored"


@pytest.fixture
def target():
    """A second database on the same server, without any tables."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    connections[TARGET] = connection.copy(TARGET)
    connections[TARGET].settings_dict = {**connection.settings_dict, "NAME": name}
    yield connections[TARGET]
    connections[TARGET].close()
    del connections[TARGET]
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def media(tmp_path):
    folder = tmp_path / "media"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "card.png").write_bytes(b"\x89PNG" + bytes(range(256)))
    return folder


@pytest.fixture
def made(tmp_path, media):
    """A backup of a portal with a plan under way."""
    make_world(PlanState.ACTIVE)
    folder = tmp_path / "backup"
    make_backup(connection=connection, media=media, folder=folder, now=NOW)
    return folder


def restore(target, made, tmp_path, **options):
    return restore_backup(connection=target, media=tmp_path / "restored", folder=made, **options)


def digests(database):
    from django.db import transaction

    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        return table_digests(cursor)


def change_manifest(folder, **values):
    path = folder / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def names(database):
    with database.cursor() as cursor:
        cursor.execute("SELECT name FROM accounts_user ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


def test_what_is_restored_has_the_same_rows_and_files(made, target, tmp_path, media):
    restore(target, made, tmp_path)
    before, after = digests(connection), digests(target)
    assert before == after
    assert before["improvement_plans_action"].rows == 1
    restored = tmp_path / "restored" / "evidence" / "card.png"
    assert restored.read_bytes() == (media / "evidence" / "card.png").read_bytes()


def test_the_restored_trail_still_refuses_every_change(made, target, tmp_path):
    from django.db import ProgrammingError

    restore(target, made, tmp_path)
    with target.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_auditevent (at, actor, action, object_kind, object_id, "
            "object_name, trust_code, changes, reason, request_id) "
            "VALUES (now(), '', 'x', '', '', '', '', '{}', '', '')"
        )
        with pytest.raises(ProgrammingError, match="audit"):
            cursor.execute("DELETE FROM accounts_auditevent")


def test_mails_that_waited_in_a_restored_backup_are_held_until_they_are_let_go(
    target, tmp_path, media
):
    make_world(PlanState.ACTIVE)
    Message.objects.all().delete()
    Message.objects.create(job="send_mail", payload={"to": "waits@b.example"})
    Message.objects.create(job="send_mail", payload={"to": "went@b.example"}, done_at=NOW)
    Message.objects.create(job="compile_evaluation", payload={"run_id": 1})
    make_backup(connection=connection, media=media, folder=tmp_path / "backup", now=NOW)
    restored = restore(target, tmp_path / "backup", tmp_path)
    assert restored.mails_held == 1
    held = Message.objects.using(target.alias).exclude(failed_at=None)
    assert [message.payload["to"] for message in held] == ["waits@b.example"]
    waiting = Message.objects.using(target.alias).filter(done_at=None, failed_at=None)
    assert [message.job for message in waiting] == ["compile_evaluation"]


def test_one_changed_value_changes_the_digest_of_its_table(made, target, tmp_path):
    restore(target, made, tmp_path)
    with target.cursor() as cursor:
        cursor.execute("UPDATE improvement_plans_action SET text = text || '.'")
    before, after = digests(connection), digests(target)
    assert {name for name in before if before[name] != after[name]} == {"improvement_plans_action"}


def test_a_database_in_use_is_refused_and_stays_as_it_was(made, target, tmp_path):
    restore(target, made, tmp_path)
    before = digests(target)
    with pytest.raises(BackupProblem, match="people have accounts in it"):
        restore(target, made, tmp_path)
    assert digests(target) == before


def test_with_replace_everything_is_replaced(made, target, tmp_path):
    restore(target, made, tmp_path)
    (tmp_path / "restored" / "later.pdf").write_bytes(b"uploaded later")
    with target.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET name = 'Somebody later'")
        cursor.execute("CREATE TABLE of_a_later_version (id int)")
    restore(target, made, tmp_path, replace=True)
    assert digests(target) == digests(connection)
    assert not (tmp_path / "restored" / "later.pdf").exists()


def test_a_restore_that_fails_in_the_middle_leaves_the_database_as_it_was(
    made, target, tmp_path, monkeypatch
):
    restore(target, made, tmp_path)
    before = digests(target)
    monkeypatch.setattr(restoring, "EMPTY_DATABASE", restoring.EMPTY_DATABASE + "SELECT 1/0;\n")
    with pytest.raises(BackupProblem, match="psql failed"):
        restore(target, made, tmp_path, replace=True)
    assert digests(target) == before


def test_a_restore_that_differs_from_its_manifest_is_noticed(made, target, tmp_path):
    tables = json.loads((made / MANIFEST).read_text())["tables"]
    tables["accounts_user"]["digest"] = "1"
    change_manifest(made, tables=tables)
    with pytest.raises(BackupProblem, match="accounts_user differ"):
        restore(target, made, tmp_path)


def damage_dump(folder):
    content = bytearray((folder / DUMP).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / DUMP).write_bytes(content)


DAMAGES = {
    "no manifest": (lambda folder: (folder / MANIFEST).unlink(), "holds no backup"),
    "no JSON": (lambda folder: (folder / MANIFEST).write_text("{"), "cannot be read"),
    "a list": (lambda folder: (folder / MANIFEST).write_text("[]"), "cannot be read"),
    "half a manifest": (
        lambda folder: (folder / MANIFEST).write_text(
            '{"kind": "buddy portal backup", "format": 1}'
        ),
        "parts of it are missing",
    ),
    "foreign": (lambda folder: change_manifest(folder, kind="photos"), "not a backup of this"),
    "newer format": (lambda folder: change_manifest(folder, format=2), "a newer version"),
    "newer portal": (
        lambda folder: change_manifest(folder, migrations=["trusts.9999_later"]),
        "does not know trusts.9999_later",
    ),
    "newer server": (lambda folder: change_manifest(folder, postgres=99), "PostgreSQL 99"),
    "one bit of the dump": (damage_dump, "database.dump is not as it was made"),
    "a file gone": (
        lambda folder: (folder / "files" / "evidence" / "card.png").unlink(),
        "card.png is missing",
    ),
    "a file added": (
        lambda folder: (folder / "files" / "extra.txt").write_text("x"),
        "extra.txt was put there later",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_foreign_backup_is_refused_and_changes_nothing(damage, made, target, tmp_path):
    act, sentence = DAMAGES[damage]
    act(made)
    with pytest.raises(BackupProblem, match=sentence):
        restore(target, made, tmp_path)
    assert digests(target) == {}


def test_a_dump_that_is_none_is_refused_though_its_digest_is_right(made, target, tmp_path):
    (made / DUMP).write_bytes(b"not a dump")
    files = json.loads((made / MANIFEST).read_text())["files"]
    change_manifest(made, files={**files, DUMP: sha256_of(made / DUMP)})
    with pytest.raises(BackupProblem, match="pg_restore failed"):
        restore(target, made, tmp_path)


def test_a_folder_that_is_there_is_not_written_into(made, media):
    with pytest.raises(BackupProblem, match="is there already"):
        make_backup(connection=connection, media=media, folder=made, now=NOW)


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path, media, monkeypatch):
    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(BackupProblem, match="No space left"):
        make_backup(connection=connection, media=media, folder=tmp_path / "new", now=NOW)
    assert not list(tmp_path.glob("new*"))


def test_an_older_pg_dump_is_never_used():
    assert tools_for(18).major >= 18
    with pytest.raises(BackupProblem, match="The server is PostgreSQL 99"):
        tools_for(99)


def test_a_database_is_empty_until_somebody_has_an_account(target):
    assert is_empty(target)
    assert is_empty(connection)
    make_world()
    assert not is_empty(connection)


def test_the_commands_speak_plainly(tmp_path, settings, capsys):
    make_world()
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("backup", str(tmp_path / "backup"))
    assert "Backed up" in capsys.readouterr().out
    count = User.objects.count()
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(tmp_path / "backup"))
    with pytest.raises(CommandError, match="holds no backup"):
        call_command("restore", str(tmp_path))
    assert User.objects.count() == count
