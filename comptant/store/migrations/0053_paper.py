"""Papers made once: see 0053_paper.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The papers issued and the documents that they are."""

    dependencies = (("store", "0052_explained"),)
    operations = (frozen(__file__),)
