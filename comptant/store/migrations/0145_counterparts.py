"""Who garnished a client, who insures it: see 0145_counterparts.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A client reads the name of its garnishing creditor and of its own insurer."""

    dependencies = (("store", "0144_insured_invoices"),)
    operations = (frozen(__file__),)
