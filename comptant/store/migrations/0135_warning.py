"""Scores of companies by their own flow, each with its explanation: see 0135_warning.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Early warning."""

    dependencies = (("store", "0133_fraud_by_itself"),)
    operations = (frozen(__file__),)
