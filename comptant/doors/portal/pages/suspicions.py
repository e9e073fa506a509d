"""The fraud desk: alarms worked through by keys, decided; invoices to verify with their buyers."""

from comptant.doors import fraud_told
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain
from comptant.doors.portal.forms import form, nothing
from comptant.doors.portal.pages.queues import queue
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, INVOICE, Told, about
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.operations.risk.fraud import CONTRACTS_MAX
from comptant.store.access import See

ALARM = "fraud/<str:alarm>"
THRESHOLDS = "fraud-thresholds"
VERIFICATIONS = f"{CONTRACT}/verifications"
SOURCE = Field("source", "text", Both("Where this is known from", "D'où on le sait"))

queue("fraud", "fraud", Both("Suspicions of fraud", "Soupçons de fraude"), FACTOR_ROLES,
      "read_fraud_alarms", ("alarm_id", "contract_number", "client_name", "fraud_rule",
                            "fraud_effect", "alarm_about", "alarm_cents", "found_on"),
      lambda row: f"/fraud/{row['alarm_id']}",
      arguments={"contract_id": None, "alarm_id": None, "everything": False},
      rows=lambda found: [fraud_told.told(row) for row in found], added=("fraud_finding",),
      links="fraud",
      about=Both("What the rules found and nobody has decided, the latest first: what is blocked "
                 "or frozen is so already.",
                 "Ce que les règles ont trouvé et que personne n'a décidé, le dernier d'abord : ce "
                 "qui est bloqué ou gelé l'est déjà."))  # fmt: skip


form("fraud_watch", "fraud/watch", Both("Look for fraud now", "Rechercher la fraude maintenant"),
     "watch_fraud", subject=nothing, fields=(
         Field("contract_ids", "contracts", Both("Contracts, one a line", "Contrats, un par ligne"),
               Both(f"Empty: all of them, {CONTRACTS_MAX} at most. What is found is blocked or "
                    "frozen at once.",
                    f"Vide : tous, au plus {CONTRACTS_MAX}. Ce qui est trouvé est bloqué ou gelé "
                    "aussitôt."), is_required=False),
         Field("from_on", "day", Both("What is new since", "Ce qui est nouveau depuis"),
               Both("Empty: a month ago.", "Vide : un mois."), is_required=False),
         Field("is_quick", "flag", Both("Only what may be judged by itself, of the last days",
                                        "Seulement ce qui se juge en soi, des derniers jours"),
               is_required=False)),
     then=lambda answer, subject: "/fraud")  # fmt: skip


def _alarm(see: See, call: Call, told: Told) -> Row:
    """An alarm; Refused: alarm_unknown."""
    found = fraud_told.alarm(see, subjects.number(told["alarm"]))
    given = {"contract_id": found["contract_id"], "alarm_id": found["alarm_id"]}
    return about(call, ALARM, told, given, found, fraud_told.FACTS, "/fraud",
                 str(found["alarm_id"]))  # fmt: skip


def alarm(see: See, call: Call, **told: str) -> Row:
    """The alarm, with the others of its contract."""
    found = _alarm(see, call, told)
    facts = found["facts"]
    rows = see("read_fraud_alarms", contract_id=facts["contract_id"], alarm_id=None,
               everything=True)  # fmt: skip
    others = [{**fraud_told.told(row), "href": f"/fraud/{row['alarm_id']}"} for row in rows
              if row["alarm_id"] != facts["alarm_id"]]  # fmt: skip
    return {**found, "rows": others, "table_columns": fraud_told.ALARMS,
            "title": say(f"Alarm {facts['alarm_id']}", f"Alerte {facts['alarm_id']}")}  # fmt: skip


page(Page("fraud_alarm", ALARM, Both("Alarm", "Alerte"), FACTOR_ROLES, alarm,
          "portal/item.html"))  # fmt: skip
form("fraud_decide", f"{ALARM}/decide", Both("Decide", "Décider"), "decide_alarm", subject=_alarm,
     previews=True, fields=(
         Field("outcome", "choice", Both("It is", "C'est"), choices=of_domain(
             "fraud_outcome", "CLEARED", "CONFIRMED")),
         Field("reason", "text", Both("Why", "Motif"))))  # fmt: skip


def _thresholds(see: See, call: Call, **told: str) -> Row:
    rows = [fraud_told.threshold_told(row) for row in fraud_told.threshold_rows(see, call.on)]
    return {"rows": rows, "columns": fraud_told.THRESHOLDS,
            "links": subjects.links(call, THRESHOLDS, told)}  # fmt: skip


