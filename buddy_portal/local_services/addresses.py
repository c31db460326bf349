"""Servers that somebody else runs: DATABASE_URL and REDIS_URL win over the embedded ones."""

import warnings

import environ
import psycopg2
import redis

from buddy_portal.local_services.problems import StartProblem

PATIENCE = 5


def check_database(url: str) -> str:
    """The host of the database, or StartProblem where it does not answer."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of an unknown kind; we refuse it
            known = environ.Env.db_url_config(url)
        host = str(known["HOST"] or "this machine")
        psycopg2.connect(
            host=known["HOST"] or None,
            port=known["PORT"] or None,
            user=known["USER"] or None,
            password=known["PASSWORD"] or None,
            dbname=known["NAME"],
            connect_timeout=PATIENCE,
        ).close()
    except (ValueError, KeyError, TypeError):
        raise StartProblem("DATABASE_URL is not an address of a database.") from None
    except psycopg2.OperationalError as error:
        raise StartProblem(
            f"DATABASE_URL is set, but the database on {host} does not answer: {_first(error)}"
        ) from None
    return host


def check_broker(url: str) -> str:
    """The host of the broker, or StartProblem where it does not answer."""
    try:
        client = redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
        host = str(client.connection_pool.connection_kwargs.get("host", "this machine"))
        client.ping()
        client.close()
    except ValueError:
        raise StartProblem("REDIS_URL is not an address of Redis or Valkey.") from None
    except redis.RedisError as error:
        raise StartProblem(
            f"REDIS_URL is set, but Redis or Valkey does not answer there: {_first(error)}"
        ) from None
    return host


def _first(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]
