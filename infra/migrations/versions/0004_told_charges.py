"""What was told of each charge, so that it can be counted again when another on the same days changes."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("charge_receipt") as table:
        table.add_column(sa.Column("employee", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        table.add_column(sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        table.add_column(sa.Column("first_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("last_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("told", sa.Text(), nullable=False, server_default=""))
        table.create_index("receipt_by_employee", ["employee", "last_on"], unique=False)
