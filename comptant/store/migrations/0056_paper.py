"""Papers made once: see 0056_paper.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The papers issued and the documents that they are."""

    dependencies = (("store", "0055_told_to_clients"),)
    operations = (frozen(__file__),)
