"""The hand-over of open cases from one custodian to another's coordinators, page by page.

Knows: pages, order, when a run ends. Never knows: how a case is handed over, or anything of what is in it.
Programme row 14: no deadline moves, nothing is lost or sent twice, however often it is stopped and begun again.
"""

from datetime import timedelta

from pydantic import model_validator
from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from workflows import patience, signatures
    from workflows.case.said import SCHEMA_NO, Actor, Custodian, Ref
    from workflows.values import Frozen

PAGE = 25
"""Cases in a page: few enough that a page is over in seconds, since a run is a page."""


class Migration(Frozen):
    """A hand-over, and how far it is. The same batch again finds what it did and goes on."""

    schema_no: int = SCHEMA_NO
    batch: Ref
    source: Custodian
    to: Custodian
    by: Actor
    after: str | None = None
    moved: int = 0
    already: int = 0
    refused: int = 0
    unequal: int = 0

    @model_validator(mode="after")
    def _from_one_to_another(self) -> "Migration":
        if self.source is self.to:
            raise ValueError("a hand-over goes from one custodian to another")
        return self


class MigrationReport(Frozen):
    """What a hand-over did; each case counts once. `already` were in the new custody before; `unequal` must be 0.

    `coordinators` have their summary.
    """

    batch: str
    moved: int
    already: int
    refused: int
    unequal: int
    coordinators: int


def migration_id(batch: str) -> str:
    """The id of a hand-over's workflow."""
    return f"hand-over/{batch}"


@workflow.defn(name="Migration")
class MigrationWorkflow:
    """Hands open cases to their new custodian, a page a run, and tells each coordinator once at the end."""

    @workflow.run
    async def run(self, migration: Migration) -> MigrationReport:
        """The whole hand-over. A page that fails is asked for again and resumes at the case where it stopped."""
        workflow.set_current_details(f"{migration.moved} cases handed over, {migration.unequal} unequal")
        page = await self._page(migration)
        done = migration.model_copy(
            update={
                "after": page.last or migration.after,
                "moved": migration.moved + page.moved,
                "already": migration.already + page.already,
                "refused": migration.refused + page.refused,
                "unequal": migration.unequal + page.unequal,
            }
        )
        if not page.is_last:
            workflow.continue_as_new(done)
        told = await workflow.execute_activity(
            signatures.send_summaries,
            signatures.SummaryOrder(batch=done.batch, to=done.to.value),
            summary="one summary to each coordinator",
            **patience.urgent,
        )
        return MigrationReport(
            batch=done.batch,
            moved=done.moved,
            already=done.already,
            refused=done.refused,
            unequal=done.unequal,
            coordinators=told,
        )

    async def _page(self, migration: Migration) -> signatures.HandOverPage:
        order = signatures.HandOverOrder(
            batch=migration.batch,
            source=migration.source.value,
            to=migration.to.value,
            by=migration.by,
            after=migration.after,
            limit=PAGE,
        )
        return await workflow.execute_activity(
            signatures.hand_over_page,
            order,
            summary=f"up to {PAGE} cases",
            start_to_close_timeout=timedelta(minutes=10),
            heartbeat_timeout=patience.SILENCE,
            retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)),
        )
