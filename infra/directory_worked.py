"""Hours of a file that no employment can hold: before the hire, after the end, or in a gap between two stretches.

Knows: the line of the employee, stretches of service, which days they share. Never knows: other lines about service,
the database, what hours count for. Who works now and then is employed between the days on the payroll too. Before the
first stretch there may be others, unless the directory has all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from infra.directory_reading import Told
from infra.directory_service_rows import HoursLine, ServiceLine
from infra.directory_tables import Employee, ServiceStretch

OUTSIDE = "hours: time is worked on days without employment"

_DAY_HOURS = 24

Stretches = Sequence[ServiceLine | ServiceStretch]
Days = tuple[date, date]


def outside(
    lines: Iterable[Told], people: Mapping[str, Employee], stored: Mapping[str, Sequence[ServiceStretch]]
) -> Iterator[Told]:
    """Each line of hours for days without employment. Where the file tells stretches of somebody, it tells them all;
    of others those hold that are `stored`."""
    told: dict[str, list[ServiceLine]] = defaultdict(list)
    hours = []
    for line in lines:
        if isinstance(line.said, ServiceLine):
            told[line.said.number].append(line.said)
        elif isinstance(line.said, HoursLine):
            hours.append(line)
    for line in hours:
        number = line.said.number
        if is_outside(line.said, people[number], told.get(number) or stored.get(number, ())):
            yield line


def is_outside(said: HoursLine, person: Employee, stretches: Stretches) -> bool:
    """Whether there are more hours than the days of employment have."""
    present = (person.hired_on, person.left_on or date.max)
    if said.body is None and present[0] <= said.first_on and said.last_on <= present[1]:
        return False
    employed = sorted(_where_worked(said, present, stretches))
    if person.earlier_service_known is False:
        employed.insert(0, (date.min, employed[0][0]))
    return said.hours > _DAY_HOURS * _shared_days((said.first_on, said.last_on), employed)


def _where_worked(said: HoursLine, present: Days, stretches: Stretches) -> list[Days]:
    """The stretches at the body where the time was worked, if any is told; else all."""
    of_body: dict[str | None, list[Days]] = defaultdict(list, {None: [present]})
    for stretch in stretches:
        of_body[stretch.body or None].append((stretch.first_on, stretch.last_on or date.max))
    return of_body.get(said.body) or [days for told in of_body.values() for days in told]


def _shared_days(span: Days, employed: Iterable[Days]) -> int:
    """How many days of a span lie in these, which are in order; a day that two of them have counts once."""
    shared, next_on = 0, span[0]
    for first_on, last_on in employed:
        begins, ends = max(next_on, first_on), min(span[1], last_on)
        if begins <= ends:
            shared += (ends - begins).days + 1
            if ends == date.max:
                break
            next_on = ends + timedelta(days=1)
    return shared
