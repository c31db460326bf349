"""A worker at a job whose broker goes away: see also the evaluation's tests with real servers."""

from types import SimpleNamespace

import pytest
from kombu.transport import redis as transport
from redis.exceptions import ConnectionError as BrokerGone

from buddy_portal.outbox.broker_loss import Channel


def orphan(kind):
    """A channel whose connection was closed under it."""
    channel = kind.__new__(kind)
    channel.connection = SimpleNamespace(client=None)
    return channel


def test_a_closed_connection_is_a_lost_one_which_celery_expects():
    with pytest.raises(BrokerGone):
        orphan(Channel)._connparams()
    assert BrokerGone in transport.Transport.connection_errors


def test_without_it_the_worker_meets_an_error_that_ends_it():
    with pytest.raises(AttributeError, match="hostname"):
        orphan(transport.Channel)._connparams()
