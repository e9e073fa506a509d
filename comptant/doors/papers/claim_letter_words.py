"""The words of the letter that declares our claim, paragraph by paragraph, in the language spoken.

Each says which article asks for it. Source: art. L622-24 to L622-28, R622-21, R622-23 C. com.
"""

from typing import Any

from comptant.doors import words
from comptant.doors.words import day, money, say
from comptant.formats.typography import by_threes

Row = dict[str, Any]


def paragraphs(told: Row) -> list[str]:
    """The letter's paragraphs, as many in each language."""
    return [_opening(told), _title(told), _amount(told), _security(told), _interest(told),
            _lawsuit(told), _proof(told), _true(told), _days(told)]  # fmt: skip


def _named(name: str, siren: str) -> str:
    return f"{name} (SIREN {by_threes(siren)})" if siren else name


def _opening(told: Row) -> str:
    """Of whom, by which judgment. L622-24."""
    who = _named(told["party_name"], told["siren"])
    us = _named(told["house"], told["our_siren"])
    judged = day(told["insolvent_on"])
    kind = words.word("proceeding", told["proceeding"] or "OTHER")
    court_fr = f" du {told['court']}" if told["court"] else " du tribunal compétent"
    court_en = f" of {told['court']}" if told["court"] else " of the court concerned"
    notice = ""
    if told["notice_number"] and told["published_on"]:
        notice = say(f", published in BODACC ({told['notice_number']}) on "
                     f"{day(told['published_on'])}",
                     f", publié au BODACC ({told['notice_number']}) le "
                     f"{day(told['published_on'])}")  # fmt: skip
    return say(f"{us} declares its claim against {who}, in proceedings ({kind}) by judgment"
               f"{court_en} of {judged}{notice} (art. L622-24 of the Commercial Code).",
               f"{us} déclare sa créance au passif de {who}, en procédure collective ({kind}) par "
               f"jugement{court_fr} du {judged}{notice} (art. L622-24 du code de commerce)."
    )  # fmt: skip


def _title(told: Row) -> str:
    """Why it is ours."""
    number, client = told["contract_number"], told["client_name"]
    if told["failed_part"] == "CLIENT":
        return say(f"It is the debit balance of its account under factoring contract {number}.",
                   f"Elle est le solde débiteur de son compte au contrat d'affacturage {number}."
        )  # fmt: skip
    if told["failed_part"] == "GUARANTOR":
        return say(f"It stands surety for {client}, whose account under factoring contract "
                   f"{number} "
                   "is in debit (art. 2288 and following of the Civil Code).",
                   f"Elle s'est portée caution de {client}, dont le compte au contrat "
                   f"d'affacturage {number} est débiteur (art. 2288 et suivants du code civil)."
        )  # fmt: skip
    how = {
        "DAILLY": say("assigned by slip (art. L313-23 and following of the Monetary and Financial "
                      "Code)",
                      "cédées par bordereau (art. L313-23 et suivants du code monétaire et "
                      "financier)"),
        "CIVIL": say("assigned (art. 1321 and following of the Civil Code)",
                     "cédées (art. 1321 et suivants du code civil)"),
    }.get(told["transfer_mode"], say(
        "in which it is subrogated by its payment (art. 1346-1 of the Civil Code)",
        "dans lesquelles elle est subrogée par son paiement (art. 1346-1 du code "
        "civil)"))  # fmt: skip
    return say(f"It holds the invoices of {client} below, {how}, under contract {number}.",
               f"Elle est titulaire des factures de {client} ci-dessous, {how}, au titre du "
               f"contrat "
               f"{number}.")  # fmt: skip


def _amount(told: Row) -> str:
    """What was owed on the day of the judgment, and what falls due later, with its days. "
    "L622-25."""
    whole, due, later = (money(told[name], told["currency"]) for name in (
        "whole_cents", "due_cents", "to_come_cents"))  # fmt: skip
    last = day(told["last_due_on"])
    text = say(f"Amount on the day of the judgment, tax included: {whole}, of which {due} due and "
               f"{later} to fall due",
               f"Montant au jour du jugement, toutes taxes comprises : {whole}, dont {due} "
               f"échus et "
               f"{later} à échoir")  # fmt: skip
    if told["to_come_cents"]:
        text += say(f", on the days below, the last on {last}",
                    f", aux dates ci-dessous, la dernière le {last}")  # fmt: skip
    return text + say(" (art. L622-25).", " (art. L622-25).")


