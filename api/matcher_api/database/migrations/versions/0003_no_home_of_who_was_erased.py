"""who was erased has no home

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('person') as table:
        table.alter_column('home_id', existing_type=sa.String(), nullable=True)


def downgrade() -> None:
    """Refused by the database where somebody was erased: nobody is given a home again."""
    with op.batch_alter_table('person') as table:
        table.alter_column('home_id', existing_type=sa.String(), nullable=False)
