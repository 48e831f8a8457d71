"""A process that is killed takes no file with it, and processes of a cluster find what a single run finds."""

from __future__ import annotations

import datetime as dt
import os
import signal
import warnings
from functools import partial

import pytest

from gridmap.many.checking import Request, check_files
from gridmap.many.cluster import on_cluster
from gridmap.many.running import LOST, in_processes, processes_for
from gridmap.model.errors import BadInput
from tests.many.killed import dies_for_three
from ui.outputs.findings.many import tell


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_who_is_killed_is_said_and_all_others_are_done():
    found = dict(in_processes(dies_for_three, [1, 2, 3, 4], 2))
    assert found == {0: 2, 1: 4, 2: LOST, 3: 8}


def test_no_more_at_once_than_there_are_files_and_memory_for(tmp_path, monkeypatch):
    assert processes_for([tmp_path / "a"]) == 1
    monkeypatch.setattr("gridmap.many.running.free_memory_mb", lambda: 100.0)
    assert processes_for([tmp_path / "a", tmp_path / "b"]) == 1


def test_a_cluster_with_a_worker_killed_in_mid_run_finds_what_a_single_run_finds(towns, crossed, monkeypatch):
    distributed = pytest.importorskip("distributed")
    request = Request(partial(tell, "en", "briefing"), dt.date(2026, 6, 1))
    files = [*towns, *crossed]
    monkeypatch.setattr("gridmap.many.checking.in_processes", lambda work, jobs, _: enumerate(map(work, jobs)))
    single = dict(check_files(files, request, processes=1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as cluster:
            pids = [worker.pid for worker in cluster.workers.values()]
            found = {}
            for number, one in check_files(files, request, cluster=cluster.scheduler_address):
                if not found:
                    os.kill(pids[0], signal.SIGKILL)
                found[number] = one
            cluster.scale(0)
    assert found == single and len(found) == 6


def test_a_cluster_that_is_not_there_is_told(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("gridmap.many.cluster._PATIENCE_S", 0.3)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(BadInput, match="cluster-not-reached"):
            list(on_cluster(dies_for_three, [1], address))
