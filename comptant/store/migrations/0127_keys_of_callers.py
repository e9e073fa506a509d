"""The key of an act is its caller's: see 0127_keys_of_callers.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Two people, or two programs, may name their acts alike."""

    dependencies = (("store", "0125_recourse_undone"),)
    operations = (frozen(__file__),)
