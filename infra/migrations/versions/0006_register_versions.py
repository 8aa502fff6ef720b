"""Each version of a case as pages saw it. What is on record already is the first that is kept."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_version",
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("employee", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("reference", "version"),
    )
    op.create_index("register_version_by_employee", "register_version", ["employee", "changed_at"], unique=False)
    columns = "reference, version, employee, changed_at, view"
    op.execute(f"INSERT INTO register_version ({columns}) SELECT {columns} FROM register")  # noqa: S608 - no values
