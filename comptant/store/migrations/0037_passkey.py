"""Passkeys as second factors: see 0037_passkey.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """A credential of a second factor; what a session was asked to sign."""

    dependencies = (("store", "0036_team"),)
    operations = (frozen(__file__),)
