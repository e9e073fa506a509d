"""Policies of credit insurers: see 0092_policy.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Policies with their terms, what they cover, their limits, and what was told the insurer."""

    dependencies = (("store", "0090_buyer_link"),)
    operations = (frozen(__file__),)
