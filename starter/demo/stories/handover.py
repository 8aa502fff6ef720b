"""The hand-over."""

from starter.demo.scene import Scene

CASES = 8
TITLE = "The hand-over"
WORDS = "soon"


async def live(scene: Scene) -> None:
    """Soon."""
