"""How every process of ours speaks to Temporal: one plugin, one way to connect, one runtime.

Knows: address, namespace, sandbox settings, the SDK's plugin, interceptor and time-skipping interfaces. Never knows: a
workflow, an activity, what a payload says. Client, worker, replayer and tests get the same plugin, so that none drifts.
"""

import asyncio
import dataclasses
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from inspect import signature
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from temporalio import workflow
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, ClientConfig
from temporalio.common import HeaderCodecBehavior
from temporalio.plugin import SimplePlugin
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import (
    HandleSignalInput,
    Interceptor,
    ReplayerConfig,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowRunner,
)
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from infra.codec import UNREADABLE, data_converter
from infra.keyring import Keyring
from infra.settings import Settings

# Pure and deterministic by contract and by test, so each case need not import them afresh (3 ms a case). The price: the
# sandbox does not guard the clock in them. pydantic passes through by the SDK's own default.
PASSED_THROUGH: Final = (
    "workflows.case",
    "workflows.messages",
    "workflows.rules",
    "workflows.signatures",
    "workflows.values",
    "workflows.view",
)
_ASK_AGAIN_AFTER = 0.5  # seconds


class CannotConnect(Exception):
    """Temporal does not answer; the sentence names the address and the next command."""


class SealingPlugin(SimplePlugin):
    """Converter, codec, sealed headers, sandbox settings and the guard for malformed signals, as one object.

    Give it to the client (workers take it from there) or to the replayer, never to both client and worker.
    """

    def __init__(self, keyring: Keyring, *, namespace: str, passed_through: Sequence[str] = PASSED_THROUGH) -> None:
        self._namespace = namespace
        self._passed_through = passed_through
        super().__init__(
            "leeway.sealing",
            data_converter=data_converter(keyring),
            interceptors=[_MalformedSignals()],
            workflow_runner=self._runner,
        )

    def configure_client(self, config: ClientConfig) -> ClientConfig:
        # A header has no workflow to be bound to when a client sets it: the codec refuses it. From a workflow it seals.
        config["header_codec_behavior"] = HeaderCodecBehavior.CODEC
        return super().configure_client(config)

    def configure_replayer(self, config: ReplayerConfig) -> ReplayerConfig:
        # Seals are bound to the namespace: with the replayer's own default nothing would open.
        config["namespace"] = self._namespace
        config["header_codec_behavior"] = HeaderCodecBehavior.CODEC
        return super().configure_replayer(config)

    def _runner(self, given: WorkflowRunner | None) -> WorkflowRunner:
        if not isinstance(given, SandboxedWorkflowRunner):
            return given or SandboxedWorkflowRunner()
        restrictions = given.restrictions.with_passthrough_modules(*self._passed_through)
        return dataclasses.replace(given, restrictions=restrictions)


class _MalformedSignals(Interceptor):
    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        return _OneFactEach


class _OneFactEach(WorkflowInboundInterceptor):
    """A signal with no argument, with two, or with bytes would raise in its handler and stall the case for ever.

    Where the handler can take the marker of an unreadable fact, it gets that instead. An unknown name goes on to the
    workflow's dynamic handler as it came.
    """

    async def handle_signal(self, input: HandleSignalInput) -> None:
        handler = workflow.get_signal_handler(input.signal)
        if handler is not None:
            input.args = _one_fact(handler, input.args)
        await super().handle_signal(input)


def _one_fact(handler: Callable[..., Any], args: Sequence[Any]) -> Sequence[Any]:
    if len(args) == 1 and isinstance(args[0], BaseModel):
        return args
    parameters = list(signature(handler, eval_str=True).parameters.values())
    if len(parameters) != 1:
        return args
    try:
        # Read by the handler's own annotation: so the marker is of the class that its module knows.
        return [workflow.payload_converter().from_payload(UNREADABLE, parameters[0].annotation)]
    except ValidationError:
        return args  # a handler that takes a plain value


async def connect(
    settings: Settings,
    *,
    keyring: Keyring,
    identity: str,
    runtime: Runtime | None = None,
    patience: timedelta = timedelta(seconds=30),
) -> Client:
    """A client that seals. `identity` names the process's part (`leeway-worker`); no host name is told to the server.

    Raises CannotConnect when the server or its namespace has not answered within `patience`.
    """
    plugin = SealingPlugin(keyring, namespace=settings.temporal_namespace)
    give_up_at = time.monotonic() + patience.total_seconds()
    while True:
        try:
            client = await Client.connect(
                settings.temporal_address,
                namespace=settings.temporal_namespace,
                identity=f"{identity}/{secrets.token_hex(4)}",
                plugins=[plugin],
                runtime=runtime,
                connect_timeout=timedelta(seconds=5),
            )
            await client.workflow_service.describe_namespace(
                DescribeNamespaceRequest(namespace=settings.temporal_namespace)
            )
        except (RuntimeError, RPCError) as error:
            if time.monotonic() >= give_up_at:
                raise CannotConnect(_sentence(settings, error)) from None
            await asyncio.sleep(_ASK_AGAIN_AFTER)
        else:
            return client


def _sentence(settings: Settings, error: Exception) -> str:
    if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
        return (
            f"Temporal at {settings.temporal_address} has no namespace {settings.temporal_namespace}. "
            "Create it, or name another in LEEWAY_TEMPORAL_NAMESPACE."
        )
    return (
        f"Temporal does not answer at {settings.temporal_address}. "
        "Start it with ./leeway up, or name another address in LEEWAY_TEMPORAL_ADDRESS."
    )


def runtime(settings: Settings) -> Runtime:
    """The SDK's runtime with Prometheus metrics on loopback. One for a process; made after any fork."""
    metrics = PrometheusConfig(bind_address=f"127.0.0.1:{settings.metrics_port}", durations_as_seconds=True)
    return Runtime(
        telemetry=TelemetryConfig(metrics=metrics),
        worker_heartbeat_interval=timedelta(seconds=60),
        disable_environment_info=True,  # heartbeats would tell the machine's system and platform
    )


async def case_time(client: Client, workflow_id: str) -> datetime:
    """The workflow's own clock, in UTC: ahead of ours where time was skipped. Raises RPCError for no such workflow."""
    described = await client.get_workflow_handle(workflow_id).describe()
    extended = described.raw_description.workflow_extended_info
    if not extended.HasField("time_skipping_info"):
        return datetime.now(UTC)
    return extended.time_skipping_info.current_time.ToDatetime(UTC)
