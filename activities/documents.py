"""The filing: papers that wait in the inbox go to the store.

Knows: that a store which is down is an exception and is asked again. Never knows: a bucket, a key, what is on a paper.
A repeat finds what is filed and leaves it alone.
"""

from typing import TYPE_CHECKING

from temporalio import activity

from activities.attempt import attempting
from workflows import signatures

if TYPE_CHECKING:
    from infra.papers import Papers


class Documents:
    """Files papers."""

    def __init__(self, papers: "Papers") -> None:
        self._papers = papers

    @activity.defn(name="file_documents")
    async def file_documents(self, papers: signatures.Papers) -> None:
        """Every paper in the store, read back and compared, before the inbox lets go of it."""
        async with attempting():
            await self._papers.file(papers.reference, papers.documents)
