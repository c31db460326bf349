"""Waits until the web process says that it is ready to serve."""

import http.client
from collections.abc import Callable

from buddy_portal.local_services.children import Child
from buddy_portal.local_services.places import last_line
from buddy_portal.local_services.problems import StartProblem
from buddy_portal.local_services.waiting import until

PATIENCE = 120.0


def wait(port: int, web: Child, interrupted: Callable[[], None], seconds: float = PATIENCE) -> None:
    """Return when /readyz answers 200; raise StartProblem when the process ends or never is."""
    answer = "no answer"

    def ready_or_ended() -> bool:
        nonlocal answer
        interrupted()
        answer = ask(port)
        return answer == "ready" or web.ended()

    until(ready_or_ended, seconds=seconds, every=0.1)
    log = web.command.log
    if web.ended():
        raise StartProblem(f"The web process did not start. {log} ends with: {last_line(log)}")
    if answer != "ready":
        raise StartProblem(f"The portal did not become ready within {seconds:.0f} s: {answer}")


def ask(port: int) -> str:
    """`ready`, or in words why not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        said = response.read(500).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return f"no answer ({error})"
    finally:
        connection.close()
    return "ready" if response.status == 200 else f"/readyz answers {response.status}: {said}"
