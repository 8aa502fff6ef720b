"""The measure beside ours: a workflow with one activity that sends two mails, and nothing else.

Knows: what goes on the wire. Never knows: cases, seals, the database, who is written to: whatever Leeway does more than
this is what it costs.
"""

from datetime import timedelta

from temporalio import workflow

QUEUE = "bare"
SEND_BOTH = "send_both"


def workflow_id(number: str) -> str:
    """The id of one bare workflow: a random number that stands for nothing."""
    return f"bare/{number}"


@workflow.defn(name="Bare")
class BareWorkflow:
    """Two mails, sent one after the other in one deed. Bytes travel as they are."""

    @workflow.run
    async def run(self, sender: str, first_to: str, first: bytes, second_to: str, second: bytes) -> None:
        """Until both are accepted."""
        await workflow.execute_activity(
            SEND_BOTH,
            args=[sender, first_to, first, second_to, second],
            start_to_close_timeout=timedelta(seconds=60),
        )
