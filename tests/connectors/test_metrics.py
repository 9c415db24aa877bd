"""What Prometheus reads: messages by channel, and how long they took."""

from __future__ import annotations

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from connectors.health import Meters


def read(meters: Meters) -> dict[str, float]:
    families = text_string_to_metric_families(generate_latest(meters.registry).decode())
    return {"".join([s.name, *s.labels.values()]): s.value for family in families for s in family.samples}


def test_messages_are_counted_by_channel_and_by_how_long_they_took() -> None:
    meters = Meters()
    meters.count("wechat", 0.005)
    meters.count("wechat", 0.03)
    meters.count("widget", 9.0)
    found = read(meters)
    assert (found["guanjia_messages_totalwechat"], found["guanjia_messages_totalwidget"]) == (2, 1)
    name = "guanjia_message_seconds"
    assert [found[f"{name}_bucket{le}"] for le in ("0.005", "0.02", "0.05", "5.0", "+Inf")] == [1, 1, 2, 2, 3]
    assert (found[f"{name}_count"], found[f"{name}_sum"]) == (3, 9.035)


def test_before_the_first_message_all_is_nothing() -> None:
    assert read(Meters())["guanjia_message_seconds_count"] == 0
