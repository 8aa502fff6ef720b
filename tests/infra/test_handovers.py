"""The book of hand-overs: which open cases a batch leaves where they are."""

from infra.database import Database
from infra.handovers import HandOverBook
from infra.keyring import Keyring
from infra.register import Register
from tests.infra.cases import AT, view


async def test_what_a_batch_leaves_out_is_counted(database: Database, keyring: Keyring) -> None:
    register, book = Register(database, keyring), HandOverBook(database)
    cases = {
        name: view(reference=f"LV-{name}", custodian="vendor")
        for name in ("MOVED", "BACK", "REFUSED", "LATE", "CLOSED")
    }
    cases["CLOSED"] = cases["CLOSED"].model_copy(update={"closed_at": AT, "status": "closed"})
    cases["OTHER"] = view(reference="LV-OTHER", custodian="commonwealth")
    for name in ("MOVED", "BACK", "REFUSED"):
        await book.begin("spring", cases[name], source="vendor")
    for name in ("MOVED", "BACK"):
        await book.moved("spring", cases[name], is_equal=True, at=AT)
    await book.refused("spring", "LV-REFUSED", code="case_closed")
    cases["MOVED"] = cases["MOVED"].model_copy(update={"custodian": "commonwealth", "version": 2})
    for case in cases.values():
        async with register.writing(case.reference) as pen:
            await pen.put(case)
    assert await book.left_out("spring", source="vendor") == 2, "LATE, and BACK that returned to the vendor"
    assert await book.left_out("spring", source="vendor", ended_now=True) == 1, "LATE alone: BACK may be a late view"
    assert await book.left_out("summer", source="vendor") == 3
