"""The same rules over parts of a portfolio, on worker processes of our own or of Ray's.

A part is some contracts with all their invoices, as Arrow bytes: nothing that the rules compute
crosses contracts, so that the parts need not know each other. Ray is an extra, not a requirement:
pip install "comptant[distributed]".
"""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing import get_context
from time import perf_counter

import polars as pl

from comptant.doors.bench import portfolio

Part = tuple[bytes, bytes]  # invoices, contracts
Run = Callable[[list[Part], str], list[bytes]]
PARTS_PER_WORKER = 4  # so that the last worker is not waited for
RAY_STORE_BYTES = 512 * 2**20


class EngineMissing(Exception):
    """The distributed engine asked for is not installed."""


def measure(engine: str, contracts: int, each: int, workers: int) -> list[dict[str, object]]:
    """{"stress", "engine", "here_s", "there_s", "available_cents", "equal", ...} per stress.

    AssertionError if any column of any contract differs from what one process says.
    """
    rows = portfolio.invoices(1, contracts, each)
    facts = portfolio.contracts(rows)
    parts = cut(rows, facts, workers * PARTS_PER_WORKER)
    found: list[dict[str, object]] = []
    with engines()[engine](workers) as run:
        run(cut(rows.head(each), facts.head(1), 1) * workers, "as_it_is")  # workers that are warm
        for name in portfolio.STRESSES:
            start = perf_counter()
            whole = portfolio.stress(rows, facts, name)
            here = perf_counter() - start
            start = perf_counter()
            together = joined(run(parts, name))
            there = perf_counter() - start
            if not together.equals(whole):
                raise AssertionError(f"{engine} and one process disagree on {name}")
            found.append({
                "stress": name, "engine": engine, "workers": workers, "parts": len(parts),
                "contracts": contracts, "invoices": rows.height, "here_s": round(here, 2),
                "there_s": round(there, 2), "here_over_there": round(here / there, 2),
                "available_cents": int(whole["drawable_cents"].sum()),
                "over_advance_cents": -int(whole["available_cents"].clip(None, 0).sum()),
                "equal": True,
            })  # fmt: skip
    return found


def cut(rows: pl.DataFrame, facts: pl.DataFrame, count: int) -> list[Part]:
    """The portfolio in parts of whole contracts."""
    numbers = facts["contract_id"].sort()
    size = -(-len(numbers) // count)
    groups = (numbers.slice(start, size).implode() for start in range(0, len(numbers), size))
    return [
        tuple(_bytes(f.filter(pl.col("contract_id").is_in(group))) for f in (rows, facts))
        for group in groups
    ]  # type: ignore[misc]


def work(part: Part, name: str) -> bytes:
    """One part, wherever this runs."""
    rows, facts = (pl.read_ipc(io.BytesIO(each)) for each in part)
    return _bytes(portfolio.stress(rows, facts, name))


def joined(answers: list[bytes]) -> pl.DataFrame:
    """What the parts gave, as one."""
    frames = [pl.read_ipc(io.BytesIO(each)) for each in answers]
    return pl.concat(frames).sort("contract_id")


def _bytes(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc(buffer)
    return buffer.getvalue()


@contextmanager
def _processes(workers: int) -> Iterator[Run]:
    """Processes of our own: new ones, since Polars hangs in a fork."""
    with get_context("spawn").Pool(workers) as pool:
        yield lambda parts, name: pool.starmap(work, [(part, name) for part in parts], 1)


@contextmanager
def _ray(workers: int) -> Iterator[Run]:
    """A Ray of this machine, for as long as it is used; on a cluster only `init` differs."""
    if find_spec("ray") is None:
        raise EngineMissing("ray")
    # Ray reads these when it is imported.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    import ray

    ray.init(
        num_cpus=workers, include_dashboard=False, log_to_driver=False, logging_level="ERROR",
        object_store_memory=RAY_STORE_BYTES,
    )  # fmt: skip
    try:
        remote = ray.remote(work)
        yield lambda parts, name: ray.get([remote.remote(part, name) for part in parts])
    finally:
        ray.shutdown()


def engines() -> dict[str, Callable[[int], object]]:
    """What may run the parts."""
    return {"processes": _processes, "ray": _ray}
