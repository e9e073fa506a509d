"""To see: the demonstration, in a database of its own, made anew at each run."""

import shutil
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import tables, waterfall, words
from comptant.doors.cli import session, trial_house, trial_products
from comptant.doors.cli.language import Subject, Verb
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.doors.demo.play import Clause, Story

# Each in a database of its own.
TRIALS = ("demo", "house", "offers", "reverse", "late_payer", "dispute", "failure",
          "whole_turnover", "selective", "spot", "client_managed", "confidential",
          "without_recourse", "micro", "group", "insurance", "export",
          "purchase_order")  # fmt: skip
STEPS = 11  # parts of the play that announce themselves


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(demo)


def beside(trial: str) -> str:
    """The database of a trial beside the house's; asked from inside a trial, still the same."""
    from comptant import settings

    house = settings.DATABASE
    for each in TRIALS:
        house = house.removesuffix(f"_{each}")
    return f"{house}_{trial}"


def _verb(name: str, help: tuple[str, str], *example: str) -> Any:
    """A command that asks for no user: it makes its own."""
    return click.command(name, cls=Verb, both=Both(*help), example=example)


@_verb(
    "demo",
    ("Play the main job with invented data: an invoice of 20,000.00 assigned, 18,000.00 paid at "
     "once, the rest once the buyer has paid; under both clauses for the fee.\n\n"
     "In a database of its own for each story, made anew at each run.\n\n"
     "comptant demo house: a house at work today, for the portal (comptant serve --demo).\n\n"
     "comptant demo offers: offers side by side for a sample company.\n\n"
     "comptant demo purchase-order: an order advanced before it is invoiced.\n\n"
     "comptant demo reverse: a buyer's programme, suppliers paid early or when due.\n\n"
     "comptant demo whole-turnover, selective, spot, client-managed, confidential, "
     "without-recourse, micro, group: from the quote to the last euro.\n\n"
     "comptant demo insurance: a buyer of 50,000.00 fails, 45,000.00 come back.\n\n"
     "comptant demo export: sold in dollars under an import factor, revalued, paid in euros.",
     "Jouer le métier avec des données inventées : une facture de 20 000,00 cédée, 18 000,00 "
     "versés aussitôt, le solde quand l'acheteur a payé ; selon les deux clauses de commission.\n\n"
     "Dans une base à part pour chaque récit, refaite à chaque passage.\n\n"
     "comptant demo house : une maison au travail ce jour, pour le portail (comptant serve "
     "--demo).\n\n"
     "comptant demo offers : les offres côte à côte pour une société d'essai.\n\n"
     "comptant demo purchase-order : une commande financée avant facturation.\n\n"
     "comptant demo reverse : le programme d'un acheteur, fournisseurs payés d'avance ou à "
     "l'échéance.\n\n"
     "comptant demo whole-turnover, selective, spot, client-managed, confidential, "
     "without-recourse, micro, group : du devis au dernier euro.\n\n"
     "comptant demo insurance : un acheteur de 50 000,00 fait défaut, 45 000,00 reviennent.\n\n"
     "comptant demo export : vendu en dollars sous un factor import, réévalué, payé en euros."),
    "comptant demo",
    "comptant demo offers",
)  # fmt: skip
@click.argument("story", required=False, type=click.Choice(
    ["house", "offers", "purchase-order", "reverse", *trial_products.NAMES]))  # fmt: skip
def demo(story: str | None) -> None:
    """Play and show the demonstration."""
    if story == "house":
        trial_house.made(beside("house"))
        trial_house.tell(beside("house"))
        return
    if story == "offers":
        _offers()
        return
    if story == "purchase-order":
        _purchase_order()
        return
    if story == "reverse":
        _reverse()
        return
    if story is not None:
        trial_products.play(story, beside(story.replace("-", "_")))
        return
    _show(made())


