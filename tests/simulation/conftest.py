"""Failed checks of a history say what was found, although their file is not a test's."""

import pytest

pytest.register_assert_rewrite("tests.simulation.invariants")
