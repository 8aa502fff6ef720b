"""The inbox and the filing, on both databases: nothing acknowledged is lost, nothing is kept twice, nothing shows."""

import asyncio
import re
import secrets
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlmodel import select, update

from infra import paper_checks
from infra.database import Database
from infra.keyring import KeyMissing, Keyring, Tier
from infra.paper_checks import Examined
from infra.papers import Damaged, NoSuchObject, NoSuchPaper, NotAPaper, Paper, Papers, StoreDown
from infra.settings import Settings
from infra.stack.minio_server import MinioServer
from infra.storage import Store
from infra.tables import DocumentRow
from tests.infra import sheets
from tests.infra.databases import opened, url_of

CASE = "LV-7K4Q-92XH"
AT = datetime(2026, 3, 2, 14, tzinfo=UTC)
CONTENT = sheets.pdf("aspidistra")


@pytest.fixture
def settings(minio_server: MinioServer) -> Settings:
    """A bucket of the test's own."""
    return Settings(
        store_endpoint=minio_server.endpoint,
        store_bucket=f"t-{secrets.token_hex(6)}",
        store_access_key_file=minio_server.access_key_file,
        store_secret_key_file=minio_server.secret_key_file,
    )


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "secrets" / "keyring.json")


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings)


async def examine(name: str, content: bytes) -> Examined:
    """The examination at once: a process for each of these papers would take longer than all the rest."""
    return paper_checks.examine(name, content)


@pytest.fixture
def papers(database: Database, keyring: Keyring, store: Store) -> Papers:
    return Papers(database, keyring, store, examine=examine)


async def receive(
    papers: Papers,
    content: bytes = CONTENT,
    *,
    reference: str = CASE,
    kind: str = "certification",
    name: str = "form.pdf",
    at: datetime = AT,
) -> Paper:
    """Hand a paper in."""
    return await papers.receive(reference=reference, kind=kind, name=name, content=content, received_at=at)


async def row(database: Database, document_id: str) -> DocumentRow:
    """A paper as it lies in the table."""
    async with database.reading() as session:
        found = await session.get(DocumentRow, document_id)
    assert found is not None
    return found


async def change(database: Database, **values: object) -> None:
    """What a hand in the database could do."""
    async with database.writing() as session:
        await session.exec(update(DocumentRow).values(**values))


async def test_a_received_paper_is_in_the_inbox_sealed(papers: Papers, database: Database) -> None:
    paper = await receive(papers)
    assert re.fullmatch(r"D-[0-9A-F]{12}", paper.document_id)
    assert (paper.reference, paper.kind, paper.received_at, paper.is_new) == (CASE, "certification", AT, True)
    assert (paper.media_type, paper.pages, paper.size, paper.filed_at) == ("application/pdf", 1, len(CONTENT), None)
    kept = await row(database, paper.document_id)
    assert kept.sealed is not None
    assert b"aspidistra" not in kept.sealed
    assert await papers.open(paper.document_id) == CONTENT


async def test_a_received_paper_is_there_for_another_process(
    papers: Papers, database: Database, keyring: Keyring, store: Store
) -> None:
    paper = await receive(papers)
    async with opened(url_of(database)) as other:
        assert await Papers(other, keyring, store).open(paper.document_id) == CONTENT


async def test_a_paper_is_sealed_for_its_place_and_for_medical_eyes(
    papers: Papers, database: Database, keyring: Keyring, store: Store
) -> None:
    paper = await receive(papers)
    sealed = (await row(database, paper.document_id)).sealed
    assert sealed is not None
    context = f"{CASE}/{paper.document_id}"
    assert keyring.open(sealed, tier=Tier.M, purpose="document", context=context) == CONTENT
    with pytest.raises(KeyMissing):
        await Papers(database, keyring.only(Tier.O, Tier.S, Tier.C), store).open(paper.document_id)
    await change(database, reference="LV-0000-0000")
    with pytest.raises(Damaged, match=paper.document_id):
        await papers.open(paper.document_id)


