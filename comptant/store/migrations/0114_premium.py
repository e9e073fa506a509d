"""Premiums and declarations of turnover: see 0114_premium.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """What a policy costs by periods, how it is paid, and the turnover declared to its insurer."""

    dependencies = (("store", "0111_garnishment"),)
    operations = (frozen(__file__),)
