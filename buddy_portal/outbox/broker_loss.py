"""A worker that outlives its broker even while it is at a job.

When the broker goes away, Celery lets go of the connection and then closes its channels. kombu's
Redis channel would first put back what is not acknowledged yet, asks the connection that is gone
for its address and gets an AttributeError, which ends the worker (seen with kombu 5.7.0). Said as
what it is, a lost connection, it is expected: the worker goes on with its job and connects again.
Nothing is lost by not putting back: the outbox holds the truth, and its sweep hands it out again.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import redis as transport
from redis.exceptions import ConnectionError as BrokerGone


class Channel(transport.Channel):
    """kombu's channel, which says of a connection that is gone that it is gone."""

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        if self.connection is None or self.connection.client is None:
            raise BrokerGone("The broker is gone, and its connection is closed.")
        parameters: dict[str, Any] = super()._connparams(asynchronous=asynchronous)
        return parameters


def outlive_the_broker() -> None:
    """Use this channel in the worker that calls it."""
    transport.Transport.Channel = Channel
