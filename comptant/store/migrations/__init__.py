"""Migrations: each is a frozen SQL file and a thin Python file of the same name beside it."""

from pathlib import Path

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


def frozen(python_file: str) -> Operation:
    """The operation that runs the SQL file beside `python_file`, whole and as it is written.

    Not RunSQL: it would split the text at semicolons and take a percent sign for a parameter.
    """

    def run(_: object, editor: BaseDatabaseSchemaEditor) -> None:
        sql = Path(python_file).with_suffix(".sql").read_text("utf-8")
        with editor.connection.cursor() as cursor:
            cursor.execute(sql)

    return migrations.RunPython(run)
