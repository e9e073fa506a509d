"""A payment file put aside: see 0019_unsent.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Orders of a file put aside are released again, and never twice in a living file."""

    dependencies = (("store", "0018_passwords"),)
    operations = (frozen(__file__),)