def made() -> "Story":
    """The main job, played anew in its own database, with a bar; the sessions of its people are
    kept for the commands to come."""
    from comptant import settings
    from comptant.doors.demo.play import play
    from comptant.store.connection import connect
    from comptant.store.migrate import start_afresh

    with tables.progress(say("Comptant: your invoices, in cash.",
                             "Comptant : vos factures, comptant.")) as bar:  # fmt: skip
        task = bar.add_task("demo", total=STEPS + 1)
        start_afresh(beside("demo"))
        folder = settings.HOME / "demo"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()

        def step(code: str) -> None:
            bar.advance(task)
            bar.console.print(f"  {words.word('step_of', code)}", style="dim", markup=False)

        with connect("comptant_writer") as conn:
            conn.autocommit = True
            story = play(conn, folder, step)
    for login, token in story.tokens.items():
        session.keep(login, token)
    return story


def _offers() -> None:
    """The comparison for a sample company, then the quote of the offer recommended."""
    from comptant import settings
    from comptant.doors.cli.comparing import tell_comparison
    from comptant.doors.cli.quoting import tell_quote, tell_reading
    from comptant.doors.demo.offers import play
    from comptant.store.connection import connect
    from comptant.store.migrate import start_afresh

    start_afresh(beside("offers"))
    folder = settings.HOME / "offers"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with connect("comptant_writer") as conn:
        conn.autocommit = True
        told = play(conn, folder, lambda code: tables.dim(f"  {words.word('step_of', code)}"))
    tell_reading(told.sold)
    tell_comparison(told.told)
    tables.line()
    tables.line(say("The quote of the offer recommended:", "Le devis de l'offre recommandée :"))
    tell_quote(told.quote, False)
    tables.line(say("The ledger of the story: ", "Le poste clients : ") + str(told.ledger))


def _purchase_order() -> None:
    """Each day of an order with what is available, then the orders and the client's statement."""
    from comptant import settings
    from comptant.doors import lookup
    from comptant.doors.cli import books
    from comptant.doors.cli.ordering import SHOWN
    from comptant.doors.demo.purchase_order import play
    from comptant.doors.demo.scenarios import FIRST_ON
    from comptant.store.access import reading
    from comptant.store.connection import connect
    from comptant.store.migrate import start_afresh

    start_afresh(beside("purchase_order"))
    with connect("comptant_writer") as conn:
        conn.autocommit = True
        tale = play(conn)
    for login, token in tale.box.tokens.items():
        session.keep(login, token)
    for one in tale.told:
        available = words.money(one.available_cents)
        tables.line(f"{one.day}  {one.event.said()}")
        tables.dim(
            say(f"            available: {available}", f"            disponible : {available}")
        )
    tables.line()
    with reading(tale.box.users["alice"].id) as see:
        rows = see("read_purchase_orders", contract_id=tale.contract_id)
        tables.show(rows, SHOWN)
        found = lookup.contract(see, "C-1", tale.box.on)
        books.tell_account(books.account_of(see, found, FIRST_ON, tale.box.on, None))
    tables.line(f"  export COMPTANT_DATABASE={settings.DATABASE}")
    tables.line(f"  comptant charge list C-1 --user alice --on {tale.box.on}")


def _reverse() -> None:
    """Each day of a programme with its books after it, then the payables and the journal."""
    from comptant import settings
    from comptant.doors.cli import books
    from comptant.doors.cli.payables import SHOWN
    from comptant.doors.demo.reverse import play
    from comptant.rules.postings import ACCOUNTS
    from comptant.store.access import reading
    from comptant.store.connection import connect
    from comptant.store.migrate import start_afresh

    start_afresh(beside("reverse"))
    with connect("comptant_writer") as conn:
        conn.autocommit = True
        story = play(conn)
    for login, token in story.box.tokens.items():
        session.keep(login, token)
    for one in story.told:
        tables.line(f"{one.day}  {one.event.said()}")
        for account, cents in one.figures.items():
            known = ACCOUNTS[account]
            name = Both(known.english, known.french).said()
            told = words.money(cents if known.side == "debit" else -cents)
            tables.dim(say(f"            {name}: {told}", f"            {name} : {told}"))
    tables.line()
    with reading(story.box.users["anna"].id) as see:
        payables = see("read_payables", contract_id=story.tale.contract_id)
        tables.show(payables, SHOWN)
        rows = see("read_entries", contract_id=story.tale.contract_id, from_on=None, until_on=None,
                   known_at=None)  # fmt: skip
    entries = books.entries_of(rows, False)
    books.tell_journal(entries, books.totals_of(entries))
    tables.line(f"  export COMPTANT_DATABASE={settings.DATABASE}")
    tables.line(f"  comptant payable list --user gina --on {story.box.on}")


