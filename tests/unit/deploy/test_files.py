"""The files below deploy/ speak of what is there: settings, commands, ports and addresses, as the server has them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import resolve

from server.cli.one_process import DRAIN_S
from server.cli.parser import parser
from server.live.process import MOVE_WITHIN_MS
from tests.unit.test_docs import settings_read

SETTING = re.compile(r"\b(BLUEPHONE_[A-Z_]+|DATABASE_URL|REDIS_URL|SECRET_KEY|PUBLIC_URL)\b(?=[=:])")
OF_THE_PROXY = {"BLUEPHONE_SERVERS"}
"""What the Caddyfile is told, and no server reads."""
STORING_S = 10
"""What may be left to store when the sockets have gone."""


@pytest.fixture
def deploy(root: Path) -> Path:
    return root / "deploy"


def documents(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(path.read_text()))


@pytest.fixture
def compose(deploy: Path) -> dict[str, Any]:
    (found,) = documents(deploy / "compose.yaml")
    return found


@pytest.fixture
def cluster(deploy: Path) -> dict[str, dict[str, Any]]:
    """Every object by its kind."""
    (house,) = documents(deploy / "kubernetes/kustomization.yaml")
    found = [one for name in house["resources"] for one in documents(deploy / "kubernetes" / name)]
    assert len({one["kind"] for one in found}) == len(found)
    return {one["kind"]: one for one in found}


def container(workload: dict[str, Any]) -> dict[str, Any]:
    (found,) = workload["spec"]["template"]["spec"]["containers"]
    assert isinstance(found, dict)
    return found


def seconds(written: str) -> float:
    number, unit = re.fullmatch(r"(\d+)(s|m)?", written).groups()  # type: ignore[union-attr]
    return int(number) * (60 if unit == "m" else 1)


def test_every_setting_is_one_that_the_server_reads(root: Path, deploy: Path) -> None:
    read = {name for path in (root / "server").rglob("*.py") for name in settings_read(path)}
    files = [path for path in deploy.rglob("*") if path.is_file()]
    told = {name for path in files for name in SETTING.findall(path.read_text())}
    assert len(told) > 5
    assert told - OF_THE_PROXY <= read


def test_every_command_is_one_that_there_is(
    deploy: Path, compose: dict[str, Any], cluster: dict[str, dict[str, Any]]
) -> None:
    image = re.search(r"^CMD \[(.*)\]$", (deploy / "Dockerfile").read_text(), re.MULTILINE)
    assert image
    units = [
        found.replace("%i", "8001").split()
        for path in deploy.glob("systemd/*.service")
        for found in re.findall(r"^ExecStart=/opt/bluephone/bin/bluephone (.*)$", path.read_text(), re.MULTILINE)
    ]
    commands = [
        re.findall(r'"([^"]*)"', image[1]),
        compose["services"]["migrate"]["command"],
        container(cluster["Job"])["args"],
        container(cluster["Deployment"])["args"],
        *units,
    ]
    assert [parser().parse_args(words) for words in commands]
    assert [words[0] for words in commands].count("serve") == 3


def test_who_stops_a_server_waits_until_it_has_drained(
    deploy: Path, compose: dict[str, Any], cluster: dict[str, dict[str, Any]]
) -> None:
    drained = DRAIN_S + 1 + STORING_S
    assert MOVE_WITHIN_MS / 1000 < DRAIN_S
    unit = re.search(
        r"^TimeoutStopSec=(\d+)$", (deploy / "systemd/bluephone-server@.service").read_text(), re.MULTILINE
    )
    assert unit
    assert int(unit[1]) >= drained
    assert seconds(compose["services"]["server1"]["stop_grace_period"]) >= drained
    pause = container(cluster["Deployment"])["lifecycle"]["preStop"]["exec"]["command"]
    grace = cluster["Deployment"]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    assert pause[0] == "sleep"
    assert grace >= int(pause[1]) + drained


def test_probes_ask_what_there_is_under_a_name_that_is_answered(
    deploy: Path, cluster: dict[str, dict[str, Any]]
) -> None:
    server = container(cluster["Deployment"])
    probes = {kind: server[kind]["httpGet"] for kind in ("startupProbe", "livenessProbe", "readinessProbe")}
    for probe in probes.values():
        assert resolve(probe["path"]).url_name in {"health_live", "health_ready"}
        assert probe["httpHeaders"] == [{"name": "Host", "value": "localhost"}]
    # A process whose database is away is not mended by another start.
    assert probes["livenessProbe"]["path"] == "/health/live"
    assert probes["readinessProbe"]["path"] == "/health/ready"
    asked = re.findall(r"/health/\w+", (deploy / "Dockerfile").read_text() + (deploy / "caddy/Caddyfile").read_text())
    assert [resolve(path).url_name for path in asked] == ["health_live", "health_ready"]


def test_the_cluster_names_its_own_objects(cluster: dict[str, dict[str, Any]]) -> None:
    deployment, service = cluster["Deployment"], cluster["Service"]
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    for selector in (
        deployment["spec"]["selector"]["matchLabels"],
        cluster["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        service["spec"]["selector"],
    ):
        assert selector == labels
    assert service["spec"]["ports"][0]["targetPort"] in [port["name"] for port in container(deployment)["ports"]]
    (rule,) = cluster["Ingress"]["spec"]["rules"]
    assert rule["http"]["paths"][0]["backend"]["service"]["name"] == service["metadata"]["name"]
    assert cluster["ConfigMap"]["data"]["PUBLIC_URL"] == f"https://{rule['host']}"


def test_what_serves_people_may_do_nothing_else(compose: dict[str, Any], cluster: dict[str, dict[str, Any]]) -> None:
    for kind in ("Job", "Deployment"):
        pod = cluster[kind]["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        assert container(cluster[kind])["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
    for name in ("migrate", "server1", "server2", "server3"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "ports" not in service


def test_the_proxy_knows_every_server_and_they_trust_its_network_alone(compose: dict[str, Any]) -> None:
    services = compose["services"]
    servers = {
        name for name, service in services.items() if service.get("depends_on", {}) and name.startswith("server")
    }
    assert services["proxy"]["environment"]["BLUEPHONE_SERVERS"].split() == [f"{name}:8000" for name in sorted(servers)]
    trusted = services["server1"]["environment"]["BLUEPHONE_TRUSTED_PROXIES"]
    assert compose["networks"]["front"]["ipam"]["config"] == [{"subnet": trusted}]
    assert {name for name, service in services.items() if "front" in service["networks"]} == servers | {"proxy"}


def test_the_image_gets_what_the_wheel_is_made_of(root: Path, deploy: Path) -> None:
    ignored = (root / ".dockerignore").read_text().splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        source
        for words in re.findall(r"^COPY (?!--from)(.*) \S+$", (deploy / "Dockerfile").read_text(), re.MULTILINE)
        for source in words.split()
    }
    assert copied == kept
    assert all((root / name).exists() for name in kept)
