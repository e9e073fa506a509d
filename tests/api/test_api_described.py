"""What the description allows, and what it forbids, thrown at every endpoint: none is broken by it,
and none does what the key may not."""

import django
import psycopg
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error

from comptant.doors import reads
from comptant.doors.api.endpoints import WAYS_IN
from comptant.operations.acts.proofs import PERSONAL
from comptant.operations.acts.rights import RIGHTS
from tests import facts

EXAMPLES = 2  # of each endpoint; the seed is fixed, so that a failure is found again


@pytest.mark.parametrize("login", ["alice", "anna"])
def test_no_endpoint_is_broken_by_what_is_thrown_at_it(
    writer: psycopg.Connection, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    django.setup()
    from django.conf import settings as ours
    from django.core.wsgi import get_wsgi_application

    monkeypatch.setattr(ours, "CALLS_PER_MINUTE", 1_000_000)
    world = facts.open_world(writer)
    world.contract("C-1")
    world.give_key(login, "k" * 43, "read", *sorted(set(RIGHTS) - PERSONAL), name="thrown")
    headers = {"Authorization": f"Bearer {'k' * 43}", "Comptant-Day": "2026-01-16"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    tried, broken = 0, []
    for found in schema.get_all_operations():
        endpoint = found.ok()

        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
                  phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
        def throw(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, checks=[not_a_server_error])

        try:
            given(case=endpoint.as_strategy())(throw)()
        except BaseExceptionGroup as failure:
            broken.append((endpoint.label, str(failure)[-600:]))
        tried += 1
    assert not broken, "\n".join(f"{label}: {told}" for label, told in broken)
    assert tried >= len(set(RIGHTS) - set(WAYS_IN) - PERSONAL) + len(reads.READS)
