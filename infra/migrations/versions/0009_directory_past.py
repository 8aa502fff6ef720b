"""How rows of the directory read before, and since when they read as they do."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

RECORDED = (
    *("agency", "employee", "public_body", "service_stretch", "payroll_span", "uniformed_span"),
    *("appointment", "schedule_assignment", "hours_worked", "posted_roster", "overtime_day"),
)


def upgrade() -> None:
    for table in RECORDED:
        op.add_column(table, sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.create_table(
        "directory_past",
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("until_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("from_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("about", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "until_at"),
    )
    op.create_index("ix_directory_past_about", "directory_past", ["about"], unique=False)
