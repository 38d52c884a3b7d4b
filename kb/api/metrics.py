"""What the API has done, as Prometheus reads it (text format 0.0.4)."""

import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 0.6, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds; a question should take less than 0.4."""
OTHER = "其他"
"""The route of what has none: addresses are anybody's words, and must not become as many series."""


class Metrics:
    """Counts requests; used from one event loop."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._count: Counter[str] = Counter()
        self._seconds: dict[str, float] = {}

    def record(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests[route, method if method in ("GET", "HEAD", "POST") else OTHER, status] += 1
        self._count[route] += 1
        self._seconds[route] = self._seconds.get(route, 0.0) + seconds
        self._within.update((route, bound) for bound in BUCKETS if seconds <= bound)

    def text(self, inside: int, generation: str, documents: int, sections: int) -> str:
        """Everything, with what is in the line and which generation answers (empty where there is none)."""
        lines = [*self._counted(), *self._timed()]
        lines += _one("kb_requests_inside", "gauge", "Requests at work or waiting.", inside)
        if generation:
            lines += _one("kb_generation_info", "gauge", "The generation that answers.", 1, {"generation": generation})
            lines += _one("kb_documents", "gauge", "Documents of the generation.", documents)
            lines += _one("kb_sections", "gauge", "Sections of the generation.", sections)
        lines += _one("process_cpu_seconds_total", "counter", "CPU time used.", round(time.process_time(), 3))
        memory = resident()
        if memory is not None:
            lines += _one("process_resident_memory_bytes", "gauge", "Resident memory.", memory)
        return "\n".join(lines) + "\n"

    def _counted(self) -> Iterator[str]:
        yield from _head("kb_requests_total", "counter", "Requests answered.")
        for (route, method, status), count in sorted(self._requests.items()):
            yield _line("kb_requests_total", {"route": route, "method": method, "status": str(status)}, count)

    def _timed(self) -> Iterator[str]:
        name = "kb_request_seconds"
        yield from _head(name, "histogram", "Seconds from a request to its answer.")
        for route, count in sorted(self._count.items()):
            for bound in BUCKETS:
                yield _line(f"{name}_bucket", {"route": route, "le": str(bound)}, self._within[route, bound])
            yield _line(f"{name}_bucket", {"route": route, "le": "+Inf"}, count)
            yield _line(f"{name}_sum", {"route": route}, round(self._seconds[route], 6))
            yield _line(f"{name}_count", {"route": route}, count)


def resident() -> int | None:
    """The memory of this process in bytes; None where the system has no /proc."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


def _one(name: str, kind: str, told: str, value: float, labels: Mapping[str, str] | None = None) -> list[str]:
    return [*_head(name, kind, told), _line(name, labels or {}, value)]


def _head(name: str, kind: str, told: str) -> tuple[str, str]:
    return f"# HELP {name} {told}", f"# TYPE {name} {kind}"


def _line(name: str, labels: Mapping[str, str], value: float) -> str:
    inner = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{inner}}} {value}" if inner else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
