"""When an insolvency was published, for each reader: see 0171_insolvency_published.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The day on which an insolvency was published counts for the deadlines of policies."""

    dependencies = (("store", "0168_language_sent"),)
    operations = (frozen(__file__),)
