"""Addresses of people, and the mails that they are sent: see 0065_user_email.sql."""

from django.db import migrations

from comptant.store.migrations import frozen


class Migration(migrations.Migration):
    """Addresses that people have confirmed, mails to them, the browser of a session."""

    dependencies = (("store", "0064_approval_shown"),)
    operations = (frozen(__file__),)
