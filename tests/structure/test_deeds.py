"""Nothing is owed for ever: every duty is performed, every signature has its deed, every deed is in the worker."""

import asyncio
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Coroutine, Sequence
from types import SimpleNamespace
from typing import Any, get_args, get_type_hints
from unittest.mock import MagicMock

import pytest

import activities
import worker
import workflows
from infra.settings import Settings
from tests.case.telling import Telling, at, period
from workflows import owing, signatures
from workflows.case import duties
from workflows.leave_case import LeaveCaseWorkflow
from workflows.messages import OpenCase

KINDS: tuple[type[Any], ...] = get_args(get_args(duties.Duty)[0])
Deed = Callable[..., Any]

ANSWERS: dict[str, Any] = {
    "record": signatures.Recorded(version=1, receipts=()),
    "deliver": signatures.Posted.model_construct(outcomes=()),
    "file_documents": None,
}
"""What the activities of the loop say when they have done what they were asked."""


class Timeless:
    """Stands in for `temporalio.workflow` where a workflow looks at what it owes: nothing is waited for."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *arguments, **named: self

    typed_search_attributes: Any = {}


class Performing(LeaveCaseWorkflow):
    """The workflow's own choice of what to do with each duty, with a deed that only remembers."""

    def __init__(self, opening: OpenCase) -> None:
        super().__init__(opening)
        self.performed: list[duties.Duty] = []

    def _beside(self, deed: Coroutine[Any, Any, None]) -> None:
        asyncio.run(deed)

    async def _do(self, owed: Sequence[duties.Duty], deed: Deed, *_: Any) -> Any:
        self.performed += owed
        for duty in owed:
            self.outbox.pop(duty.key)
        return ANSWERS[deed.__name__]


def activities_in(owner: object) -> dict[str, Deed]:
    """Functions of a module or class that are activities, by the name on the wire."""
    found = {}
    for _, member in inspect.getmembers(owner):
        definition = getattr(member, "__temporal_activity_definition", None)
        if definition is not None:
            found[str(definition.name)] = member
    return found


def implemented() -> dict[str, list[Deed]]:
    """Every activity in `activities/`, by its name: a list, to see one that is there twice."""
    found: dict[str, list[Deed]] = {}
    for module in pkgutil.iter_modules(activities.__path__, "activities."):
        loaded = importlib.import_module(module.name)
        classes = [c for _, c in inspect.getmembers(loaded, inspect.isclass) if c.__module__ == module.name]
        for owner in (loaded, *classes):
            for name, deed in activities_in(owner).items():
                found.setdefault(name, []).append(deed)
    return found


SIGNATURES = activities_in(signatures)


def test_there_are_at_most_seven_kinds_of_duty() -> None:
    assert {kind.__name__ for kind in KINDS} == {
        *("Note", "AskPerson", "PostCharge", "Withdraw"),
        *("SendNotice", "AlertSupervisors", "FileDocument"),
    }


def test_the_workflow_performs_every_kind_of_duty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owing, "workflow", Timeless())
    case = Telling(at("2026-03-02"), period("2026-04-01", "2026-05-01")).case
    owed = tuple(kind.model_construct(key=kind.__name__, document="D-1", notice=None) for kind in KINDS)
    performing = Performing(OpenCase.model_construct(case=case, outbox=owed, recorded_version=0))
    performing._perform()
    assert {type(duty) for duty in performing.performed} == set(KINDS)
    assert performing.outbox == {}


def test_every_signature_is_implemented_once_and_nothing_else_is_an_activity() -> None:
    found = implemented()
    assert set(found) == set(SIGNATURES)
    assert {name: len(deeds) for name, deeds in found.items()} == dict.fromkeys(SIGNATURES, 1)


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_deed_takes_and_gives_what_its_signature_says(name: str) -> None:
    (deed,) = implemented()[name]
    assert get_type_hints(deed) == get_type_hints(SIGNATURES[name])
    assert [p for p in inspect.signature(deed).parameters if p != "self"] == list(
        inspect.signature(SIGNATURES[name]).parameters
    )


def test_a_signature_takes_one_argument_and_does_nothing_itself() -> None:
    for signature in SIGNATURES.values():
        assert len(inspect.signature(signature).parameters) == 1
        with pytest.raises(NotImplementedError):
            asyncio.run(signature(None))


def test_the_worker_registers_every_signature_once() -> None:
    # What it hands in is never asked for anything here; only its settings are read.
    tools = [MagicMock(settings=Settings()) for _ in inspect.signature(worker.deeds).parameters]
    registered = [activities_in(SimpleNamespace(deed=deed)) for deed in worker.deeds(*tools)]
    assert sorted(name for named in registered for name in named) == sorted(SIGNATURES)


def test_the_worker_registers_every_workflow() -> None:
    modules = [importlib.import_module(each.name) for each in pkgutil.iter_modules(workflows.__path__, "workflows.")]
    defined = {
        member
        for module in modules
        for _, member in inspect.getmembers(module, inspect.isclass)
        if hasattr(member, "__temporal_workflow_definition") and member.__module__ == module.__name__
    }
    assert set(worker.WORKFLOWS) == defined
