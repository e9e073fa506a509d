"""The foundation: see 0001_foundation.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The first tables, their guards and the rights of the four roles."""

    initial = True
    operations = (frozen(__file__),)