def _show(story: "Story") -> None:
    """The story told: figures of both clauses, waterfall, statement, journal, files, what next."""
    first = story.clauses[0]
    tables.show([_figures(clause) for clause in story.clauses],
                ("fee_billing", "assigned_cents", "advanced_cents", "fee_cents", "charge_cents",
                 "rest_cents"),
                say("What ALPHA SAS was paid", "Ce que reçoit ALPHA SAS"))  # fmt: skip
    if first.seen is not None and first.parts is not None:
        tables.dim(say("The availability of C-1 after the assignment:",
                       "Le disponible de C-1 après la cession :"))  # fmt: skip
        whole = first.seen.totals["outstanding_cents"]
        parts = [{**row, "sentence": words.reason(row["reason"], row)}
                 for row in first.parts.to_dicts()]  # fmt: skip
        for text, style in waterfall.draw(parts, whole, "EUR"):
            tables.console().print(text, style=style, markup=False, soft_wrap=True)
    _books(story)
    _next(story)


def _figures(clause: "Clause") -> dict[str, Any]:
    from comptant.doors.demo.play import INVOICE_CENTS

    return {
        "fee_billing": words.word("fee_billing", clause.fee_billing), "currency": "EUR",
        "assigned_cents": INVOICE_CENTS, "advanced_cents": clause.advanced_cents,
        "rest_cents": clause.rest_cents, "fee_cents": clause.fee_cents,
        "charge_cents": clause.charge_cents,
    }  # fmt: skip


def _books(story: "Story") -> None:
    """The client's statement as the client sees it, the journal as the accountant does."""
    from comptant.doors import lookup
    from comptant.doors.cli import books
    from comptant.doors.demo.play import CEDED_ON
    from comptant.store.access import reading

    with reading(story.client.id) as see:
        found = lookup.contract(see, story.clauses[0].number, story.today)
        books.tell_account(books.account_of(see, found, CEDED_ON, story.today, None))
    with reading(story.staff.id) as see:
        rows = see("read_entries", contract_id=story.clauses[0].contract_id, from_on=None,
                   until_on=None, known_at=None)  # fmt: skip
    entries = books.entries_of(rows, False)
    books.tell_journal(entries, books.totals_of(entries))


def _next(story: "Story") -> None:
    from comptant import settings

    tables.line(say("Payment file: ", "Fichier de virements : ") + str(story.payment_file))
    tables.line(say("All files of the story: ", "Tous les fichiers : ") + str(story.folder))
    tables.line()
    tables.line(say("What to try next, on these data (alice is the client, aron the accountant):",
                    "À essayer sur ces données (alice est la cliente, aron le comptable) :")
    )  # fmt: skip
    tables.line("  . .venv/bin/activate")
    tables.line(f"  export COMPTANT_DATABASE={settings.DATABASE}")
    day = story.today.isoformat()
    for command in ("availability C-1 --explain --user alice", "journal C-2 --mirror --user aron",
                    "balances C-1 --user aron", "audit verify --user aron"):  # fmt: skip
        tables.line(f"  comptant {command} --on {day}")
    tables.line(
        say(
            "  comptant serve --as alice   # the same in a browser: it prints a link",
            "  comptant serve --as alice   # la même chose dans un navigateur : un lien",
        )
    )
    tables.line(
        say(
            "A house at work today, with open invoices, a dispute, a draw to release:",
            "Une maison au travail ce jour, factures ouvertes, litige, tirage à libérer :",
        )
    )
    tables.line(
        say(
            "  comptant serve --demo   # plays it first, and prints links that sign in",
            "  comptant serve --demo   # la joue d'abord, et donne des liens de connexion",
        )
    )
    tables.line(say("Then on your own: unset COMPTANT_DATABASE, and comptant init --help",
                    "Puis chez vous : unset COMPTANT_DATABASE, et comptant init --help")
    )  # fmt: skip
