"""Books the postings read from the standard input with one library, as its documentation shows, and
prints {"seconds", "lines"}. Run in the environment of requirements.txt, never imported.

The question, in JSON: `how`, `database` (of Django's DATABASES), `on`, `accounts` (names), and
`entries`: lists of (account, cents), debit positive, that sum to zero.
"""

import json
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from time import perf_counter
from typing import Any

warnings.simplefilter("ignore")
Entries = list[list[tuple[str, int]]]
Book = Callable[[Entries], None]

APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
        "django.contrib.messages", "mptt", "treebeard", "hordak", "django_ledger"]  # fmt: skip
PROCESSORS = ["django.contrib.auth.context_processors.auth",
              "django.template.context_processors.request",
              "django.contrib.messages.context_processors.messages"]  # fmt: skip


def main() -> None:
    """Prepare, untimed; then book all entries, timed; then count the lines that are there."""
    asked = json.load(sys.stdin)
    _set_up(asked["database"])
    book, count = LIBRARIES[asked["how"]](asked["accounts"], date.fromisoformat(asked["on"]))
    start = perf_counter()
    book(asked["entries"])
    print(json.dumps({"seconds": perf_counter() - start, "lines": count()}))


def _set_up(database: dict[str, Any]) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.configure(
        INSTALLED_APPS=APPS, DATABASES={"default": database}, USE_TZ=True, TIME_ZONE="UTC",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", DEFAULT_CURRENCY="EUR",
        CURRENCIES=["EUR"], DJANGO_LEDGER_USE_DEPRECATED_BEHAVIOR=False,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
                    "OPTIONS": {"context_processors": PROCESSORS}}],
    )  # fmt: skip
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def _euros(cents: int) -> Decimal:
    return Decimal(abs(cents)) / 100


def plain(accounts: list[str], on: date) -> tuple[Book, Callable[[], int], Any, Any]:
    """Two models of a plain Django project, with their foreign keys."""
    from django.db import connection, models

    class Entry(models.Model):
        on = models.DateField()

        class Meta:
            app_label = "plain"

    class Line(models.Model):
        entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
        account = models.CharField(max_length=40, db_index=True)
        amount = models.DecimalField(max_digits=17, decimal_places=2)

        class Meta:
            app_label = "plain"

    with connection.schema_editor() as editor:
        editor.create_model(Entry)
        editor.create_model(Line)

    def one_by_one(entries: Entries) -> None:
        from django.db import transaction

        for lines in entries:
            with transaction.atomic():
                entry = Entry.objects.create(on=on)
                for account, cents in lines:
                    Line.objects.create(entry=entry, account=account, amount=Decimal(cents) / 100)

    return one_by_one, Line.objects.count, Entry, Line


def plain_bulk(accounts: list[str], on: date) -> tuple[Book, Callable[[], int]]:
    """The same models, written by bulk_create in one transaction."""
    _, count, entry_model, line_model = plain(accounts, on)

    def at_once(entries: Entries) -> None:
        from django.db import transaction

        with transaction.atomic():
            made = entry_model.objects.bulk_create([entry_model(on=on) for _ in entries], 5_000)
            line_model.objects.bulk_create(
                [line_model(entry=entry, account=account, amount=Decimal(cents) / 100)
                 for entry, lines in zip(made, entries, strict=True) for account, cents in lines],
                5_000,
            )  # fmt: skip

    return at_once, count


def hordak(accounts: list[str], on: date) -> tuple[Book, Callable[[], int]]:
    """One Transaction with its Legs, in one database transaction each."""
    from django.db import transaction
    from hordak.models import Account, AccountType, Leg, Transaction

    known = {
        name: Account.objects.create(name=name, code=None, type=AccountType.asset,
                                     currencies=["EUR"])
        for name in accounts
    }  # fmt: skip

    def book(entries: Entries) -> None:
        for lines in entries:
            with transaction.atomic():
                entry = Transaction.objects.create(date=on)
                for account, cents in lines:
                    side = "debit" if cents > 0 else "credit"
                    Leg.objects.create(transaction=entry, account=known[account], currency="EUR",
                                       **{side: _euros(cents)})  # fmt: skip

    return book, Leg.objects.count


def ledger(accounts: list[str], on: date) -> tuple[Book, Callable[[], int]]:
    """commit_txs of an entity's ledger: one posted journal entry each."""
    from django.contrib.auth.models import User
    from django_ledger.io import roles
    from django_ledger.models import EntityModel, TransactionModel

    user = User.objects.create_user("bench")
    entity = EntityModel.create_entity(
        name="Factor", use_accrual_method=True, admin=user, fy_start_month=1
    )
    entity.create_chart_of_accounts(assign_as_default=True, coa_name="Chart", commit=True)
    known = {
        name: entity.create_account(
            code=f"{1_000 + number}", role=roles.ASSET_CA_CASH, name=name, balance_type="debit",
            active=True,
        )
        for number, name in enumerate(accounts)
    }  # fmt: skip
    of = entity.create_ledger(name="day", posted=True)
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)

    def book(entries: Entries) -> None:
        for number, lines in enumerate(entries):
            entity.commit_txs(
                je_timestamp=at, je_posted=True, je_ledger_model=of, je_desc=str(number),
                je_txs=[{"account": known[account], "amount": _euros(cents), "description": "",
                         "tx_type": "debit" if cents > 0 else "credit"}
                        for account, cents in lines],
            )  # fmt: skip

    return book, TransactionModel.objects.count


LIBRARIES: dict[str, Callable[[list[str], date], Any]] = {
    "plain Django ORM": lambda accounts, on: plain(accounts, on)[:2],
    "plain Django ORM, bulk_create": plain_bulk,
    "django-hordak": hordak,
    "django-ledger": ledger,
}

if __name__ == "__main__":
    main()
