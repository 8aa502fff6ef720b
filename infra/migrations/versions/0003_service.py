"""What the rules of eligibility ask of personnel records: service, bodies, uniformed service, appointments."""

from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PERSON = ("employee_number", "first_on")


def upgrade() -> None:
    _bodies_and_stretches()
    _spans()
    _appointments()
    with op.batch_alter_table("employee") as table:
        table.add_column(_text("break_cause"))
        table.add_column(sa.Column("earlier_service_known", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("spouse_same_employer", sa.Boolean(), nullable=True))
    _with_wider_key("schedule_assignment", _schedule_columns(), ("employee_number", "from_on", "appointment"))
    _with_wider_key("hours_worked", _hours_columns(), (*_PERSON, "body"))


def _bodies_and_stretches() -> None:
    op.create_table(
        "public_body",
        _text("ref", nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        _text("name", nullable=False),
        sa.Column("same_employer", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("ref", "from_on"),
    )
    op.create_table(
        "service_stretch",
        _text("employee_number", nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        _text("body", nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        _text("break_cause"),
        sa.Column("vanished_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint(*_PERSON, "body"),
    )


def _spans() -> None:
    op.create_table(
        "payroll_span",
        _text("employee_number", nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("vanished_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint(*_PERSON),
    )
    op.create_table(
        "uniformed_span",
        _text("employee_number", nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("week_minutes", sa.Integer(), nullable=True),
        sa.Column("vanished_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint(*_PERSON),
    )


def _appointments() -> None:
    op.create_table(
        "appointment",
        _text("employee_number", nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        _text("appointment", nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        _text("kind"),
        _text("bargaining_unit"),
        sa.Column("full_time", sa.Boolean(), nullable=True),
        sa.Column("probation", sa.Boolean(), nullable=True),
        sa.Column("probation_ends_on", sa.Date(), nullable=True),
        sa.Column("vanished_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("employee_number", "from_on", "appointment"),
    )


def _text(name: str, *, nullable: bool = True, server_default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=nullable, server_default=server_default)


def _schedule_columns() -> list[sa.Column[Any]]:
    return [
        _text("employee_number", nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        _text("appointment", nullable=False, server_default=""),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("cycle_days", sa.Integer(), nullable=False),
        sa.Column("works_holidays", sa.Boolean(), nullable=False),
        sa.Column("shifts", sa.Text(), nullable=False),
        _text("kind", nullable=False, server_default="cycle"),
        _text("term", nullable=False, server_default="permanent"),
        sa.Column("decided_on", sa.Date(), nullable=True),
        _text("cause"),
        sa.Column("equal_terms", sa.Boolean(), nullable=True),
    ]


def _hours_columns() -> list[sa.Column[Any]]:
    return [
        _text("employee_number", nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        _text("body", nullable=False, server_default=""),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("vanished_on", sa.Date(), nullable=True),
    ]


def _with_wider_key(name: str, columns: list[sa.Column[Any]], key: tuple[str, ...]) -> None:
    """A key cannot be widened on SQLite: the rows move to a table that has the wider one."""
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(name)}
    kept = ", ".join(column.name for column in columns if column.name in there)
    op.create_table(f"{name}_wider", *columns, sa.PrimaryKeyConstraint(*key))
    op.execute(f"INSERT INTO {name}_wider ({kept}) SELECT {kept} FROM {name}")  # noqa: S608 - names of our own
    op.drop_table(name)
    op.rename_table(f"{name}_wider", name)
