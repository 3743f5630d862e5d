"""sessions by card, who saw which contact and when, why a visit was called off

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('login_session') as table:
        table.add_column(sa.Column('card_person_id', sa.String(), nullable=True))
        table.create_index('ix_login_session_card_person_id', ['card_person_id'], unique=False)
        table.create_foreign_key('fk_login_session_card_person_id_person', 'person', ['card_person_id'], ['id'], ondelete='CASCADE')

    with op.batch_alter_table('reveal') as table:
        table.add_column(sa.Column('community_id', sa.String(), nullable=True))
        table.add_column(sa.Column('at', sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column('by_role', sa.String(length=20), nullable=True))
        table.create_index('ix_reveal_community_id', ['community_id'], unique=False)
        table.create_foreign_key('fk_reveal_community_id_community', 'community', ['community_id'], ['id'])
    op.execute(sa.text("UPDATE reveal SET at = created_at, by_role = ''"))
    with op.batch_alter_table('reveal') as table:
        table.alter_column('at', existing_type=sa.DateTime(timezone=True), nullable=False)
        table.alter_column('by_role', existing_type=sa.String(length=20), nullable=False)

    with op.batch_alter_table('visit') as table:
        table.add_column(sa.Column('reason', sa.String(length=200), nullable=True))
    op.execute(sa.text("UPDATE visit SET reason = ''"))
    with op.batch_alter_table('visit') as table:
        table.alter_column('reason', existing_type=sa.String(length=200), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('visit') as table:
        table.drop_column('reason')

    with op.batch_alter_table('reveal') as table:
        table.drop_constraint('fk_reveal_community_id_community', type_='foreignkey')
        table.drop_index('ix_reveal_community_id')
        table.drop_column('by_role')
        table.drop_column('at')
        table.drop_column('community_id')

    with op.batch_alter_table('login_session') as table:
        table.drop_constraint('fk_login_session_card_person_id_person', type_='foreignkey')
        table.drop_index('ix_login_session_card_person_id')
        table.drop_column('card_person_id')
