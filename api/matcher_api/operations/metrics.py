"""What is measured, for Prometheus: calls by route and status, runs by state, messages that wait. No names, no ids."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from matcher_api.notifications.models import Delivery, Notification
from matcher_api.runs.models import Run


class Metrics:
    """Of one application: two in one process do not share them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.calls = Counter("matcher_calls", "Calls answered", ("method", "route", "status"), registry=self.registry)
        self.seconds = Histogram(
            "matcher_call_seconds", "Seconds until the answer began", ("route",), registry=self.registry
        )

    def called(self, method: str, route: str, status: int, seconds: float) -> None:
        """`route` is the template, so that ids make no series of their own."""
        self.calls.labels(method, route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)


class Tables(Collector):
    """Counted in the database when somebody asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterable[Metric]:
        with Session(self._engine) as session:
            runs = session.exec(select(Run.state, func.count()).group_by(col(Run.state))).all()
            waiting = session.exec(
                select(func.count()).select_from(Notification).where(Notification.state == "waiting")
            ).one()
            ways = session.exec(
                select(Delivery.channel, Delivery.state, func.count()).group_by(
                    col(Delivery.channel), col(Delivery.state)
                )
            ).all()
        states = GaugeMetricFamily("matcher_runs", "Runs by state", labels=("state",))
        for state, count in runs:
            states.add_metric((state,), count)
        yield states
        yield GaugeMetricFamily("matcher_outbox_waiting", "Messages that wait for a channel", value=waiting)
        sent = GaugeMetricFamily("matcher_deliveries", "Deliveries by channel and state", labels=("channel", "state"))
        for channel, state, count in ways:
            sent.add_metric((channel, state), count)
        yield sent
