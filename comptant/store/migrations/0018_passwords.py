"""Passwords that serve once: see 0018_passwords.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """First passwords and resets: whoever signs in with one chooses another."""

    dependencies = (("store", "0017_guarantee"),)
    operations = (frozen(__file__),)
