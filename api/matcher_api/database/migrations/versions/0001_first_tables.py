"""first tables

Revision ID: 0001
Revises: 
"""

import sqlalchemy as sa
from alembic import op
from matcher_api.bookings import guard
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_entry',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('login_id', sa.String(), nullable=True),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.String(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=True),
    sa.Column('detail', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_login_id'), ['login_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_subject_id'), ['subject_id'], unique=False)

    op.create_table('catalogue_item',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('current', sa.Boolean(), nullable=False),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('zh', sa.String(length=120), nullable=False),
    sa.Column('en', sa.String(length=160), nullable=False),
    sa.Column('served_by', sa.String(length=80), nullable=False),
    sa.Column('shape', sa.String(length=10), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('roles', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('risk', sa.String(length=10), nullable=False),
    sa.Column('respond_hours', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('quote', sa.String(), nullable=False),
    sa.Column('basis', sa.String(length=40), nullable=False),
    sa.Column('overlap_of', sa.String(length=40), nullable=False),
    sa.Column('typical_minutes', sa.String(length=80), nullable=False),
    sa.Column('headcount', sa.String(length=80), nullable=False),
    sa.Column('skill', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_item')),
    sa.UniqueConstraint('code', 'edition', name=op.f('uq_catalogue_item_code_edition'))
    )
    with op.batch_alter_table('catalogue_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_catalogue_item_category'), ['category'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_item_code'), ['code'], unique=False)

    op.create_table('community',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('street_office', sa.String(length=120), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('datum', sa.String(length=10), nullable=False),
    sa.Column('synthetic', sa.Boolean(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=True),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('service_defaults', sa.Boolean(), nullable=False),
    sa.Column('walking', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('weights', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('policy', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('generator', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('settings', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_community')),
    sa.UniqueConstraint('code', name=op.f('uq_community_code'))
    )
    op.create_table('idempotent_call',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('caller', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('headers', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idempotent_call')),
    sa.UniqueConstraint('caller', 'key', name=op.f('uq_idempotent_call_caller_key'))
    )
    op.create_table('login',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('username', sa.String(length=80), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=False),
    sa.Column('disabled', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login'))
    )
    with op.batch_alter_table('login', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_username'), ['username'], unique=True)

    op.create_table('reveal',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('login_id', sa.String(), nullable=False),
    sa.Column('subject_kind', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.String(), nullable=False),
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=80), nullable=False),
    sa.Column('visit_id', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reveal'))
    )
    with op.batch_alter_table('reveal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reveal_login_id'), ['login_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reveal_subject_id'), ['subject_id'], unique=False)

    op.create_table('calendar_day',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_calendar_day_community_id_community')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_day')),
    sa.UniqueConstraint('community_id', 'day', name=op.f('uq_calendar_day_community_id_day'))
    )
    with op.batch_alter_table('calendar_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_day_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calendar_day_day'), ['day'], unique=False)

    op.create_table('gate',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('a', sa.String(length=80), nullable=False),
    sa.Column('b', sa.String(length=80), nullable=False),
    sa.Column('open', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_gate_community_id_community')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate')),
    sa.UniqueConstraint('community_id', 'code', name=op.f('uq_gate_community_id_code'))
    )
    with op.batch_alter_table('gate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_community_id'), ['community_id'], unique=False)

    op.create_table('login_session',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('login_id', sa.String(), nullable=False),
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('csrf', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_login_session_login_id_login'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_session'))
    )
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_session_key_hash'), ['key_hash'], unique=True)
        batch_op.create_index(batch_op.f('ix_login_session_login_id'), ['login_id'], unique=False)

    op.create_table('machine_token',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('login_id', sa.String(), nullable=False),
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_machine_token_login_id_login'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_machine_token'))
    )
    with op.batch_alter_table('machine_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_machine_token_key_hash'), ['key_hash'], unique=True)
        batch_op.create_index(batch_op.f('ix_machine_token_login_id'), ['login_id'], unique=False)

    op.create_table('organisation',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('contact_name', sa.String(length=80), nullable=False),
    sa.Column('contact_phone', sa.String(length=40), nullable=False),
    sa.Column('auto_approve', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_organisation_community_id_community')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('community_id', 'name', name=op.f('uq_organisation_community_id_name'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_community_id'), ['community_id'], unique=False)

    op.create_table('place',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('x', sa.Float(), nullable=True),
    sa.Column('y', sa.Float(), nullable=True),
    sa.Column('access_seconds', sa.Integer(), nullable=False),
    sa.Column('building', sa.String(length=80), nullable=False),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_place_community_id_community')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place')),
    sa.UniqueConstraint('community_id', 'code', name=op.f('uq_place_community_id_code'))
    )
    with op.batch_alter_table('place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_place_community_id'), ['community_id'], unique=False)

    op.create_table('request_counter',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('newest', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_request_counter_community_id_community')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_counter')),
    sa.UniqueConstraint('community_id', 'year', name=op.f('uq_request_counter_community_id_year'))
    )
    with op.batch_alter_table('request_counter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_counter_community_id'), ['community_id'], unique=False)

    op.create_table('roster',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('communities', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('max_people_changed', sa.Integer(), nullable=True),
    sa.Column('newest_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_roster_community_id_community')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster'))
    )
    with op.batch_alter_table('roster', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roster_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_roster_state'), ['state'], unique=False)

    op.create_table('school_term',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_school_term_community_id_community')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_school_term'))
    )
    with op.batch_alter_table('school_term', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_school_term_community_id'), ['community_id'], unique=False)

    op.create_table('street_edge',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('a', sa.String(length=80), nullable=False),
    sa.Column('b', sa.String(length=80), nullable=False),
    sa.Column('length_m', sa.Float(), nullable=True),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('extra_seconds', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_street_edge_community_id_community')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_street_edge'))
    )
    with op.batch_alter_table('street_edge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_street_edge_community_id'), ['community_id'], unique=False)

    op.create_table('street_node',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('x', sa.Float(), nullable=False),
    sa.Column('y', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_street_node_community_id_community')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_street_node')),
    sa.UniqueConstraint('community_id', 'code', name=op.f('uq_street_node_community_id_code'))
    )
    with op.batch_alter_table('street_node', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_street_node_community_id'), ['community_id'], unique=False)

    op.create_table('walk_row',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('a', sa.String(length=80), nullable=False),
    sa.Column('b', sa.String(length=80), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_walk_row_community_id_community')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_walk_row')),
    sa.UniqueConstraint('community_id', 'a', 'b', name=op.f('uq_walk_row_community_id_a_b'))
    )
    with op.batch_alter_table('walk_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_walk_row_community_id'), ['community_id'], unique=False)

    op.create_table('facility',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('organisation_id', sa.String(), nullable=True),
    sa.Column('place_id', sa.String(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('exclusive', sa.Boolean(), nullable=False),
    sa.Column('concurrent', sa.Integer(), nullable=False),
    sa.Column('changeover_minutes', sa.Integer(), nullable=False),
    sa.Column('cost', sa.Integer(), nullable=False),
    sa.Column('auto_approve', sa.Boolean(), nullable=True),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_facility_community_id_community')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_facility_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_facility_place_id_place')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facility')),
    sa.UniqueConstraint('community_id', 'code', name=op.f('uq_facility_community_id_code'))
    )
    with op.batch_alter_table('facility', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_facility_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_facility_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_facility_place_id'), ['place_id'], unique=False)

    op.create_table('provider',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('modes', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('hotline', sa.String(length=40), nullable=False),
    sa.Column('place_id', sa.String(), nullable=True),
    sa.Column('hours', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('certified_until', sa.Date(), nullable=True),
    sa.Column('notice_until', sa.Date(), nullable=True),
    sa.Column('rectify_by', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_provider_community_id_community')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_provider_place_id_place')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provider')),
    sa.UniqueConstraint('community_id', 'code', name=op.f('uq_provider_community_id_code'))
    )
    with op.batch_alter_table('provider', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provider_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_provider_state'), ['state'], unique=False)

    op.create_table('resident',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('sex', sa.String(length=10), nullable=False),
    sa.Column('groups', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('pace', sa.Float(), nullable=True),
    sa.Column('home_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_resident_community_id_community')),
    sa.ForeignKeyConstraint(['home_id'], ['place.id'], name=op.f('fk_resident_home_id_place')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resident')),
    sa.UniqueConstraint('community_id', 'code', name=op.f('uq_resident_community_id_code'))
    )
    with op.batch_alter_table('resident', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resident_community_id'), ['community_id'], unique=False)

    op.create_table('roster_version',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('roster_id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by', sa.String(), nullable=True),
    sa.Column('run_id', sa.String(), nullable=True),
    sa.Column('objective', sa.Integer(), nullable=True),
    sa.Column('bound', sa.Integer(), nullable=True),
    sa.Column('overrides', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('snapshot', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['roster_id'], ['roster.id'], name=op.f('fk_roster_version_roster_id_roster')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_version')),
    sa.UniqueConstraint('roster_id', 'number', name=op.f('uq_roster_version_roster_id_number'))
    )
    with op.batch_alter_table('roster_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roster_version_roster_id'), ['roster_id'], unique=False)

    op.create_table('run',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('roster_id', sa.String(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('input', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('problem_hash', sa.String(length=64), nullable=False),
    sa.Column('owner', sa.String(length=80), nullable=True),
    sa.Column('heartbeat_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('stop_asked', sa.Boolean(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('stage', sa.String(length=20), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=True),
    sa.Column('objective', sa.Integer(), nullable=True),
    sa.Column('bound', sa.Integer(), nullable=True),
    sa.Column('error', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('result', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('asked_by', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_run_community_id_community')),
    sa.ForeignKeyConstraint(['roster_id'], ['roster.id'], name=op.f('fk_run_roster_id_roster')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run'))
    )
    with op.batch_alter_table('run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_run_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_run_roster_id'), ['roster_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_run_state'), ['state'], unique=False)
        batch_op.create_index('uq_run_active_roster', ['roster_id'], unique=True, sqlite_where=sa.text("state IN ('queued', 'running')"), postgresql_where=sa.text("state IN ('queued', 'running')"))

    op.create_table('closure',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.String(), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('end', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_closure_facility_id_facility'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closure'))
    )
    with op.batch_alter_table('closure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closure_facility_id'), ['facility_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_closure_start'), ['start'], unique=False)

    op.create_table('facility_mode',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.String(), nullable=False),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_facility_mode_facility_id_facility'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facility_mode')),
    sa.UniqueConstraint('facility_id', 'mode', name=op.f('uq_facility_mode_facility_id_mode'))
    )
    with op.batch_alter_table('facility_mode', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_facility_mode_facility_id'), ['facility_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_facility_mode_mode'), ['mode'], unique=False)

    op.create_table('fee',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.String(), nullable=False),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('concession', sa.String(length=20), nullable=False),
    sa.Column('cents_per_hour', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_fee_facility_id_facility'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fee')),
    sa.UniqueConstraint('facility_id', 'mode', 'concession', name=op.f('uq_fee_facility_id_mode_concession'))
    )
    with op.batch_alter_table('fee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fee_facility_id'), ['facility_id'], unique=False)

    op.create_table('opening_rule',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.String(), nullable=False),
    sa.Column('weekdays', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('start', sa.Time(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('days', sa.String(length=10), nullable=False),
    sa.Column('term', sa.String(length=10), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=True),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_opening_rule_facility_id_facility'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_rule'))
    )
    with op.batch_alter_table('opening_rule', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opening_rule_facility_id'), ['facility_id'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('home_id', sa.String(), nullable=False),
    sa.Column('sex', sa.String(length=10), nullable=False),
    sa.Column('tags', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('pace', sa.Float(), nullable=False),
    sa.Column('max_walk_minutes', sa.Integer(), nullable=False),
    sa.Column('max_minutes_day', sa.Integer(), nullable=True),
    sa.Column('max_minutes_total', sa.Integer(), nullable=True),
    sa.Column('max_visits_day', sa.Integer(), nullable=True),
    sa.Column('minor', sa.Boolean(), nullable=False),
    sa.Column('guardian_consent', sa.Boolean(), nullable=False),
    sa.Column('record_checked', sa.Boolean(), nullable=False),
    sa.Column('insured_until', sa.Date(), nullable=True),
    sa.Column('certified_until', sa.Date(), nullable=True),
    sa.Column('return_home', sa.Boolean(), nullable=False),
    sa.Column('history_minutes', sa.Integer(), nullable=False),
    sa.Column('history_offered_minutes', sa.Integer(), nullable=False),
    sa.Column('proposals', sa.Boolean(), nullable=False),
    sa.Column('provider_id', sa.String(), nullable=True),
    sa.Column('feed_key_hash', sa.String(length=64), nullable=True),
    sa.Column('card_key_hash', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_person_community_id_community')),
    sa.ForeignKeyConstraint(['home_id'], ['place.id'], name=op.f('fk_person_home_id_place')),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_person_provider_id_provider')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('community_id', 'code', name=op.f('uq_person_community_id_code'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_card_key_hash'), ['card_key_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_feed_key_hash'), ['feed_key_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_home_id'), ['home_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_provider_id'), ['provider_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_state'), ['state'], unique=False)

    op.create_table('provider_fact',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('provider_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('by_login_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_provider_fact_provider_id_provider'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provider_fact'))
    )
    with op.batch_alter_table('provider_fact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provider_fact_provider_id'), ['provider_id'], unique=False)

    op.create_table('provider_item',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('provider_id', sa.String(), nullable=False),
    sa.Column('item_code', sa.String(length=40), nullable=False),
    sa.Column('published', sa.Boolean(), nullable=False),
    sa.Column('price_cents', sa.Integer(), nullable=True),
    sa.Column('price_note', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_provider_item_provider_id_provider'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provider_item')),
    sa.UniqueConstraint('provider_id', 'item_code', name=op.f('uq_provider_item_provider_id_item_code'))
    )
    with op.batch_alter_table('provider_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provider_item_item_code'), ['item_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_provider_item_provider_id'), ['provider_id'], unique=False)

    op.create_table('quota_row',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('resident_id', sa.String(), nullable=False),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('at_most', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_quota_row_community_id_community')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_quota_row_resident_id_resident'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quota_row')),
    sa.UniqueConstraint('resident_id', 'mode', name=op.f('uq_quota_row_resident_id_mode'))
    )
    with op.batch_alter_table('quota_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quota_row_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_quota_row_resident_id'), ['resident_id'], unique=False)

    op.create_table('request',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('item_code', sa.String(length=40), nullable=False),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('resident_id', sa.String(), nullable=True),
    sa.Column('entered_by', sa.String(), nullable=True),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('guaranteed', sa.Boolean(), nullable=False),
    sa.Column('emergency', sa.Boolean(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('respond_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('needs', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('recurrence', sa.String(), nullable=False),
    sa.Column('series_start', sa.Time(), nullable=True),
    sa.Column('series_minutes', sa.Integer(), nullable=True),
    sa.Column('first_day', sa.Date(), nullable=True),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('days', sa.String(length=10), nullable=False),
    sa.Column('skipped', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('first_start', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_end', sa.DateTime(timezone=True), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('merged_into', sa.String(), nullable=True),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('rated_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_request_community_id_community')),
    sa.ForeignKeyConstraint(['merged_into'], ['request.id'], name=op.f('fk_request_merged_into_request')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_request_resident_id_resident')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request')),
    sa.UniqueConstraint('number', name=op.f('uq_request_number'))
    )
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_item_code'), ['item_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_resident_id'), ['resident_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_respond_by'), ['respond_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_request_state'), ['state'], unique=False)

    op.create_table('resident_contact',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('resident_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('door', sa.String(length=80), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_resident_contact_resident_id_resident'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resident_contact')),
    sa.UniqueConstraint('resident_id', name=op.f('uq_resident_contact_resident_id'))
    )
    with op.batch_alter_table('resident_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_resident_contact_phone'), ['phone'], unique=False)

    op.create_table('run_progress',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('stage', sa.String(length=20), nullable=False),
    sa.Column('objective', sa.Integer(), nullable=False),
    sa.Column('bound', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_run_progress_run_id_run'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_progress')),
    sa.UniqueConstraint('run_id', 'number', name=op.f('uq_run_progress_run_id_number'))
    )
    with op.batch_alter_table('run_progress', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_run_progress_run_id'), ['run_id'], unique=False)

    op.create_table('run_proof',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.String(), nullable=False),
    sa.Column('certificates', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_run_proof_run_id_run'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run_proof')),
    sa.UniqueConstraint('run_id', name=op.f('uq_run_proof_run_id'))
    )
    op.create_table('access_grant',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('login_id', sa.String(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('community_id', sa.String(), nullable=True),
    sa.Column('person_id', sa.String(), nullable=True),
    sa.Column('resident_id', sa.String(), nullable=True),
    sa.Column('organisation_id', sa.String(), nullable=True),
    sa.Column('provider_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_access_grant_community_id_community')),
    sa.ForeignKeyConstraint(['login_id'], ['login.id'], name=op.f('fk_access_grant_login_id_login'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_access_grant_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_access_grant_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['provider_id'], ['provider.id'], name=op.f('fk_access_grant_provider_id_provider')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_access_grant_resident_id_resident'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_grant')),
    sa.UniqueConstraint('login_id', 'role', 'community_id', 'person_id', 'organisation_id', name=op.f('uq_access_grant_login_id_role_community_id_person_id_organisation_id'))
    )
    with op.batch_alter_table('access_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_grant_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_grant_login_id'), ['login_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_grant_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_grant_resident_id'), ['resident_id'], unique=False)

    op.create_table('availability_date',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('end', sa.DateTime(timezone=True), nullable=False),
    sa.Column('free', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_availability_date_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_availability_date'))
    )
    with op.batch_alter_table('availability_date', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_availability_date_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_availability_date_start'), ['start'], unique=False)

    op.create_table('availability_rule',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('weekdays', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('start', sa.Time(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('days', sa.String(length=10), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=True),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_availability_rule_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_availability_rule'))
    )
    with op.batch_alter_table('availability_rule', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_availability_rule_person_id'), ['person_id'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=True),
    sa.Column('resident_id', sa.String(), nullable=True),
    sa.Column('purpose', sa.String(length=30), nullable=False),
    sa.Column('given', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_login_id', sa.String(), nullable=True),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('text_edition', sa.String(length=20), nullable=False),
    sa.Column('detail', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_consent_resident_id_resident'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_resident_id'), ['resident_id'], unique=False)

    op.create_table('credential',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('number_end', sa.String(length=8), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('seen_by', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_credential_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credential'))
    )
    with op.batch_alter_table('credential', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credential_person_id'), ['person_id'], unique=False)

    op.create_table('notification',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.String(), nullable=True),
    sa.Column('resident_id', sa.String(), nullable=True),
    sa.Column('organisation_id', sa.String(), nullable=True),
    sa.Column('payload', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_notification_community_id_community')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_notification_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notification_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_notification_resident_id_resident'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification'))
    )
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notification_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notification_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notification_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notification_resident_id'), ['resident_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notification_state'), ['state'], unique=False)

    op.create_table('pair_row',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('with_kind', sa.String(length=12), nullable=False),
    sa.Column('other', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('origin', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_pair_row_community_id_community')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pair_row_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pair_row'))
    )
    with op.batch_alter_table('pair_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pair_row_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pair_row_person_id'), ['person_id'], unique=False)

    op.create_table('person_contact',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('email', sa.String(length=120), nullable=False),
    sa.Column('door', sa.String(length=80), nullable=False),
    sa.Column('has_smartphone', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_contact_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_contact')),
    sa.UniqueConstraint('person_id', name=op.f('uq_person_contact_person_id'))
    )
    op.create_table('request_window',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.String(), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('end', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_request_window_request_id_request'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_window'))
    )
    with op.batch_alter_table('request_window', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_request_window_request_id'), ['request_id'], unique=False)

    op.create_table('visit',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('code', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('request_id', sa.String(), nullable=True),
    sa.Column('request_code', sa.String(length=80), nullable=False),
    sa.Column('resident_id', sa.String(), nullable=True),
    sa.Column('service', sa.String(length=80), nullable=False),
    sa.Column('beneficiary_sex', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('place_id', sa.String(), nullable=True),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('origin_id', sa.String(), nullable=True),
    sa.Column('pace', sa.Float(), nullable=True),
    sa.Column('max_walk_minutes', sa.Integer(), nullable=True),
    sa.Column('duration_minutes', sa.Integer(), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=True),
    sa.Column('guaranteed', sa.Boolean(), nullable=False),
    sa.Column('groups', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('risk', sa.String(length=10), nullable=False),
    sa.Column('series', sa.String(length=80), nullable=False),
    sa.Column('min_days_apart', sa.Integer(), nullable=False),
    sa.Column('needs', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('conditions', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=True),
    sa.Column('waiting_days', sa.Integer(), nullable=False),
    sa.Column('first_start', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_end', sa.DateTime(timezone=True), nullable=True),
    sa.Column('door_code', sa.String(length=8), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_visit_community_id_community')),
    sa.ForeignKeyConstraint(['origin_id'], ['place.id'], name=op.f('fk_visit_origin_id_place')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_visit_place_id_place')),
    sa.ForeignKeyConstraint(['request_id'], ['request.id'], name=op.f('fk_visit_request_id_request')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_visit_resident_id_resident')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit')),
    sa.UniqueConstraint('community_id', 'code', name=op.f('uq_visit_community_id_code'))
    )
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_first_start'), ['first_start'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_last_end'), ['last_end'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_request_id'), ['request_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_resident_id'), ['resident_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_series'), ['series'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_service'), ['service'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_state'), ['state'], unique=False)

    op.create_table('assignment',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('roster_id', sa.String(), nullable=True),
    sa.Column('visit_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('role', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('origin', sa.String(length=12), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('checked_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verified_by', sa.String(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('walk_minutes', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end', sa.DateTime(timezone=True), nullable=True),
    sa.Column('facility_id', sa.String(), nullable=True),
    sa.Column('why', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_assignment_community_id_community')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_assignment_facility_id_facility')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_assignment_person_id_person')),
    sa.ForeignKeyConstraint(['roster_id'], ['roster.id'], name=op.f('fk_assignment_roster_id_roster')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_assignment_visit_id_visit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_roster_id'), ['roster_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_assignment_live_person', ['visit_id', 'person_id'], unique=True, sqlite_where=sa.text("state IN ('offered', 'accepted', 'checked_in', 'checked_out', 'verified', 'stand_in_sought', 'not_reached')"), postgresql_where=sa.text("state IN ('offered', 'accepted', 'checked_in', 'checked_out', 'verified', 'stand_in_sought', 'not_reached')"))
        batch_op.create_index('uq_assignment_proposed_person', ['visit_id', 'person_id'], unique=True, sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))

    op.create_table('booking',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('facility_id', sa.String(), nullable=False),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('end', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('visit_id', sa.String(), nullable=True),
    sa.Column('resident_id', sa.String(), nullable=True),
    sa.Column('lane', sa.Integer(), nullable=False),
    sa.Column('concession', sa.String(length=20), nullable=False),
    sa.Column('fee_cents', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_booking_community_id_community')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_booking_facility_id_facility')),
    sa.ForeignKeyConstraint(['resident_id'], ['resident.id'], name=op.f('fk_booking_resident_id_resident')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_booking_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking'))
    )
    with op.batch_alter_table('booking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booking_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_facility_id'), ['facility_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_resident_id'), ['resident_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_start'), ['start'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_visit_id'), ['visit_id'], unique=False)

    op.create_table('opening_date',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.String(), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('end', sa.DateTime(timezone=True), nullable=False),
    sa.Column('steward_visit_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_opening_date_facility_id_facility'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['steward_visit_id'], ['visit.id'], name=op.f('fk_opening_date_steward_visit_id_visit'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_date'))
    )
    with op.batch_alter_table('opening_date', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opening_date_facility_id'), ['facility_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_opening_date_start'), ['start'], unique=False)

    op.create_table('person_skill',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('skill', sa.String(length=80), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('credential_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['credential_id'], ['credential.id'], name=op.f('fk_person_skill_credential_id_credential'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_skill_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_skill')),
    sa.UniqueConstraint('person_id', 'skill', name=op.f('uq_person_skill_person_id_skill'))
    )
    with op.batch_alter_table('person_skill', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_skill_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_skill_skill'), ['skill'], unique=False)

    op.create_table('pin',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=True),
    sa.Column('role', sa.String(length=80), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=True),
    sa.Column('facility_id', sa.String(), nullable=True),
    sa.Column('override', sa.String(length=200), nullable=False),
    sa.Column('by_login_id', sa.String(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_pin_facility_id_facility')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pin_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_pin_visit_id_visit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pin'))
    )
    with op.batch_alter_table('pin', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pin_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pin_visit_id'), ['visit_id'], unique=False)

    op.create_table('planned_visit',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('roster_id', sa.String(), nullable=False),
    sa.Column('visit_id', sa.String(), nullable=False),
    sa.Column('layer', sa.String(length=10), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('end', sa.DateTime(timezone=True), nullable=False),
    sa.Column('facility_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_planned_visit_facility_id_facility')),
    sa.ForeignKeyConstraint(['roster_id'], ['roster.id'], name=op.f('fk_planned_visit_roster_id_roster')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_planned_visit_visit_id_visit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_visit')),
    sa.UniqueConstraint('visit_id', 'layer', name=op.f('uq_planned_visit_visit_id_layer'))
    )
    with op.batch_alter_table('planned_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_planned_visit_roster_id'), ['roster_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_planned_visit_start'), ['start'], unique=False)
        batch_op.create_index(batch_op.f('ix_planned_visit_visit_id'), ['visit_id'], unique=False)

    op.create_table('rejection',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facility_id', sa.String(), nullable=False),
    sa.Column('visit_id', sa.String(), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=True),
    sa.Column('detail', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_rejection_facility_id_facility'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_rejection_visit_id_visit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rejection'))
    )
    with op.batch_alter_table('rejection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rejection_facility_id'), ['facility_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rejection_visit_id'), ['visit_id'], unique=False)

    op.create_table('visit_role',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=80), nullable=False),
    sa.Column('skills', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('least', sa.Integer(), nullable=False),
    sa.Column('desired', sa.Integer(), nullable=True),
    sa.Column('most', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_role_visit_id_visit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_role')),
    sa.UniqueConstraint('visit_id', 'role', name=op.f('uq_visit_role_visit_id_role'))
    )
    with op.batch_alter_table('visit_role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_role_visit_id'), ['visit_id'], unique=False)

    op.create_table('visit_window',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.String(), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('end', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_window_visit_id_visit'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_window'))
    )
    with op.batch_alter_table('visit_window', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_window_visit_id'), ['visit_id'], unique=False)

    op.create_table('hour_entry',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=True),
    sa.Column('assignment_id', sa.String(), nullable=True),
    sa.Column('service', sa.String(length=80), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('by_login_id', sa.String(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_hour_entry_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['community_id'], ['community.id'], name=op.f('fk_hour_entry_community_id_community')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_hour_entry_person_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hour_entry'))
    )
    with op.batch_alter_table('hour_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hour_entry_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_hour_entry_community_id'), ['community_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_hour_entry_day'), ['day'], unique=False)
        batch_op.create_index(batch_op.f('ix_hour_entry_person_id'), ['person_id'], unique=False)


    for text in guard.SQLITE if op.get_bind().dialect.name == 'sqlite' else guard.POSTGRESQL:
        op.execute(sa.DDL(text))


def downgrade() -> None:
    with op.batch_alter_table('hour_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hour_entry_person_id'))
        batch_op.drop_index(batch_op.f('ix_hour_entry_day'))
        batch_op.drop_index(batch_op.f('ix_hour_entry_community_id'))
        batch_op.drop_index(batch_op.f('ix_hour_entry_assignment_id'))

    op.drop_table('hour_entry')
    with op.batch_alter_table('visit_window', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_window_visit_id'))

    op.drop_table('visit_window')
    with op.batch_alter_table('visit_role', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_role_visit_id'))

    op.drop_table('visit_role')
    with op.batch_alter_table('rejection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rejection_visit_id'))
        batch_op.drop_index(batch_op.f('ix_rejection_facility_id'))

    op.drop_table('rejection')
    with op.batch_alter_table('planned_visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_planned_visit_visit_id'))
        batch_op.drop_index(batch_op.f('ix_planned_visit_start'))
        batch_op.drop_index(batch_op.f('ix_planned_visit_roster_id'))

    op.drop_table('planned_visit')
    with op.batch_alter_table('pin', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pin_visit_id'))
        batch_op.drop_index(batch_op.f('ix_pin_person_id'))

    op.drop_table('pin')
    with op.batch_alter_table('person_skill', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_skill_skill'))
        batch_op.drop_index(batch_op.f('ix_person_skill_person_id'))

    op.drop_table('person_skill')
    with op.batch_alter_table('opening_date', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opening_date_start'))
        batch_op.drop_index(batch_op.f('ix_opening_date_facility_id'))

    op.drop_table('opening_date')
    with op.batch_alter_table('booking', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_booking_visit_id'))
        batch_op.drop_index(batch_op.f('ix_booking_state'))
        batch_op.drop_index(batch_op.f('ix_booking_start'))
        batch_op.drop_index(batch_op.f('ix_booking_resident_id'))
        batch_op.drop_index(batch_op.f('ix_booking_facility_id'))
        batch_op.drop_index(batch_op.f('ix_booking_community_id'))

    op.drop_table('booking')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index('uq_assignment_proposed_person', sqlite_where=sa.text("state = 'proposed'"), postgresql_where=sa.text("state = 'proposed'"))
        batch_op.drop_index('uq_assignment_live_person', sqlite_where=sa.text("state IN ('offered', 'accepted', 'checked_in', 'checked_out', 'verified', 'stand_in_sought', 'not_reached')"), postgresql_where=sa.text("state IN ('offered', 'accepted', 'checked_in', 'checked_out', 'verified', 'stand_in_sought', 'not_reached')"))
        batch_op.drop_index(batch_op.f('ix_assignment_visit_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_state'))
        batch_op.drop_index(batch_op.f('ix_assignment_roster_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_person_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_community_id'))

    op.drop_table('assignment')
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_state'))
        batch_op.drop_index(batch_op.f('ix_visit_service'))
        batch_op.drop_index(batch_op.f('ix_visit_series'))
        batch_op.drop_index(batch_op.f('ix_visit_resident_id'))
        batch_op.drop_index(batch_op.f('ix_visit_request_id'))
        batch_op.drop_index(batch_op.f('ix_visit_last_end'))
        batch_op.drop_index(batch_op.f('ix_visit_first_start'))
        batch_op.drop_index(batch_op.f('ix_visit_community_id'))

    op.drop_table('visit')
    with op.batch_alter_table('request_window', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_request_window_request_id'))

    op.drop_table('request_window')
    op.drop_table('person_contact')
    with op.batch_alter_table('pair_row', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pair_row_person_id'))
        batch_op.drop_index(batch_op.f('ix_pair_row_community_id'))

    op.drop_table('pair_row')
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notification_state'))
        batch_op.drop_index(batch_op.f('ix_notification_resident_id'))
        batch_op.drop_index(batch_op.f('ix_notification_person_id'))
        batch_op.drop_index(batch_op.f('ix_notification_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_notification_community_id'))

    op.drop_table('notification')
    with op.batch_alter_table('credential', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credential_person_id'))

    op.drop_table('credential')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_resident_id'))
        batch_op.drop_index(batch_op.f('ix_consent_person_id'))

    op.drop_table('consent')
    with op.batch_alter_table('availability_rule', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_availability_rule_person_id'))

    op.drop_table('availability_rule')
    with op.batch_alter_table('availability_date', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_availability_date_start'))
        batch_op.drop_index(batch_op.f('ix_availability_date_person_id'))

    op.drop_table('availability_date')
    with op.batch_alter_table('access_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_grant_resident_id'))
        batch_op.drop_index(batch_op.f('ix_access_grant_person_id'))
        batch_op.drop_index(batch_op.f('ix_access_grant_login_id'))
        batch_op.drop_index(batch_op.f('ix_access_grant_community_id'))

    op.drop_table('access_grant')
    op.drop_table('run_proof')
    with op.batch_alter_table('run_progress', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_run_progress_run_id'))

    op.drop_table('run_progress')
    with op.batch_alter_table('resident_contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_resident_contact_phone'))

    op.drop_table('resident_contact')
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_request_state'))
        batch_op.drop_index(batch_op.f('ix_request_respond_by'))
        batch_op.drop_index(batch_op.f('ix_request_resident_id'))
        batch_op.drop_index(batch_op.f('ix_request_item_code'))
        batch_op.drop_index(batch_op.f('ix_request_community_id'))

    op.drop_table('request')
    with op.batch_alter_table('quota_row', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quota_row_resident_id'))
        batch_op.drop_index(batch_op.f('ix_quota_row_community_id'))

    op.drop_table('quota_row')
    with op.batch_alter_table('provider_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_provider_item_provider_id'))
        batch_op.drop_index(batch_op.f('ix_provider_item_item_code'))

    op.drop_table('provider_item')
    with op.batch_alter_table('provider_fact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_provider_fact_provider_id'))

    op.drop_table('provider_fact')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_state'))
        batch_op.drop_index(batch_op.f('ix_person_provider_id'))
        batch_op.drop_index(batch_op.f('ix_person_home_id'))
        batch_op.drop_index(batch_op.f('ix_person_feed_key_hash'))
        batch_op.drop_index(batch_op.f('ix_person_community_id'))
        batch_op.drop_index(batch_op.f('ix_person_card_key_hash'))

    op.drop_table('person')
    with op.batch_alter_table('opening_rule', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_opening_rule_facility_id'))

    op.drop_table('opening_rule')
    with op.batch_alter_table('fee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fee_facility_id'))

    op.drop_table('fee')
    with op.batch_alter_table('facility_mode', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_facility_mode_mode'))
        batch_op.drop_index(batch_op.f('ix_facility_mode_facility_id'))

    op.drop_table('facility_mode')
    with op.batch_alter_table('closure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_closure_start'))
        batch_op.drop_index(batch_op.f('ix_closure_facility_id'))

    op.drop_table('closure')
    with op.batch_alter_table('run', schema=None) as batch_op:
        batch_op.drop_index('uq_run_active_roster', sqlite_where=sa.text("state IN ('queued', 'running')"), postgresql_where=sa.text("state IN ('queued', 'running')"))
        batch_op.drop_index(batch_op.f('ix_run_state'))
        batch_op.drop_index(batch_op.f('ix_run_roster_id'))
        batch_op.drop_index(batch_op.f('ix_run_community_id'))

    op.drop_table('run')
    with op.batch_alter_table('roster_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_roster_version_roster_id'))

    op.drop_table('roster_version')
    with op.batch_alter_table('resident', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_resident_community_id'))

    op.drop_table('resident')
    with op.batch_alter_table('provider', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_provider_state'))
        batch_op.drop_index(batch_op.f('ix_provider_community_id'))

    op.drop_table('provider')
    with op.batch_alter_table('facility', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_facility_place_id'))
        batch_op.drop_index(batch_op.f('ix_facility_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_facility_community_id'))

    op.drop_table('facility')
    with op.batch_alter_table('walk_row', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_walk_row_community_id'))

    op.drop_table('walk_row')
    with op.batch_alter_table('street_node', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_street_node_community_id'))

    op.drop_table('street_node')
    with op.batch_alter_table('street_edge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_street_edge_community_id'))

    op.drop_table('street_edge')
    with op.batch_alter_table('school_term', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_school_term_community_id'))

    op.drop_table('school_term')
    with op.batch_alter_table('roster', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_roster_state'))
        batch_op.drop_index(batch_op.f('ix_roster_community_id'))

    op.drop_table('roster')
    with op.batch_alter_table('request_counter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_request_counter_community_id'))

    op.drop_table('request_counter')
    with op.batch_alter_table('place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_place_community_id'))

    op.drop_table('place')
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_community_id'))

    op.drop_table('organisation')
    with op.batch_alter_table('machine_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_machine_token_login_id'))
        batch_op.drop_index(batch_op.f('ix_machine_token_key_hash'))

    op.drop_table('machine_token')
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_login_session_login_id'))
        batch_op.drop_index(batch_op.f('ix_login_session_key_hash'))

    op.drop_table('login_session')
    with op.batch_alter_table('gate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gate_community_id'))

    op.drop_table('gate')
    with op.batch_alter_table('calendar_day', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calendar_day_day'))
        batch_op.drop_index(batch_op.f('ix_calendar_day_community_id'))

    op.drop_table('calendar_day')
    with op.batch_alter_table('reveal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reveal_subject_id'))
        batch_op.drop_index(batch_op.f('ix_reveal_login_id'))

    op.drop_table('reveal')
    with op.batch_alter_table('login', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_login_username'))

    op.drop_table('login')
    op.drop_table('idempotent_call')
    op.drop_table('community')
    with op.batch_alter_table('catalogue_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_catalogue_item_code'))
        batch_op.drop_index(batch_op.f('ix_catalogue_item_category'))

    op.drop_table('catalogue_item')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_subject_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_login_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_community_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_at'))

    op.drop_table('audit_entry')
