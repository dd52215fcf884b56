"""What the kernel says of a process: memory, files, whether it lives. Linux alone."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise LookupError(name)


def rss_mb(pid: int) -> float:
    """Memory held now."""
    return _status(pid, "VmRSS") / 1024


def peak_mb(pid: int) -> float:
    """The most memory held since the process began, or since `forget_peak`."""
    return _status(pid, "VmHWM") / 1024


def forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def files(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def stop(pid: int) -> None:
    """SIGSTOP: it holds its sockets and does nothing, until it is killed."""
    os.kill(pid, signal.SIGSTOP)


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The rise of a straight line through (x, y), by least squares."""
    count = len(points)
    middle_x, middle_y = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    below = sum((x - middle_x) ** 2 for x, _ in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / below if below else 0.0
