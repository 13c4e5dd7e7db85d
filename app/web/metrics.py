"""What an operator watches, as Prometheus reads it: counts and times, nothing of who asked what."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from time import perf_counter
from typing import Protocol

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Scope

from app.service import Memory, Services
from app.web.gate import Gate

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds of the histograms: from what nobody notices to where a browser gives up."""

LAG_EVERY = 0.5
"""Seconds between two looks at how late the event loop is."""


class Queue(Protocol):
    """Who works questions out, as far as it is counted."""

    @property
    def waiting(self) -> int:
        """How many questions wait."""


class Metrics:
    """All that one server counts."""

    def __init__(self, services: Services) -> None:
        self.registry = CollectorRegistry()
        self._requests = Histogram(
            "bneck_lab_request_seconds",
            "Time from a request's headers to its answer.",
            ("route", "method", "status"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._verdicts = Counter(
            "bneck_lab_verify",
            "Reports of Verify, as they were told.",
            ("lab", "verdict"),
            registry=self.registry,
        )
        self._problems = Counter(
            "bneck_lab_problems",
            "Requests that could not be served, by kind.",
            ("kind",),
            registry=self.registry,
        )
        self._lag = Gauge(
            "bneck_lab_event_loop_lag_seconds",
            "How late the event loop was, the last time it was looked at.",
            registry=self.registry,
        )
        self.registry.register(_Memory(services.memory))

    def watch(self, gate: Gate) -> None:
        """Count a server's connections too."""
        self.registry.register(_Gate(gate))

    def watch_queue(self, queue: Queue) -> None:
        """Count who waits for a worker too."""
        waiting = Gauge(
            "bneck_lab_questions_waiting",
            "Questions that wait for a worker.",
            registry=self.registry,
        )
        waiting.set_function(lambda: queue.waiting)

    def verified(self, lab: str, verdict: str) -> None:
        """Count a report."""
        self._verdicts.labels(lab, verdict).inc()

    def failed(self, kind: str) -> None:
        """Count a request that could not be served."""
        self._problems.labels(kind).inc()

    def answered(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request, under its route: addresses would be without number."""
        self._requests.labels(_route(scope), _method(scope), status).observe(seconds)

    @asynccontextmanager
    async def watching_the_loop(self) -> AsyncIterator[None]:
        """Look now and then how late the event loop is."""
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch

    async def _watch(self) -> None:
        while True:
            began = perf_counter()
            await asyncio.sleep(LAG_EVERY)
            self._lag.set(max(0.0, perf_counter() - began - LAG_EVERY))


class _Memory(Collector):
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def collect(self) -> Iterator[Metric]:
        """Yield how often reports were remembered."""
        found = CounterMetricFamily(
            "bneck_lab_reports_asked", "Reports, remembered or worked out.", labels=("remembered",)
        )
        found.add_metric(("yes",), self._memory.recalled)
        found.add_metric(("no",), self._memory.missed)
        yield found


class _Gate(Collector):
    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def collect(self) -> Iterator[Metric]:
        """Yield how many connections there are, what they hold, and why some were refused."""
        gate = self._gate
        open = GaugeMetricFamily("bneck_lab_connections", "Connections that are open.")
        open.add_metric((), len(gate.guests))
        most = GaugeMetricFamily("bneck_lab_connections_most", "Connections that may be open.")
        most.add_metric((), gate.limits.connections)
        held = GaugeMetricFamily("bneck_lab_held_bytes", "Requests that are received or answered.")
        held.add_metric((), gate.held)
        refused = CounterMetricFamily(
            "bneck_lab_refused", "Connections ended by the server, by kind.", labels=("kind",)
        )
        for kind, count in gate.refused.items():
            refused.add_metric((kind,), count)
        yield from (open, most, held, refused)


def _route(scope: Scope) -> str:
    """Return the template of the route that served a request: `/api/labs/{lab}`."""
    route: BaseRoute | None = scope.get("route")
    path: str | None = getattr(route, "path", None)
    return path or ("/static" if "/static/" in scope["path"] else "none")


def _method(scope: Scope) -> str:
    """Return a request's method; those that nobody serves are one."""
    method: str = scope["method"]
    return method if method in ("GET", "HEAD", "POST") else "other"


def measure(app: FastAPI, services: Services) -> Metrics:
    """Have an application counted, and told at `/metrics`."""
    metrics: Metrics = Metrics(services)
    app.state.metrics = metrics
    app.add_api_route("/metrics", tell, include_in_schema=False)
    return metrics


def metrics_of(request: Request) -> Metrics:
    """Return what is counted of the application that serves a request."""
    metrics: Metrics = request.app.state.metrics
    return metrics


async def tell(request: Request) -> Response:
    """Say all that is counted."""
    content = generate_latest(metrics_of(request).registry)
    return Response(
        content, headers={"Cache-Control": "no-store", "Content-Type": CONTENT_TYPE_LATEST}
    )
