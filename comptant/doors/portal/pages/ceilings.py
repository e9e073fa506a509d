"""Limits asked for, proposed and shared out; exceptions ended; reference rates."""

from collections.abc import Callable

from comptant.doors import files_sent
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.registry import Row
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both, say
from comptant.formats import rate_lists
from comptant.rules.reference_values import exchanges, indexes, series
from comptant.store.access import See

RATES_FILE = "rates.csv"  # a browser tells no name here
SPANNING = ("BUYER", "BUYER_GROUP", "CLIENT_GROUP_LINE", "INSURER_POLICY")
BUYER = Both("Buyer (SIREN or name)", "Acheteur (SIREN ou nom)")
PARTY = Both(
    "Buyer, client or group (SIREN or name)", "Acheteur, adhérent ou groupe (SIREN ou nom)"
)
EURO = Field("currency", "text", Both("Currency", "Devise"), start=lambda see, call, subject: "EUR")
SOURCE = Field("source", "text", Both("Who decided, on what", "Qui a décidé, sur quoi"))


def _of_list(path: str, english: str, french: str) -> Callable[..., Row]:
    def subject(see: See, call: Call, told: subjects.Told) -> Row:
        return {"given": {}, "up": {"href": path, "text": say(english, french)}}

    return subject


limits = _of_list("/limits", "Limits", "Limites")


def _indexes(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    return [(one.name, Both(one.english, one.french).said()) for one in indexes().values()
            if one.name not in exchanges()]  # fmt: skip


def _read_values(typed: Row) -> Row:
    """The values of the file; Refused: files_unread, with its first fault."""
    content = bytes(typed["content"])
    read = rate_lists.read(RATES_FILE, content, series(), exchanges())
    if read.faults:
        raise files_sent.unread(list(read.faults))
    return {"values": read.rows, "file_name": RATES_FILE, "content": content}


form("ask_limit", f"{CONTRACT}/ask-limit", Both("Ask for a limit", "Demander une limite"),
     "request_limit", subject=subjects.contract_money, fields=(
         Field("buyer_id", "party", BUYER),
         Field("amount_cents", "amount", Both("Limit wanted", "Limite souhaitée"))))  # fmt: skip
form("propose_limit", "limits/propose", Both("Propose a limit", "Proposer une limite"),
     "propose_limit", subject=limits, fields=(
         Field("scope", "choice", Both("What it is on", "Sur quoi elle porte"),
               choices=of_domain("scope"), start=lambda see, call, subject: "CONTRACT_BUYER"),
         Field("contract_id", "contract0", Both("Contract (of a buyer or a line)",
                                                "Contrat (d'un acheteur ou d'une ligne)"),
               is_required=False),
         Field("party_id", "party", PARTY), Field("amount_cents", "amount"), EURO,
         Field("from_on", "day", Both("From", "À partir du"), start=today), SOURCE))  # fmt: skip
form("allot", "limits/allot", Both("Share out a ceiling", "Répartir un plafond"), "allot",
     subject=limits, previews=True, fields=(
         Field("contract_id", "contract", Both("Contract", "Contrat")),
         Field("scope", "choice", Both("What the ceiling is on", "Sur quoi porte le plafond"),
               choices=of_domain("scope", *SPANNING)),
         Field("party_id", "party", PARTY),
         Field("amount_cents", "amount", Both("Share of the contract", "Part du contrat")),
         EURO))  # fmt: skip
form("propose_rates", "rates/load", Both("Load values", "Charger des valeurs"), "propose_rates",
     subject=_of_list("/rates", "Reference rates", "Taux de référence"), gather=_read_values,
     hides=("values", "file_name"), fields=(
         Field("content", "file", Both("File", "Fichier"),
               Both("A list (index, day, rate, source), or a CSV of the ECB's data portal.",
                    "Une liste (indice, jour, taux, source), ou un CSV du portail de la BCE.")),
     ))  # fmt: skip
form("propose_rate", "rates/propose", Both("Propose a rate", "Proposer un taux"), "propose_rate",
     subject=_of_list("/rates", "Reference rates", "Taux de référence"), fields=(
         Field("index_name", "choice", Both("Index", "Indice"), choices=_indexes),
         Field("fixing_on", "day", Both("Day of the fixing", "Jour du fixing"), start=today),
         Field("rate_ppm", "rate", Both("Rate, in %", "Taux, en %")),
         Field("source", "text", Both("Where it is published", "Où il est publié"))))  # fmt: skip


def _in_force(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """The exceptions in force of the contract, each as one choice."""
    rows = see("read_exceptions", contract_id=subject["given"]["contract_id"], on=call.on,
               everything=False)  # fmt: skip
    return [
        (f"{row['subject']}/{row['subject_id']}/{row['reason_code']}",
         f"{row['reason_code']} · {row['invoice_number'] or row['buyer_name']}")
        for row in rows
    ]  # fmt: skip


def _split(typed: Row) -> Row:
    subject, id_, code = str(typed.pop("exception")).split("/")
    return {**typed, "subject": subject, "subject_id": int(id_), "reason_code": code}


form("record_release", f"{CONTRACT}/release-letter", Both("Release letter", "Mainlevée"),
     "record_release", subject=subjects.contract, fields=(
         Field("invoice_number", "text", Both("Invoice number", "Numéro de facture")),
         Field("is_withdrawn", "flag", Both("The letter counts no longer",
                                            "La mainlevée ne compte plus")),
         Field("source", "text", Both("The letter: from whom, of which day",
                                      "La mainlevée : de qui, de quel jour"))))  # fmt: skip
form("end_exception", f"{CONTRACT}/exceptions/end", Both("End an exception",
                                                         "Mettre fin à une dérogation"),
     "end_exception", subject=subjects.contract, gather=_split, hides=("subject", "subject_id",
                                                                       "reason_code"),
     previews=True, fields=(
         Field("exception", "choice", Both("Exception", "Dérogation"), choices=_in_force),
         Field("why")))  # fmt: skip
