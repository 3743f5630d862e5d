"""schemathesis over the whole OpenAPI: whatever is sent, no 5xx and no status that is not documented."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import status_code_conformance

from api.world import World
from matcher_api.bookings import guard
from matcher_api.database.tables import METADATA
from matcher_api.database.upgrade import upgrade
from matcher_api.main import create_app


@pytest.fixture
def migrated(world: World) -> World:
    """A world over the tables of the migrations, with logins that may try as often as they like."""
    with world.engine.begin() as connection:
        METADATA.drop_all(connection)
        for statement in guard.REMOVED[world.engine.dialect.name]:
            connection.exec_driver_sql(statement)
    upgrade(world.engine)
    return World(world.engine, world.settings.model_copy(update={"login_attempts": "1000000/minute"}))


EXAMPLES = int(os.environ.get("MATCHER_OPENAPI_EXAMPLES", "12"))
"""Of each operation, in the campaign; more by the environment."""
PARTS = 4
"""So that several cores can share the work."""


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_sent_breaks_the_service(migrated: World, part: int) -> None:
    called(migrated, part, examples=2)


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_of_much_that_is_sent_breaks_the_service(migrated: World, part: int) -> None:
    called(migrated, part, examples=EXAMPLES)


def called(migrated: World, part: int, examples: int) -> None:
    """Every operation, with what its schema allows and what it does not, by an admin and by a volunteer."""
    app = create_app(migrated.settings, engine=migrated.engine, now=lambda: migrated.now, migrate=False)
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 40

    for operation in operations[part::PARTS]:

        @hypothesis_settings(
            max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def sent(case: Any) -> None:
            for who in ("admin", "volunteer"):
                case.headers = {**(case.headers or {}), "Authorization": f"Bearer {who}"}
                case.call_and_validate(checks=[not_a_server_error, status_code_conformance])

        sent()
