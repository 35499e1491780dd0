"""What a task is, and in whose schema it may run."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, ParamSpec

from django.conf import settings
from django_tenants.utils import get_public_schema_name, get_tenant_model, schema_context, tenant_context

from quartier.kit import clock
from quartier.kit.registry import Registry

P = ParamSpec("P")

STOPPED = "stopped"
PUBLISHED = "published"


class NoScope(RuntimeError):
    """A job without a provider, or for one that does not exist: a mistake in the code, never tried again."""


class Paused(RuntimeError):
    """The provider is stopped: the job waits in the queue until it is resumed."""


@dataclass(frozen=True, slots=True)
class Task(Generic[P]):
    """A function that runs later in one provider's schema.

    `attempts` counts all tries, the first included. `when_stopped` lets it run for a stopped provider as well:
    only for duties that the law does not stop, such as erasing on time.
    """

    name: str
    queue: str
    attempts: int
    when_stopped: bool
    function: Callable[P, None]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Run now, in the schema that the connection stands in."""
        self.function(*args, **kwargs)

    def check(self, args: dict[str, Any]) -> None:
        """Refuse arguments that the function does not take (TypeError), where the caller can see it."""
        inspect.signature(self.function).bind(**args)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a task is enqueued by itself, and for whom: each provider, the console, or both."""

    task: Task[Any]
    cron: str
    providers: bool
    console: bool


tasks: Registry[Task[Any]] = Registry("tasks")
schedules: Registry[Schedule] = Registry("schedules")


def task(
    *, queue: str = "default", attempts: int = 5, when_stopped: bool = False
) -> Callable[[Callable[P, None]], Task[P]]:
    """Declare a task; its name is `app.function`."""
    if attempts < 1:
        raise ValueError("a task is tried at least once")

    def declare(function: Callable[P, None]) -> Task[P]:
        if inspect.iscoroutinefunction(function):
            # Reproduced: async queries under tenant_context went to the schema public.
            raise TypeError(f"{function.__qualname__}: tasks are sync functions")
        name = _name_of(function)
        made = Task(name, queue, attempts, when_stopped, function)
        tasks.register(name, made)
        return made

    return declare


def periodic(cron: str, *, providers: bool = True, console: bool = False) -> Callable[[Task[P]], Task[P]]:
    """Enqueue a task without arguments regularly: once per published provider, once for the console, or both.

    `cron` is in UTC. A task that runs `when_stopped` is enqueued for every provider, whatever its state.
    A run that was missed while no worker was there is made up for once, within a day.
    """

    def declare(declared: Task[P]) -> Task[P]:
        declared.check({})
        schedules.register(declared.name, Schedule(declared, cron, providers, console))
        return declared

    return declare


def _name_of(function: Callable[..., Any]) -> str:
    parts = [part for part in function.__module__.split(".") if part != "tasks"]
    return f"{parts[-1]}.{function.__name__}"


# Each tells whether work for the provider in whose schema it is asked must wait at an instant.
pauses: Registry[Callable[[datetime], bool]] = Registry("reasons to pause jobs")


@contextmanager
def scope(schema: str | None, *, when_stopped: bool = False) -> Iterator[None]:
    """Stand in the schema of a provider or of the console.

    Raises NoScope without one, Paused for a stopped provider unless the work goes on `when_stopped`.
    """
    if not schema or schema == get_public_schema_name():
        raise NoScope("a job runs for one provider or for the console")
    if schema == settings.CONSOLE_SCHEMA:
        with schema_context(schema):
            yield
        return
    with schema_context(get_public_schema_name()):
        provider = get_tenant_model().objects.filter(schema_name=schema).first()
    if provider is None:
        raise NoScope(f"there is no provider “{schema}”")
    if provider.state == STOPPED and not when_stopped:
        raise Paused(schema)
    with tenant_context(provider):
        if not when_stopped and any(pause(clock.now()) for pause in pauses):
            raise Paused(schema)
        yield


def schemas_for(schedule: Schedule) -> list[str]:
    """Return the schemas that a schedule runs in now."""
    found: list[str] = []
    if schedule.providers:
        rows = get_tenant_model().objects.order_by("schema_name")
        if not schedule.task.when_stopped:
            rows = rows.filter(state=PUBLISHED)
        found = list(rows.values_list("schema_name", flat=True))
    return [*found, settings.CONSOLE_SCHEMA] if schedule.console else found
