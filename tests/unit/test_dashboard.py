"""The dashboard asks for metrics that exist, by labels that they have; and none is left unwatched."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.metrics_core import Metric

from server import metrics
from server.api.metrics import _Now

METRIC = re.compile(r"\bbluephone_\w+")
LABELS = re.compile(r"\bby \(([^)]+)\)")
ENDINGS = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}


@pytest.fixture(scope="module")
def expressions(root: Path) -> list[str]:
    """All that the dashboard asks for."""
    board = json.loads((root / "deploy/grafana/bluephone.json").read_text())
    return [target["expr"] for panel in board["panels"] for target in panel.get("targets", ())]


def ours() -> Iterator[tuple[Metric, set[str]]]:
    """Each metric of ours, and its labels."""
    declared: list[Any] = [m for m in vars(metrics).values() if isinstance(m, MetricWrapperBase) and not m._labelvalues]
    assert len(declared) > 10
    for metric in declared:
        yield next(iter(metric.collect())), set(metric._labelnames)
    for looked_up in _Now().collect():
        yield looked_up, {name for sample in looked_up.samples for name in sample.labels}


@pytest.fixture
def known(transactional_db: None) -> dict[str, set[str]]:
    """The name of each series → its labels."""
    return {f"{m.name}{end}": labels for m, labels in ours() for end in ENDINGS[m.type]}


def test_each_expression_asks_for_what_exists(expressions: list[str], known: dict[str, set[str]]) -> None:
    assert len(expressions) > 15
    for expression in expressions:
        asked = METRIC.findall(expression)
        assert asked, expression
        for name in asked:
            assert name in known, f"{expression}: there is no {name}"


def test_each_label_is_one_of_the_metric(expressions: list[str], known: dict[str, set[str]]) -> None:
    for expression in expressions:
        labels = {"le"}.union(*(known[name] for name in METRIC.findall(expression)))
        asked = {label.strip() for group in LABELS.findall(expression) for label in group.split(",")}
        assert asked <= labels, expression


def test_brackets_close(expressions: list[str]) -> None:
    for expression in expressions:
        for left, right in ("()", "[]", "{}"):
            assert expression.count(left) == expression.count(right), expression


def test_every_metric_is_shown(expressions: list[str], known: dict[str, set[str]]) -> None:
    shown = {re.sub(r"_(total|bucket|sum|count)$", "", name) for e in expressions for name in METRIC.findall(e)}
    assert shown == {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in known}


def test_no_metric_names_anybody(known: dict[str, set[str]]) -> None:
    assert set().union(*known.values()) == {"kind", "why", "hop", "found_by", "how", "came", "used_for", "as"}


def test_the_documents_tell_every_metric(root: Path, known: dict[str, set[str]]) -> None:
    told = set(re.findall(r"^\| `(bluephone_\w+)` \|", (root / "docs/watch.md").read_text(), re.MULTILINE))
    assert told == {re.sub(r"_(bucket|sum|count)$", "", name) for name in known}