async def test_an_instant_is_kept_whatever_its_zone(papers: Papers) -> None:
    there = AT.astimezone(timezone(timedelta(hours=-5)))
    await receive(papers, at=there)
    [paper] = await papers.of_case(CASE)
    assert paper.received_at == AT


async def test_what_is_no_paper_leaves_nothing(papers: Papers) -> None:
    with pytest.raises(NotAPaper):
        await receive(papers, sheets.archive())
    assert await papers.of_case(CASE) == []


async def test_papers_are_examined_in_a_process_of_their_own(
    database: Database, keyring: Keyring, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_checks, "read", None)
    papers = Papers(database, keyring, store)
    assert await papers.open((await receive(papers)).document_id) == CONTENT
    with pytest.raises(NotAPaper):
        await receive(papers, CONTENT[:-99])


async def test_a_photo_is_kept_as_it_was_written_anew(papers: Papers) -> None:
    before = sheets.photo(place="aspidistra")
    paper = await receive(papers, before, name="page.jpg")
    kept = await papers.open(paper.document_id)
    assert (paper.media_type, paper.size) == ("image/jpeg", len(kept))
    assert b"aspidistra" not in kept
    again = await receive(papers, before, name="other.jpeg")
    assert (again.document_id, again.is_new) == (paper.document_id, False)


async def test_the_same_paper_again_is_the_first_one(papers: Papers) -> None:
    first = await receive(papers)
    again = await receive(papers, name="copy.pdf", at=AT + timedelta(days=1))
    assert again == first.model_copy(update={"is_new": False})
    assert len(await papers.of_case(CASE)) == 1


async def test_the_same_paper_again_after_filing_is_the_first_one(papers: Papers, database: Database) -> None:
    first = await receive(papers)
    await papers.file(CASE, [first.document_id])
    again = await receive(papers)
    assert (again.document_id, again.is_new) == (first.document_id, False)
    assert (await row(database, first.document_id)).sealed is None


async def test_the_same_content_elsewhere_is_another_paper(papers: Papers) -> None:
    found = [
        await receive(papers),
        await receive(papers, kind="other"),
        await receive(papers, reference="LV-8888-8888"),
        await receive(papers, sheets.pdf("begonia")),
    ]
    assert all(paper.is_new for paper in found)
    assert len({paper.document_id for paper in found}) == 4


async def test_the_same_paper_at_the_same_moment_is_one(
    papers: Papers, database: Database, keyring: Keyring, store: Store
) -> None:
    async with opened(url_of(database)) as other:
        doors = [papers, Papers(other, keyring, store, examine=examine)] * 3
        found = await asyncio.gather(*(receive(door) for door in doors))
    assert len({paper.document_id for paper in found}) == 1
    assert [paper.is_new for paper in found].count(True) == 1


async def test_an_id_that_is_taken_is_drawn_again(papers: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["00", "00", "01"])
    monkeypatch.setattr("infra.papers.secrets.token_hex", lambda _: next(drawn))
    found = [await receive(papers), await receive(papers, kind="other")]
    assert [(paper.document_id, paper.is_new) for paper in found] == [("D-00", True), ("D-01", True)]


async def test_a_filed_paper_is_in_the_store_and_only_there(papers: Papers, database: Database, store: Store) -> None:
    paper = await receive(papers)
    sealed = (await row(database, paper.document_id)).sealed
    await papers.file(CASE, [paper.document_id])
    kept = await row(database, paper.document_id)
    assert (kept.sealed, kept.object_key) == (None, f"{paper.document_id[2:4]}/{paper.document_id}")
    assert kept.filed_at is not None
    assert kept.object_key is not None
    assert await store.get(kept.object_key) == sealed
    assert await papers.open(paper.document_id) == CONTENT
    [shown] = await papers.of_case(CASE)
    assert shown.filed_at == kept.filed_at


async def test_a_filed_paper_is_left_alone(papers: Papers, database: Database) -> None:
    paper = await receive(papers)
    await papers.file(CASE, [paper.document_id])
    before = await row(database, paper.document_id)
    await papers.file(CASE, [paper.document_id, paper.document_id])
    assert await row(database, paper.document_id) == before


