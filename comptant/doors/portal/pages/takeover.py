"""A contract taken over: the list loaded, the lender's letter, its payment."""

from typing import Any

from comptant.doors import places, words
from comptant.doors.handing_over import taken
from comptant.doors.places import FAULTS_SHOWN
from comptant.doors.portal import subjects
from comptant.doors.portal.fields import Field, FieldsWrong, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Row
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both
from comptant.operations.acts.roles import FACTOR_ROLES

PAGE = f"{CONTRACT}/takeover"
COLUMNS = ("takeover_step", "on_date", "lender_name", "statement_on", "funds_in_use_cents",
           "source")  # fmt: skip


def _loaded(typed: Row) -> Row:
    """What the archive says; FieldsWrong, with all its faults."""
    name = "handover.zip"
    found, faults = taken(name, typed["content"])
    if faults:
        shown = [{"file": one.file, "place": one.place, "code": one.code, "detail": one.detail,
                  "message": words.fault(one.code)} for one in faults[:FAULTS_SHOWN]]  # fmt: skip
        told = [places.sentence(one) for one in shown]
        left = len(faults) - FAULTS_SHOWN
        raise FieldsWrong({"content": " ".join(told + [places.more(left)] * (left > 0))})
    given: dict[str, Any] = {**typed, **found, "file_name": name}
    return given


listing("takeover", PAGE, Both("Take-over", "Reprise"), FACTOR_ROLES, "read_takeovers", COLUMNS,
        arguments=of_contract)  # fmt: skip
form("takeover_load", f"{PAGE}/load",
     Both("Take over from files", "Reprendre à partir de fichiers"), "take_over",
     subject=subjects.of_page(PAGE), gather=_loaded, hides=("file_name",), fields=(
         Field("content", "file", Both("Archive of the files", "Archive des fichiers"),
               Both("handover.json, invoices.csv, payments.csv, limits.csv, disputes.csv in one "
                    "ZIP.",
                    "handover.json, invoices.csv, payments.csv, limits.csv, disputes.csv dans un "
                    "ZIP.")),
         Field("lender_id", "party0", Both("Previous factor, to pay off",
                                           "Factor précédent, à racheter"),
               Both("Empty: nobody is paid, the books alone move.",
                    "Vide : personne n'est payé, seuls les livres changent."), is_required=False),
     ))  # fmt: skip
form("takeover_letter", f"{PAGE}/letter", Both("Release letter received", "Mainlevée reçue"),
     "record_lender_release", subject=subjects.of_page(PAGE), fields=(
         Field("received_on", "day", Both("Received on", "Reçue le"), start=today),
         Field("source", "text", Both("The letter", "La lettre")),
     ))  # fmt: skip
form("takeover_pay", f"{PAGE}/pay", Both("Pay the previous factor", "Payer le factor précédent"),
     "pay_lender", subject=subjects.of_page(PAGE), previews=True, fields=(
         Field("payee_account_id", "number", Both("Account to pay", "Compte à créditer"),
               Both("Nothing: the only one.", "Vide : le seul."), is_required=False),
     ))  # fmt: skip
