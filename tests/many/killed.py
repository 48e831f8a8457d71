"""Work for processes of which one is killed; apart, since each process reads the file of its work."""

from __future__ import annotations

import os
import signal


def dies_for_three(job: int) -> int:
    """Return the double of a number; the process that gets 3 is killed."""
    if job == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return job * 2