async def test_papers_are_filed_by_two_at_once(papers: Papers, database: Database) -> None:
    found = [(await receive(papers, sheets.pdf(str(n)))).document_id for n in range(3)]
    await asyncio.gather(papers.file(CASE, found), papers.file(CASE, found))
    assert [await papers.open(document_id) for document_id in found] == [sheets.pdf(str(n)) for n in range(3)]
    assert await papers.unfiled(before=AT + timedelta(days=1)) == []


async def test_an_unknown_paper_does_not_hold_up_the_others(papers: Papers, database: Database) -> None:
    mine = await receive(papers)
    strangers = await receive(papers, reference="LV-8888-8888")
    for unknown in ("D-000000000000", strangers.document_id):
        with pytest.raises(NoSuchPaper, match=unknown):
            await papers.file(CASE, [unknown, mine.document_id])
    assert (await row(database, mine.document_id)).filed_at is not None
    assert (await row(database, strangers.document_id)).filed_at is None


async def test_an_unknown_paper_does_not_open(papers: Papers) -> None:
    with pytest.raises(NoSuchPaper):
        await papers.open("D-000000000000")


async def test_while_the_store_is_down_papers_are_received_and_opened(
    database: Database, keyring: Keyring, settings: Settings
) -> None:
    nobody = Store(settings.model_copy(update={"store_endpoint": "127.0.0.1:1"}))
    papers = Papers(database, keyring, nobody, examine=examine)
    paper = await receive(papers)
    assert await papers.open(paper.document_id) == CONTENT
    with pytest.raises(StoreDown):
        await papers.file(CASE, [paper.document_id])
    assert [left.document_id for left in await papers.unfiled(before=AT + timedelta(seconds=1))] == [paper.document_id]
    assert await papers.unfiled(before=AT) == []


async def test_papers_of_a_case_come_in_order_and_without_their_content(papers: Papers, database: Database) -> None:
    later = await receive(papers, sheets.pdf("1"), at=AT + timedelta(hours=1))
    sooner = await receive(papers, sheets.pdf("2"))
    await receive(papers, reference="LV-8888-8888")
    found = await papers.of_case(CASE)
    assert [paper.document_id for paper in found] == [sooner.document_id, later.document_id]
    assert not any(paper.is_new for paper in found)


async def test_a_changed_bit_in_the_inbox_is_noticed(papers: Papers, database: Database) -> None:
    paper = await receive(papers)
    sealed = (await row(database, paper.document_id)).sealed
    assert sealed is not None
    await change(database, sealed=sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(Damaged, match=paper.document_id):
        await papers.open(paper.document_id)


async def test_other_bytes_in_the_store_are_noticed(papers: Papers, database: Database, store: Store) -> None:
    """Damaged, or changed for another paper that was sealed by us: neither is shown."""
    one, other = await receive(papers), await receive(papers, sheets.pdf("begonia"))
    await papers.file(CASE, [one.document_id, other.document_id])
    keys = [(await row(database, paper.document_id)).object_key or "" for paper in (one, other)]
    for wrong in (await store.get(keys[1]), b"", b"LWY1" + bytes(200)):
        await store.put(keys[0], wrong)
        with pytest.raises(Damaged, match=one.document_id):
            await papers.open(one.document_id)


async def test_another_hash_in_the_row_is_noticed(papers: Papers, database: Database) -> None:
    paper = await receive(papers)
    await change(database, sha256="0" * 64)
    with pytest.raises(Damaged, match=paper.document_id):
        await papers.open(paper.document_id)


async def test_a_paper_that_the_store_lost_is_said_to_be_missing(papers: Papers, database: Database) -> None:
    paper = await receive(papers)
    await papers.file(CASE, [paper.document_id])
    await change(database, object_key="00/D-000000000000")
    with pytest.raises(NoSuchObject):
        await papers.open(paper.document_id)


async def test_the_name_of_a_file_is_kept_nowhere(papers: Papers, database: Database) -> None:
    await receive(papers, name="Violet Begonia oncology.pdf")
    async with database.reading() as session:
        [kept] = await session.exec(select(DocumentRow))
    assert "begonia" not in repr(kept).lower()
