"""The deeds of the workflow ring: they do what is promised in memory, can be told to fail, and keep what they were
given. The real ones have their own ring; here the timeline is under test."""

import asyncio
from datetime import UTC, datetime

from temporalio import activity

from tests.case import telling
from workflows import signatures
from workflows.case.told import Role
from workflows.rules.eligible import EmploymentRecord


class Deeds:
    """Records and posts as they came, and switches for what should go wrong."""

    def __init__(self) -> None:
        self.owed: dict[str, list[signatures.Owed]] = {}
        self.posts: dict[str, list[signatures.Post]] = {}
        self.record_works = asyncio.Event()
        self.mail_works = asyncio.Event()
        self.directory_works = asyncio.Event()
        self.store_works = asyncio.Event()
        self.filed: dict[str, list[str]] = {}
        self.refused_mail: tuple[str, ...] = ()
        self.employment: EmploymentRecord | None = telling.record()
        for switch in (self.record_works, self.mail_works, self.directory_works, self.store_works):
            switch.set()

    @property
    def all(self) -> list[object]:
        """What a worker registers."""
        return [self.look_up_employment, self.record, self.deliver, self.file_documents]

    @activity.defn(name="look_up_employment")
    async def look_up_employment(self, question: signatures.EmploymentQuestion) -> signatures.EmploymentAnswer:
        """The record, if the directory works."""
        self._or_fail(self.directory_works)
        return signatures.EmploymentAnswer(record=self.employment, coordinator="C-1")

    @activity.defn(name="record")
    async def record(self, owed: signatures.Owed) -> signatures.Recorded:
        """Kept in the order in which it came."""
        self._or_fail(self.record_works)
        self.owed.setdefault(owed.view.reference, []).append(owed)
        receipts = tuple(
            signatures.ChargeReceipt(key=c.key, cause=c.cause, minutes=0, minutes_beyond=0, schedule_known=True)
            for c in owed.charges
        )
        return signatures.Recorded(version=owed.view.version, receipts=receipts)

    @activity.defn(name="deliver")
    async def deliver(self, post: signatures.Post) -> signatures.Posted:
        """Accepted at once, unless the mail is down or refuses the kind."""
        self._or_fail(self.mail_works)
        self.posts.setdefault(post.reference, []).append(post)
        at = activity.info().started_time or datetime.now(UTC)
        outcomes = [self._outcome(n.key, n.notice.kind, n.role, at) for n in post.notices]
        for alert in post.alerts:
            outcomes += [self._outcome(alert.key, alert.alert.kind, r, at) for r in (Role.SUPERVISOR, Role.NEXT_LEVEL)]
        return signatures.Posted(outcomes=tuple(outcomes))

    @activity.defn(name="file_documents")
    async def file_documents(self, papers: signatures.Papers) -> None:
        """Filed, if the store works."""
        self._or_fail(self.store_works)
        self.filed.setdefault(papers.reference, []).extend(papers.documents)

    def _outcome(self, key: str, kind: str, role: Role, at: datetime) -> signatures.Outcome:
        refused = kind in self.refused_mail
        how = signatures.OutcomeKind.FAILED if refused else signatures.OutcomeKind.ACCEPTED
        return signatures.Outcome(key=key, role=role, kind=how, at=at, failure="550" if refused else None)

    @staticmethod
    def _or_fail(switch: asyncio.Event) -> None:
        if not switch.is_set():
            raise ConnectionError("down")

    def notices(self, reference: str) -> list[str]:
        """Kinds of all notices handed to the mail, in order."""
        return [n.notice.kind for post in self.posts.get(reference, []) for n in post.notices]

    def alerts(self, reference: str) -> list[str]:
        """Keys of all alerts handed to the mail."""
        return [a.key for post in self.posts.get(reference, []) for a in post.alerts]

    def history(self, reference: str) -> list[str]:
        """What the history says, in order."""
        return [n.what for owed in self.owed.get(reference, []) for n in owed.notes]

    def tasks(self, reference: str) -> list[str]:
        """Kinds of all tasks asked for."""
        return [t.kind.value for owed in self.owed.get(reference, []) for t in owed.tasks]
