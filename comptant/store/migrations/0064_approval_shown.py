"""What approvals are about, said once: see 0064_approval_shown.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """The view of what an approval names."""

    dependencies = (("store", "0063_offer_file"),)
    operations = (frozen(__file__),)
