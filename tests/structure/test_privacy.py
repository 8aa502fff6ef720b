"""Privacy by construction: what must not leak has no field to leak from. Types are read, not values."""

import ast
import inspect
import re
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from types import ModuleType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel
from temporalio.api.enums.v1 import IndexedValueType

import infra.search_attributes
from infra.references import new_reference
from tests.case.telling import Telling, at, period
from tests.structure.sources import ROOT, modules, tree
from workflows import attributes, messages, migration, signatures, view
from workflows.case import asked, case, duties, notices, said
from workflows.case.notices import AlertSubject, SupervisorAlert
from workflows.case.return_letters import BereavementReview
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.sufficiency import CertificationItem, Defect

WORDS_OF_NO_FIELD = re.compile(
    r"(^|_)(provider|physician|condition|diagnosis|symptom|relation|relative|birth_date|ssn"
    r"|name|first_name|last_name|email|address|phone|comment|remark|explanation|free_text|text)(_|$)"
)
"""What no field of a case, a message, a view or a duty may be called."""

HARMLESS = {"text_version", "employer_name", "military_provider"}
"""The version of a text that was read out, the employer in its own policy, and a yes or no: no words about a person."""

TRAVELLING = (asked, case, duties, messages, migration, said, signatures, view)
"""Modules whose values go through Temporal."""


def leaves(annotation: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain type that a value of the annotated type is made of, with the path that leads to it."""
    origin = get_origin(annotation)
    if origin is Literal:
        return
    if origin is Annotated:
        yield from leaves(get_args(annotation)[0], path)
    elif origin in (tuple, dict, list, Union, UnionType):
        for part in get_args(annotation):
            if part is not Ellipsis:
                yield from leaves(part, path)
    elif inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield from leaves(field.annotation, f"{path}.{name}" if path else name)
    elif annotation is not type(None):
        yield path, annotation


def values_in(module: ModuleType) -> list[type[BaseModel]]:
    """The models that a module defines."""
    found = [each for _, each in inspect.getmembers(module, inspect.isclass) if issubclass(each, BaseModel)]
    return [each for each in found if each.__module__ == module.__name__]


def ids_given(module: ast.Module) -> Iterator[str]:
    """The id of every workflow that a module starts, as it is written; a name is followed to what it was given."""
    nodes = list(ast.walk(module))
    assigned = {ast.unparse(node.targets[0]): ast.unparse(node.value) for node in nodes if isinstance(node, ast.Assign)}
    for node in nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".start_workflow", ".execute_workflow")):
            for word in node.keywords:
                if word.arg == "id":
                    given = ast.unparse(word.value)
                    yield assigned.get(given, given)


def test_an_alert_is_made_of_days_hours_and_a_fixed_word() -> None:
    found = dict(leaves(SupervisorAlert))
    assert found.pop("thread") is str  # below
    assert set(found.values()) == {AlertSubject, date, datetime, int}


def test_a_reason_anywhere_in_an_alert_would_be_seen() -> None:
    class Leaking(SupervisorAlert):
        spans: tuple[said.RequestedPeriod, ...] = ()  # type: ignore[assignment]

    assert LeaveReason in dict(leaves(Leaking)).values()


def test_the_fixed_words_of_an_alert_are_no_reason_shape_or_paper() -> None:
    kinds: tuple[type[Enum], ...] = (LeaveReason, LeaveShape, said.DocumentKind, CertificationItem, Defect)
    telling = {word.value for kind in kinds for word in kind}
    assert telling.isdisjoint(subject.value for subject in AlertSubject)


def test_the_thread_of_an_alert_is_an_identity_that_no_template_says() -> None:
    templates = (ROOT / "templates" / "email").rglob("*")
    assert [file for file in templates if file.is_file() and "thread" in file.read_text(encoding="utf-8")] == []


def test_the_thread_of_an_alert_is_a_kind_and_a_code() -> None:
    story = Telling(at("2026-03-02"), period("2026-04-01", "2026-05-01"))
    story.found(at("2026-03-02", "10:00"))
    absence = {"starts_at": at("2026-04-07"), "ends_at": at("2026-04-07", "17:00")}
    story.say(said.ReportedAbsence, at("2026-03-03"), absence_id="A-1", **absence)
    story.ask(asked.Approval, at("2026-03-04"))
    threads = {duty.alert.thread for duty in story.of(duties.AlertSupervisors) if duty.alert.kind == "supervisor_alert"}
    assert threads
    assert all(re.fullmatch(r"(period|absence)/[A-Za-z0-9-]{1,40}", thread) for thread in threads)


def test_what_is_told_of_the_case_to_a_liaison_or_supervisor_names_no_reason() -> None:
    for notice in (SupervisorAlert, BereavementReview, notices.PostVacant):
        types = {kind for _, kind in leaves(notice)}
        assert types.isdisjoint({LeaveReason, LeaveShape, Defect, CertificationItem, said.DocumentKind})


@pytest.mark.parametrize("module", TRAVELLING, ids=lambda module: str(module.__name__))
def test_no_value_that_travels_has_a_field_for_what_must_not_travel(module: ModuleType) -> None:
    paths = {path for value in values_in(module) for path, _ in leaves(value)}
    steps = {step for path in paths for step in path.split(".")} - HARMLESS
    assert {step for step in steps if WORDS_OF_NO_FIELD.search(step)} == set()


def test_search_attributes_are_the_five_of_the_design() -> None:
    keyword, instant, number = (
        IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
        IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
        IndexedValueType.INDEXED_VALUE_TYPE_INT,
    )
    assert {key.name: int(key.indexed_value_type) for key in attributes.ALL} == {
        "CaseStatus": keyword,
        "NextDeadline": instant,
        "Custodian": keyword,
        "Coordinator": keyword,
        "SchemaVersion": number,
    }
    assert [(key.name, key.indexed_value_type) for key in infra.search_attributes.ALL] == [
        (key.name, key.indexed_value_type) for key in attributes.ALL
    ]


def test_a_search_attribute_holds_a_code_an_instant_or_a_number() -> None:
    told = Telling(at("2026-03-02"), period("2026-04-01", "2026-05-01", LeaveReason.OWN_CONDITION)).case
    words = [value for value in attributes.values_of(told).values() if isinstance(value, str)]
    private = {told.employee, told.reference, *LeaveReason, *LeaveShape}
    assert private.isdisjoint(words)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,40}", word) for word in words)


def test_a_workflow_id_holds_a_reference_alone() -> None:
    reference = new_reference()
    assert messages.workflow_id(reference) == f"leave-case/{reference}"
    assert migration.migration_id("2026-07-vendor") == "hand-over/2026-07-vendor"
    assert re.fullmatch(r"[a-z-]+", messages.TASK_QUEUE)


def test_no_workflow_is_started_under_an_id_of_another_making() -> None:
    ids = [each for module in modules() for each in ids_given(tree(module))]
    assert len(ids) >= 3
    nameless = r"f'[a-z]+/\{secrets\.token_hex\(\d+\)\}'"  # of a measurement, which has no case
    assert [each for each in ids if not re.match(rf"(workflow_id|migration_id)\(|{nameless}", each)] == []
