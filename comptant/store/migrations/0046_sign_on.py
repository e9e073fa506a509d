"""Other ways to sign in: see 0046_sign_on.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Challenges that have served; accounts of an organisation that sign a user in."""

    dependencies = (("store", "0044_takeover"),)
    operations = (frozen(__file__),)