page(Page("fraud_thresholds", THRESHOLDS, Both("Thresholds on fraud", "Seuils de fraude"),
          FACTOR_ROLES, _thresholds, "portal/list.html", menu="house"))  # fmt: skip


def _of_thresholds(see: See, call: Call, told: Told) -> Row:
    return about(call, THRESHOLDS, told, {}, {}, (), "/fraud-thresholds", "")


form("fraud_threshold", f"{THRESHOLDS}/propose", Both("Propose a threshold", "Proposer un seuil"),
     "propose_threshold", subject=_of_thresholds, fields=(
         Field("rule", "text", Both("Rule (FR-04)", "Règle (FR-04)")),
         Field("name", "choice", Both("Which", "Lequel"), choices=of_domain("threshold")),
         Field("value", "number", Both("Value", "Valeur"),
               Both("A share in parts per million: 300000 for 30%.",
                    "Une part en millionièmes : 300000 pour 30 %.")),
         Field("from_on", "day", Both("From", "À partir du")), SOURCE))  # fmt: skip
listing("verify", "verifications", Both("Invoices to verify", "Factures à vérifier"), FACTOR_ROLES,
        "read_verifications", fraud_told.VERIFICATIONS, menu="work",
        arguments=lambda see, call, told: {"contract_id": None, "everything": False},
        href="/contracts/{contract_number}/invoices/{invoice_id}")  # fmt: skip
listing("verifications", VERIFICATIONS, Both("Verifications", "Vérifications"), FACTOR_ROLES,
        "read_verifications", fraud_told.VERIFICATIONS,
        arguments=lambda see, call, told: {**of_contract(see, call, told), "everything": True},
        )  # fmt: skip
form("verify_draw", f"{VERIFICATIONS}/draw", Both("Draw invoices to verify",
                                                 "Tirer des factures à vérifier"),
     "draw_sample", subject=subjects.of_page(VERIFICATIONS), previews=True)  # fmt: skip


form("verify_record", f"{VERIFICATIONS}/record", Both("Note a buyer's answer",
                                                     "Noter la réponse d'un acheteur"),
     "record_verification", subject=subjects.of_page(VERIFICATIONS), fields=(
         Field("invoice_id", "invoice", Both("Invoice (its number)", "Facture (son numéro)")),
         Field("answer", "choice", Both("The buyer says", "L'acheteur dit"), choices=of_domain(
             "verification_answer")),
         Field("source", "text", Both("Who said it, and how",
                                      "Qui l'a dit, et comment"))))  # fmt: skip


def _payees(see: See, call: Call, told: Told) -> Row:
    return about(call, "payees", told, {}, {}, (), "/payees", "")


form("payee_call", "payees/call", Both("Note a call back", "Noter un contre-appel"),
     "record_payee_callback", subject=_payees, fields=(
         Field("payee_account_id", "choice_id", Both("Account", "Compte"),
               choices=lambda see, call, subject: [
                   (str(row["id"]), f"{row['holder']} {row['iban']}")
                   for row in see("read_payees", party_id=None)]),
         Field("outcome", "choice", Both("The holder", "Le titulaire"), choices=of_domain(
             "callback_outcome")),
         Field("called_number", "text", Both("Number called", "Numéro appelé"), Both(
             "One known before the account was asked for.",
             "Un numéro connu avant la demande de compte.")),
         Field("spoke_to", "text", Both("Who answered", "Qui a répondu"), is_required=False),
         SOURCE))  # fmt: skip
form("examine", f"{INVOICE}/examine", Both("Examine its document", "Examiner son document"),
     "examine_document", subject=subjects.invoice, hides=("file_name",),
     gather=lambda typed: {**typed, "content": bytes(typed["content"]), "file_name": "invoice.pdf"},
     fields=(
         Field("content", "file", Both("Its PDF", "Son PDF")),
         Field("printed_cents", "amount", Both("Total that it shows", "Total qu'il montre"),
               Both("Empty: what was assigned.", "Vide : ce qui a été cédé."), is_required=False),
     ))  # fmt: skip
form("record_double", f"{INVOICE}/held-elsewhere", Both("Held by another factor",
                                                        "Détenue par un autre factor"),
     "record_double", subject=subjects.invoice, fields=(
         Field("peer", "text", Both("By whom", "Par qui")),
         Field("kind", "choice", Both("What is the same", "Ce qui est identique"),
               choices=of_domain("double_kind"))))  # fmt: skip
