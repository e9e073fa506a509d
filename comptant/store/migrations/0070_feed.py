"""Ways by which contracts are fed, and what came by them: see 0070_feed.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Folders and addresses of mail that feed contracts, what arrived, the answers to mails."""

    dependencies = (("store", "0069_mandate_told"),)
    operations = (frozen(__file__),)
