"""The rings that `./leeway test` knows are the folders of tests, and the pure ones need no server."""

import pytest

from starter import checks
from tests.structure.sources import ROOT

SERVERS = ("temporal_server", "minio_server", "versitygw_server", "postgres_url", "fresh_postgres", "Stack(")


def test_every_folder_of_tests_is_a_ring_and_every_ring_a_folder() -> None:
    folders = {file.relative_to(ROOT / "tests").parts[0] for file in (ROOT / "tests").rglob("test_*.py")}
    assert folders == set(checks.RINGS)


@pytest.mark.parametrize("ring", sorted(set(checks.PURE) - {"structure"}))
def test_a_ring_that_needs_no_server_asks_for_none(ring: str) -> None:
    for file in (ROOT / "tests" / ring).rglob("test_*.py"):
        assert [name for name in SERVERS if name in file.read_text(encoding="utf-8")] == [], file
