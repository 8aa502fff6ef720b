"""Every story of the demo, lived on the whole stack: what it expects is read from outside."""

from types import ModuleType

import pytest

from starter.demo.command import STORIES
from tests.journeys.conftest import Theatre


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__.rpartition(".")[2])
async def test_a_story_ends_as_it_should(undisturbed: Theatre, story: ModuleType) -> None:
    assert await undisturbed.once(story)