def _security(told: Row) -> str:
    """The nature of the security and what it is on. L622-25."""
    if told["security"]:
        return say(f"Security claimed: {told['security']} (art. L622-25).",
                   f"Sûreté ou privilège : {told['security']} (art. L622-25).")  # fmt: skip
    return say("The claim is unsecured; neither a privilege nor a security is claimed (art. "
               "L622-25).",
               "La créance est déclarée à titre chirographaire ; aucun privilège ni sûreté n'y est "
               "attaché (art. L622-25).")  # fmt: skip


def _interest(told: Row) -> str:
    """How interest that does not stop is reckoned. R622-23, 2°; L622-28."""
    if told["failed_part"] == "BUYER":
        return say("The course of interest and penalties stops with the judgment (art. L622-28); "
                   "penalties run before it (art. L441-10) are kept, and are declared with this "
                   "claim only as far as the amounts above contain them (art. R622-23, 2°).",
                   "Le cours des intérêts et pénalités est arrêté par le jugement (art. L622-28) ; "
                   "celles courues avant (art. L441-10) restent réservées, et ne sont "
                   "déclarées ici "
                   "que dans la mesure où les montants ci-dessus les comprennent (art. "
                   "R622-23, 2°)."
        )  # fmt: skip
    return say("Charges of financing run to the judgment are in the amount above; their course "
               "stops with it (art. L622-28). Where it does not stop, it goes on at the rate of "
               "the contract, on daily balances, over 360 days: this is declared as well (art. "
               "R622-23, 2°).",
               "Les commissions de financement courues jusqu'au jugement sont comprises "
               "ci-dessus ; "
               "leur cours est arrêté (art. L622-28). Là où il ne l'est pas, il se poursuit "
               "au taux "
               "du contrat, sur les soldes journaliers, base 360 jours : ceci vaut déclaration "
               "(art. R622-23, 2°).")  # fmt: skip


def _lawsuit(told: Row) -> str:
    """The court seized where the claim is in dispute. R622-23, 3°."""
    disputed = ", ".join(told["disputed"])
    text = ""
    if disputed:
        text = say(
            f"Disputed by the debtor: {disputed}. ", f"Contesté par le débiteur : {disputed}. "
        )
    if told["lawsuit"]:
        return text + say(f"A lawsuit is pending: {told['lawsuit']} (art. R622-23, 3°).",
                          f"Instance en cours : {told['lawsuit']} (art. R622-23, 3°).")  # fmt: skip
    return text + say("No lawsuit is pending on this claim (art. R622-23, 3°).",
                      "Aucune instance n'est en cours sur cette créance (art. R622-23, 3°)."
    )  # fmt: skip


def _proof(told: Row) -> str:
    """What shows it and how much, joined. R622-23, 1°."""
    if told["failed_part"] == "BUYER":
        return say("Joined, by list: the invoices, what shows their delivery, the titles of their "
                   "transfer and its notice to the debtor, the extract of the ledger (art. "
                   "R622-23, 1°).",
                   "Joints, sous bordereau : les factures, les preuves de livraison, les titres de "
                   "transfert et sa notification au débiteur, l'extrait de compte (art. "
                   "R622-23, 1°)."
        )  # fmt: skip
    return say("Joined, by list: the contract, the deed of surety where there is one, the extract "
               "of the account to the day of the judgment (art. R622-23, 1°).",
               "Joints, sous bordereau : le contrat, l'acte de caution s'il y en a un, "
               "l'extrait de "
               "compte au jour du jugement (art. R622-23, 1°).")  # fmt: skip


def _true(told: Row) -> str:
    """L622-25, last sentence: certified where no enforceable title says it."""
    return say("We certify that this claim is true (art. L622-25), and ask that it be admitted. "
               "Please acknowledge receipt.",
               "Nous certifions la présente créance sincère (art. L622-25) et demandons son "
               "admission. Merci d'en accuser réception.")  # fmt: skip


def _days(told: Row) -> str:
    """That it is in time, or that relief is asked. L622-24, L622-26, R622-24."""
    if not told["published_on"]:
        return say("The judgment's publication is not known to us: no day runs against us yet "
                   "(art. "
                   "R622-24).",
                   "La publication du jugement ne nous est pas connue : aucun délai ne court "
                   "encore "
                   "contre nous (art. R622-24).")  # fmt: skip
    last = day(told["declare_claim_by_on"])
    if told["on"] <= told["declare_claim_by_on"]:
        return say(f"It is declared within the time allowed, which ends on {last} (art. R622-24).",
                   f"Elle est déclarée dans le délai, qui expire le {last} (art. "
                   f"R622-24).")  # fmt: skip
    return say(f"The time allowed ended on {last}: relief from foreclosure is asked of the judge "
               "(art. L622-26).",
               f"Le délai a expiré le {last} : un relevé de forclusion est demandé au "
               "juge-commissaire (art. L622-26).")  # fmt: skip
