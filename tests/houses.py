"""Houses that many tests begin with: each is opened once, and copied for the test that asks.

    @house
    def world(writer: psycopg.Connection) -> World:
        opened = open_world(writer)
        ...

is a fixture like any other to the tests of its file; its body runs once in a process, with no
other fixture, and every test has the database that it left.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from psycopg import sql

from comptant import settings
from comptant.store.connection import connect
from tests.facts import World

Recipe = Callable[[psycopg.Connection], World]
KEPT_MAX = 6  # tests come file by file: what was opened long ago is not asked for again


@dataclass
class Houses:
    """What this process has opened: per recipe a database to copy from, and the world in it."""

    admin: psycopg.Connection
    template: str
    prefix: str
    opened: dict[Recipe, tuple[str, World]] = field(default_factory=dict)
    count: int = 0

    def copy(self, source: str, name: str) -> None:
        """`name` becomes a fresh copy of the database `source`."""
        self.drop(name)
        make = sql.SQL("CREATE DATABASE {} OWNER comptant_owner TEMPLATE {} STRATEGY FILE_COPY")
        self.admin.execute(make.format(sql.Identifier(name), sql.Identifier(source)))

    def drop(self, name: str) -> None:
        """`name` is gone, with those who were connected to it."""
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        self.admin.execute(drop)

    def begin(self, recipe: Recipe | None, name: str) -> None:
        """`name` becomes the database of a test: the recipe's house, or tables without a row."""
        self.copy(self._of(recipe)[0] if recipe else self.template, name)

    def world(self, recipe: Recipe, conn: psycopg.Connection) -> World:
        """The world of a house, for the test whose database began with it."""
        conn.autocommit = True
        world = copy.copy(self._of(recipe)[1])
        for name, value in vars(world).items():
            if isinstance(value, dict):
                setattr(world, name, dict(value))
        world.conn = conn
        return world

    def _of(self, recipe: Recipe) -> tuple[str, World]:
        if recipe not in self.opened:
            if len(self.opened) == KEPT_MAX:
                self.drop(self.opened.pop(next(iter(self.opened)))[0])
            self.count += 1
            name = f"{self.prefix}_{self.count}"
            self.copy(self.template, name)
            with pytest.MonkeyPatch.context() as patch, connect("comptant_writer", name) as conn:
                patch.setattr(settings, "DATABASE", name)
                self.opened[recipe] = name, recipe(conn)
        return self.opened[recipe]


def house(recipe: Recipe) -> Any:
    """A fixture of the recipe's world, for a test whose database is a copy of the house."""

    def world(houses: Houses, writer: psycopg.Connection) -> World:
        return houses.world(recipe, writer)

    world.recipe = recipe  # type: ignore[attr-defined]
    return pytest.fixture(name=recipe.__name__)(world)


def recipe_of(request: pytest.FixtureRequest) -> Recipe | None:
    """How the database of a test begins: by the one house among its fixtures, if there is one."""
    found = [
        known[-1].func.recipe
        for known in request.node._fixtureinfo.name2fixturedefs.values()
        if hasattr(known[-1].func, "recipe")
    ]
    assert len(found) <= 1, "a test has one database, which begins with one house"
    return found[0] if found else None
