"""What is forgotten of prospects and of files that have ended: see 0172_files_forgotten.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Prospects' requests and the people of ended files end with their terms."""

    dependencies = (("store", "0171_insolvency_published"),)
    operations = (frozen(__file__),)
