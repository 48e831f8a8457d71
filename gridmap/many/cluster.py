"""The same pieces of work by the workers of a dask.distributed scheduler that runs already (``gridmap[cluster]``).

The workers must have the same GridMap, and reach the files under the same paths. What a worker had that is lost, others
do again; the scheduler sees to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

from gridmap.many.running import LOST, Lost
from gridmap.model.errors import BadInput, GridMapError

Job = TypeVar("Job")
Result = TypeVar("Result")

_PATIENCE_S: Final = 10


def must_be_installed() -> None:
    """Make sure that dask.distributed is there; raises :class:`BadInput` ``cluster-not-installed``."""
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        raise BadInput("cluster-not-installed", reason=str(error)) from error


def on_cluster(work: Callable[[Job], Result], jobs: Sequence[Job], address: str) -> Iterator[tuple[int, Result | Lost]]:
    """Do what :func:`gridmap.many.running.in_processes` does, by the workers of a scheduler.

    Parameters
    ----------
    address : str
        Of the scheduler, ``tcp://10.0.0.5:8786`` for instance.

    Raises
    ------
    BadInput
        ``cluster-not-installed``, ``cluster-not-reached``, ``cluster-without-workers``.
    GridMapError
        ``cluster-lost`` if the scheduler goes away.
    """
    must_be_installed()
    import distributed

    as_completed: Any = distributed.as_completed

    client = _client(address)
    try:
        futures = {client.submit(work, job, pure=False): number for number, job in enumerate(jobs)}
        for future in as_completed(list(futures), loop=client.loop):
            if future.status == "finished":
                yield futures[future], future.result()
            elif future.status == "error":
                yield futures[future], LOST
            else:
                raise GridMapError("cluster-lost", address=address)
    finally:
        client.close(timeout=_PATIENCE_S)


def _client(address: str) -> Any:
    import distributed

    connect: Any = distributed.Client
    try:
        client = connect(address, timeout=_PATIENCE_S, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:  # what an address that is none raises, too
        raise BadInput("cluster-not-reached", address=address, reason=str(error)) from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE_S)
    except TimeoutError as error:
        client.close(timeout=_PATIENCE_S)
        raise BadInput("cluster-without-workers", address=address) from error
    return client
