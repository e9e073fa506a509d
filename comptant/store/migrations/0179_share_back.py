"""What an insurer gives back of its share of a recovery: see 0179_share_back.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A step of a claim is also that its insurer gave its share back."""

    dependencies = (("store", "0178_evidence_contested"),)
    operations = (frozen(__file__),)
