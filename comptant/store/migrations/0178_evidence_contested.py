"""Evidence of claims: see 0178_evidence_contested.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A dispute that a short payment alone is shows an insurer nothing."""

    dependencies = (("store", "0177_limit_told"),)
    operations = (frozen(__file__),)
