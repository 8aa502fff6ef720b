"""Every handler of the workflow has its message and its reaction of the case, and every message has its handler."""

import inspect
from collections.abc import Callable
from typing import Any, get_args, get_type_hints

import pytest
from temporalio import workflow

from workflows.case import asked, said
from workflows.case.case import LeaveCase
from workflows.case.reactions import FACTS, REQUESTS
from workflows.leave_case import LeaveCaseWorkflow
from workflows.messages import OpenCase, Unreadable
from workflows.view import CaseView

DEFINITION: Any = workflow._Definition.must_from_class(LeaveCaseWorkflow)  # the SDK has no public way to ask
SIGNALS: dict[str, Callable[..., Any]] = {name: each.fn for name, each in DEFINITION.signals.items() if name}
UPDATES: dict[str, Callable[..., Any]] = {name: each.fn for name, each in DEFINITION.updates.items() if name}

ENTERS_AT_THE_DOOR = {said.LeaveRequest}
"""What no handler takes: it comes with the opening of the case."""

each_signal = pytest.mark.parametrize("name", SIGNALS)
each_update = pytest.mark.parametrize("name", UPDATES)


def argument_of(function: Callable[..., Any]) -> Any:
    """The annotated type of the one argument."""
    hints = get_type_hints(function)
    (name,) = [each for each in inspect.signature(function).parameters if each != "self"]
    return hints[name]


def fact_of(name: str) -> type[said.Message]:
    """What a signal handler takes, beside what nobody can read."""
    fact: type[said.Message]
    fact, other = get_args(argument_of(SIGNALS[name]))
    assert other is Unreadable
    assert issubclass(fact, said.Message)
    return fact


def leaves() -> set[type[said.Message]]:
    """The messages that are said: those that nothing else is derived from."""
    kinds = [kind for room in (said, asked) for _, kind in inspect.getmembers(room, inspect.isclass)]
    found = [kind for kind in kinds if issubclass(kind, said.Message)]
    return {kind for kind in found if not any(other is not kind and issubclass(other, kind) for other in found)}


@each_signal
def test_a_fact_or_what_nobody_can_read_has_its_reaction(name: str) -> None:
    assert fact_of(name).model_fields["schema_no"].default == said.SCHEMA_NO
    assert fact_of(name) in (REQUESTS if issubclass(fact_of(name), asked.Request) else FACTS)


@each_update
def test_a_request_has_its_reaction_and_its_validator(name: str) -> None:
    request = argument_of(UPDATES[name])
    assert issubclass(request, asked.Request)
    assert request.model_fields["schema_no"].default == said.SCHEMA_NO
    assert request in REQUESTS
    assert DEFINITION.updates[name].validator is not None


@each_update
def test_a_request_is_answered_with_the_view(name: str) -> None:
    assert get_type_hints(UPDATES[name])["return"] is CaseView


@each_signal
def test_only_two_requests_are_also_said_as_facts(name: str) -> None:
    assert issubclass(fact_of(name), asked.Request) == (name in ("approve", "close"))


@pytest.mark.parametrize("handler", [*SIGNALS.values(), *UPDATES.values()], ids=lambda each: str(each.__name__))
def test_handlers_are_synchronous(handler: Callable[..., Any]) -> None:
    assert not inspect.iscoroutinefunction(handler)


def test_every_message_has_a_handler_and_a_reaction() -> None:
    taken = {fact_of(name) for name in SIGNALS} | {argument_of(update) for update in UPDATES.values()}
    assert leaves() == taken | ENTERS_AT_THE_DOOR
    assert taken == {*FACTS, *REQUESTS}


def test_a_signal_of_any_other_name_has_a_handler_too() -> None:
    assert None in DEFINITION.signals


def test_no_query_could_see_more_than_the_register_does() -> None:
    assert DEFINITION.queries == {}


@pytest.mark.parametrize("kind", [said.Message, OpenCase, LeaveCase, Unreadable], ids=lambda kind: str(kind.__name__))
def test_what_travels_says_the_number_of_its_schema(kind: Any) -> None:
    assert "schema_no" in kind.model_fields
    assert kind.model_config["extra"] == "forbid"
