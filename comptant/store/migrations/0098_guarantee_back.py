"""What the guarantee has taken is given back: see 0098_guarantee_back.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What the guarantee has taken by mistake is given back."""

    dependencies = (("store", "0097_dispute_notice"),)
    operations = (frozen(__file__),)
