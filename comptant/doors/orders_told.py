"""Why payment orders are in no payment file yet, in words."""

from collections.abc import Sequence
from typing import Any

from comptant.doors import words
from comptant.doors.words import say

Row = dict[str, Any]


def not_sent(rows: Sequence[Row], currency: str | None) -> list[str]:
    """A sentence for each currency and state of orders that no file holds (read_orders_not_sent),
    when the account that would pay has this currency, or none is chosen yet."""
    if not rows:
        return [say("No payment order waits.", "Aucun ordre de paiement n'attend.")]
    told = []
    for row in rows:
        count, money = row["order_count"], words.money(row["amount_cents"], row["currency"])
        orders = say(f"Orders: {count}, {money}. ", f"Ordres : {count}, {money}. ")
        if row["state"] == "NOT_RELEASED":
            told.append(
                orders
                + say(
                    "They wait for another person to release them: comptant approvals.",
                    "Ils attendent d'être libérés par une autre personne : comptant approvals.",
                )
            )
        elif row["state"] == "PAYEE_CHECK":
            told.append(
                orders
                + say(
                    "The check of the payee failed: correct the account or check it again "
                    "(comptant payee check).",
                    "La vérification du bénéficiaire a échoué : corrigez le compte ou vérifiez-le "
                    "à nouveau (comptant payee check).",
                )
            )
        elif row["currency"] != currency:
            told.append(
                orders
                + say(
                    f"Only an account in {row['currency']} pays them.",
                    f"Seul un compte en {row['currency']} les paie.",
                )
            )
    return told
