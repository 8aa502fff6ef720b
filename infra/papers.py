"""Papers of cases: received into an inbox in the database, then filed in the store, sealed in both.

Knows: rows, seals, keys of objects, and in which order they may change. Never knows: what a paper says, or what follows
from it. A paper is received once its row is committed; the inbox lets go of it once the store has given it back equal.
"""

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from pydantic import Field
from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from infra.database import Database, keep_first
from infra.keyring import Keyring, SealBroken, Tier
from infra.paper_checks import Examined, NotAPaper
from infra.paper_examiner import Examiner, NotExamined
from infra.storage import Damaged, NoSuchObject, Store, StoreDown
from infra.tables import DocumentRow
from workflows.values import Frozen

__all__ = ["Damaged", "NoSuchObject", "NoSuchPaper", "NotAPaper", "NotExamined", "Paper", "Papers", "StoreDown"]

Examine = Callable[[str, bytes], Awaitable[Examined]]

_PURPOSE = "document"
_WITHOUT_CONTENT = defer(cast(Any, DocumentRow.sealed), raiseload=True)


class NoSuchPaper(LookupError):
    """No paper of this case has that id."""


class Paper(Frozen):
    """What is known of a paper without opening it. Hash and size are those of what is kept, before it is sealed."""

    document_id: str
    reference: str
    kind: str
    sha256: str
    size: int
    media_type: str
    pages: int
    received_at: datetime
    filed_at: datetime | None = None
    is_new: bool = Field(False, description="Received by this very call, not by one before.")


class Papers:
    """The papers of all cases. Errors name a paper by its id, which is random."""

    def __init__(self, database: Database, keyring: Keyring, store: Store, *, examine: Examine | None = None) -> None:
        """`examine` is the examination of a file, if another than that in a process of its own."""
        self._database = database
        self._keyring = keyring
        self._store = store
        self._examine = examine or Examiner().examine

    async def receive(self, *, reference: str, kind: str, name: str, content: bytes, received_at: datetime) -> Paper:
        """A paper, safe in the inbox when this returns; the first one, where the case has the same already.

        The name tells what is in the file and is not kept. Raises NotAPaper with a sentence for whoever sent it,
        and NotExamined where they should try again.
        """
        examined = await self._examine(name, content)
        while True:
            fresh = self._row(reference, kind, examined, received_at)
            async with self._database.writing() as session:
                await keep_first(session, [fresh])
                kept = await _same(session, fresh)
            # None: the id was taken by another paper. Draw again.
            if kept is not None:
                return kept.model_copy(update={"is_new": kept.document_id == fresh.document_id})

    async def file(self, reference: str, document_ids: Sequence[str]) -> None:
        """Papers from the inbox to the store. What is filed stays as it is, so this may be asked again at any time.

        One that cannot be filed does not hold up the others. Raises StoreDown, NoSuchPaper and Damaged.
        """
        failed: list[Exception] = []
        for document_id in document_ids:
            try:
                await self._file(reference, document_id)
            except (NoSuchPaper, Damaged) as failure:
                failed.append(failure)
        if failed:
            raise failed[0]

    async def of_case(self, reference: str) -> list[Paper]:
        """The papers of a case, oldest first."""
        return await self._find(DocumentRow.reference == reference)

    async def unfiled(self, *, before: datetime) -> list[Paper]:
        """Papers that were received before an instant and are in the inbox still, oldest first."""
        return await self._find(col(DocumentRow.filed_at).is_(None), col(DocumentRow.received_at) < before)

    async def open(self, document_id: str) -> bytes:
        """What is on a paper, from inbox or store. Whoever asks has made sure that it may be read.

        Raises NoSuchPaper, KeyMissing, StoreDown, NoSuchObject (the store lost it) and Damaged.
        """
        async with self._database.reading() as session:
            row = await session.get(DocumentRow, document_id)
        if row is None:
            raise NoSuchPaper(document_id)
        sealed = row.sealed if row.sealed is not None else await self._store.get(row.object_key or "")
        return self._opened(row, sealed)

    def _row(self, reference: str, kind: str, examined: Examined, received_at: datetime) -> DocumentRow:
        document_id = f"D-{secrets.token_hex(6).upper()}"
        context = _context(reference, document_id)
        return DocumentRow(
            document_id=document_id,
            reference=reference,
            kind=kind,
            sha256=examined.sha256,
            size=len(examined.content),
            media_type=examined.media_type,
            pages=examined.pages,
            received_at=received_at,
            sealed=self._keyring.seal(examined.content, tier=Tier.M, purpose=_PURPOSE, context=context),
        )

    async def _file(self, reference: str, document_id: str) -> None:
        async with self._database.reading() as session:
            row = await session.get(DocumentRow, document_id)
        if row is None or row.reference != reference:
            raise NoSuchPaper(document_id)
        if row.sealed is None:
            return
        key = _object_key(document_id)
        await self._store.put(key, row.sealed)
        async with self._database.writing() as session:
            kept = await session.get(DocumentRow, document_id, with_for_update=True)
            if kept is not None and kept.sealed is not None:
                kept.object_key, kept.filed_at, kept.sealed = key, datetime.now(UTC), None

    def _opened(self, row: DocumentRow, sealed: bytes) -> bytes:
        context = _context(row.reference, row.document_id)
        try:
            content = self._keyring.open(sealed, tier=Tier.M, purpose=_PURPOSE, context=context)
        except SealBroken:
            raise Damaged(row.document_id) from None
        if hashlib.sha256(content).hexdigest() != row.sha256:
            raise Damaged(row.document_id)
        return content

    async def _find(self, *where: Any) -> list[Paper]:
        oldest_first = (col(DocumentRow.received_at), col(DocumentRow.document_id))
        query = select(DocumentRow).where(*where).order_by(*oldest_first).options(_WITHOUT_CONTENT)
        async with self._database.reading() as session:
            return [_shown(row) for row in await session.exec(query)]


async def _same(session: AsyncSession, fresh: DocumentRow) -> Paper | None:
    """The paper that the case keeps for this content and kind."""
    same = {"reference": fresh.reference, "kind": fresh.kind, "sha256": fresh.sha256}
    row = (await session.exec(select(DocumentRow).filter_by(**same).options(_WITHOUT_CONTENT))).one_or_none()
    return _shown(row) if row else None


def _shown(row: DocumentRow) -> Paper:
    return Paper.model_validate(row, from_attributes=True)


def _context(reference: str, document_id: str) -> str:
    return f"{reference}/{document_id}"


def _object_key(document_id: str) -> str:
    """Opaque, and spread over folders by its first digits."""
    return f"{document_id[2:4]}/{document_id}"
