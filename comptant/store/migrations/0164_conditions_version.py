"""What a signature of special conditions is of: see 0164_conditions_version.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Fees said anew void a signature as terms do."""

    dependencies = (("store", "0162_recovery_codes"),)
    operations = (frozen(__file__),)
