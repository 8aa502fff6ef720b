"""Whether somebody is a key employee, by the agency's finding."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("employee") as table:
        table.add_column(sa.Column("key_employee", sa.Boolean(), nullable=True))
