"""`docker-compose.yml` cannot be run here, so its structure is read: pins, settings, secrets, order, ports."""

import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from temporalio.client import Client

from infra import search_attributes
from infra.docker import make_secrets, prepare_temporal
from infra.settings import Settings
from infra.stack import places
from infra.stack.temporal_server import TemporalServer

Service = dict[str, Any]

COMPOSE: dict[str, Any] = yaml.safe_load((places.ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Service] = COMPOSE["services"]
JOBS = {"temporal-schema", "temporal-namespace", "migrate"}
DOCKER = places.ROOT / "infra" / "docker"

each_service = pytest.mark.parametrize("name", SERVICES)


@each_service
def test_every_image_is_pinned_by_version(name: str) -> None:
    tag = SERVICES[name]["image"].rpartition(":")[2]
    assert re.fullmatch(r"v?\d+\.\d+(\.\d+)?(-[a-z]+)?", tag)


@pytest.mark.parametrize("dockerfile", sorted(DOCKER.glob("*.Dockerfile")), ids=lambda path: path.name)
def test_every_base_image_is_pinned_by_version(dockerfile: Path) -> None:
    bases = re.findall(r"^FROM (\S+)", dockerfile.read_text(encoding="utf-8"), re.M)
    assert bases
    assert all(re.search(r":\d+\.\d+\.\d+", base) for base in bases)


@each_service
def test_every_leeway_variable_is_a_setting(name: str) -> None:
    known = {f"LEEWAY_{field.upper()}" for field in Settings.model_fields}
    ours = {variable for variable in SERVICES[name].get("environment", {}) if variable.startswith("LEEWAY_")}
    assert ours <= known


def test_the_worker_s_settings_are_read_as_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in SERVICES["worker"]["environment"].items():
        monkeypatch.setenv(variable, value)
    settings = Settings()
    assert settings.temporal_address == "temporal:7233"
    assert settings.database_url.startswith("postgresql+asyncpg://")
    assert settings.smtp_port == 1025


@each_service
def test_no_secret_stands_in_a_variable(name: str) -> None:
    environment: dict[str, str] = SERVICES[name].get("environment", {})
    wordy = [variable for variable in environment if re.search(r"PASS|PWD|SECRET|KEY", variable)]
    assert all(variable.endswith("_FILE") for variable in wordy)
    assert not any(re.search(r"//[^/@]*:[^/@]*@", value) for value in environment.values())


@each_service
def test_secret_files_named_in_variables_are_mounted(name: str) -> None:
    service = SERVICES[name]
    named = re.findall(r"/run/secrets/([\w-]+)", str(service.get("environment", {})))
    assert set(named) <= set(service.get("secrets", []))
    assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])


def test_every_secret_comes_from_a_file_that_the_script_makes(tmp_path: Path) -> None:
    folder = tmp_path / "compose"
    made = {path.name for path in make_secrets.make(folder)}
    named = {Path(secret["file"]) for secret in COMPOSE["secrets"].values()}
    assert {path.name for path in named} == made
    assert all(str(path.parent) == ".leeway/compose" for path in named)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_making_secrets_again_changes_none(tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in make_secrets.make(tmp_path)}
    assert {path: path.read_bytes() for path in make_secrets.make(tmp_path)} == before


@pytest.mark.parametrize("name", sorted(set(SERVICES) - JOBS))
def test_every_lasting_service_has_a_health_check_and_restarts(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(JOBS))
def test_every_job_is_tried_a_few_times(name: str) -> None:
    assert SERVICES[name]["restart"].startswith("on-failure:")


@each_service
def test_the_start_order_is_by_condition(name: str) -> None:
    for other, wanted in SERVICES[name].get("depends_on", {}).items():
        expected = "service_completed_successfully" if other in JOBS else "service_healthy"
        assert wanted["condition"] == expected


def test_the_worker_starts_last() -> None:
    assert needed_by("worker") == {
        "postgres",
        "temporal-schema",
        "temporal",
        "temporal-namespace",
        "minio",
        "mailpit",
        "migrate",
    }


def needed_by(name: str) -> set[str]:
    direct = set(SERVICES[name].get("depends_on", {}))
    return direct.union(*(needed_by(other) for other in direct))


def test_only_three_pages_are_published_and_on_loopback() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"temporal-ui", "codec", "mailpit"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
    assert not any("network_mode" in service for service in SERVICES.values())


def test_links_in_the_settings_are_the_published_ports() -> None:
    settings = SERVICES["worker"]["environment"]
    assert SERVICES["temporal-ui"]["ports"] == [f"{settings['LEEWAY_TEMPORAL_UI'].removeprefix('http://')}:8080"]
    assert SERVICES["mailpit"]["ports"] == [f"{settings['LEEWAY_OUTBOX_PAGE'].removeprefix('http://')}:8025"]
    assert SERVICES["temporal-ui"]["environment"]["TEMPORAL_CODEC_ENDPOINT"].endswith(settings["LEEWAY_CODEC_PORT"])


def test_every_mounted_and_copied_file_exists() -> None:
    mounts = [each for service in SERVICES.values() for each in service.get("volumes", [])]
    files = [places.ROOT / each.partition(":")[0] for each in mounts if each.startswith("./")]
    assert files
    assert all(path.is_file() for path in files)
    assert all(os.access(path, os.X_OK) for path in files if path.suffix == ".sh")


def test_the_server_s_version_is_the_one_the_embedded_stack_builds() -> None:
    modules = (places.SERVERS / "temporal" / "go.mod").read_text(encoding="utf-8")
    pinned = {
        "temporal": re.search(r"go\.temporal\.io/server v(\S+)", modules),
        "temporal-ui": re.search(r"temporalio/ui-server/v2 v(\S+)", modules),
    }
    for name, found in pinned.items():
        assert found is not None
        assert SERVICES[name]["image"].endswith(f":{found.group(1)}")


async def test_the_namespace_job_works_and_may_be_repeated(temporal_server: TemporalServer) -> None:
    settings = Settings(temporal_address=temporal_server.address, temporal_namespace="compose-job")
    await prepare_temporal.prepare(settings)
    await prepare_temporal.prepare(settings)
    client = await Client.connect(temporal_server.address, namespace="compose-job")
    assert await search_attributes.registered(client) >= {key.name for key in search_attributes.ALL}
