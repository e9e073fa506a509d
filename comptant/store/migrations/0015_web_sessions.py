"""Signing in with a browser or a key: see 0015_web_sessions.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Second factors, sessions of a browser, links that sign in once, keys of programs."""

    dependencies = (("store", "0014_charged_back"),)
    operations = (frozen(__file__),)
