"""The worker as a process: alone, or kept alive beside the portal."""

import multiprocessing
import signal
import threading

from comptant.doors.log_lines import write_lines
from comptant.doors.worker import loop

AGAIN_SECONDS = 5  # after a worker that died


def main() -> None:
    """Work until told to stop by SIGTERM or SIGINT; what is under way is finished."""
    write_lines()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    loop.run(stop)


class Kept:
    """A worker in a process of its own, started again should it die."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def _keep(self) -> None:
        spawned = multiprocessing.get_context("spawn")
        while not self._over.is_set():
            process = spawned.Process(target=main, daemon=True)
            process.start()
            while process.is_alive() and not self._over.wait(1):
                pass
            if self._over.is_set():
                process.terminate()
                process.join()
            else:
                self._over.wait(AGAIN_SECONDS)

    def stop(self) -> None:
        """End it, once what is under way is finished."""
        self._over.set()
        self._thread.join()
