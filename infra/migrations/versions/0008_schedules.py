"""What schedules tell: unknown whether holidays are worked, rosters posted for single days, overtime with its mark.

A schedule of before keeps what was told of holidays then.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_DAY = ("employee_number", "happens_on", "appointment")


def upgrade() -> None:
    with op.batch_alter_table("schedule_assignment") as table:
        table.alter_column("works_holidays", existing_type=sa.Boolean(), nullable=True)
    op.create_table(
        "posted_roster",
        *_day_columns(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("works_holidays", sa.Boolean(), nullable=True),
        sa.Column("shifts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*_DAY, "version"),
    )
    op.create_table(
        "overtime_day",
        *_day_columns(),
        sa.Column("shifts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*_DAY),
    )


def _day_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("employee_number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("happens_on", sa.Date(), nullable=False),
        sa.Column("appointment", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    ]
