"""What every test of the API has: its looks answer as they are told."""

from collections.abc import Iterator

import django
import pytest

from tests import answers


@pytest.fixture(scope="session", autouse=True)
def looks_as_told() -> Iterator[None]:
    """Held against answers.csv as the acts are."""
    django.setup()
    with pytest.MonkeyPatch.context() as patch:
        answers.looked(patch)
        yield
