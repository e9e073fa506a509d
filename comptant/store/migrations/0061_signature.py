"""Papers to sign and what was signed: see 0061_signature.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Signatures asked for, how each ended, codes sent, what a provider was asked."""

    dependencies = (("store", "0060_power"),)
    operations = (frozen(__file__),)
