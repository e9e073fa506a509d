"""Parties, accounts and people: who is who, whom we may pay, who may do what."""

from collections.abc import Callable

from comptant.doors import words
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Row
from comptant.doors.words import Both, say
from comptant.operations.acts.approval import KINDS as KINDS_DECIDED
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES, ROLES
from comptant.store.access import See

PARTY = Field("party_id", "party", Both("Company (SIREN or name)", "Société (SIREN ou nom)"))
COMPANY = Field("company_id", "party", Both("Company (SIREN or name)", "Société (SIREN ou nom)"))
SCHEMES = ("siren", "siret", "vat", "lei", "foreign")
KINDS = ("COMPANY", "PUBLIC", "CONSUMER", "GROUP", "INSURER")


def _of(path: str, english: str, french: str) -> Callable[..., Row]:
    def subject(see: See, call: Call, told: object) -> Row:
        return {"given": {}, "up": {"href": path, "text": say(english, french)}}

    return subject


def _numbers(typed: Row) -> Row:
    """The public numbers that were typed, by scheme."""
    numbers = {scheme: typed.pop(scheme) for scheme in SCHEMES}
    told = {scheme: number for scheme, number in numbers.items() if number}
    return {**typed, "country": typed["country"].upper(), "numbers": told}


def _roles(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    return [(role, words.word("role", role)) for role in sorted(ROLES)]


def _payees(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    rows = see("read_payees", party_id=None)
    return [(str(row["id"]), f"{row['party_name']} · {row['holder']} · {row['iban']}")
            for row in rows]  # fmt: skip


def _theirs(see: See, call: Call, told: object) -> Row:
    """Back to an owner's team, or to the house's list of users."""
    return (team if call.visit.user.roles & CLIENT_ROLES else users)(see, call, told)


parties = _of("/parties", "Companies", "Sociétés")
users = _of("/users", "Users", "Utilisateurs")
team = _of("/team", "Team and rights", "Équipe et droits")
payees = _of("/payees", "Accounts to pay", "Comptes à payer")
SOURCE = Field("source", "text", Both("Where this is known from", "D'où on le sait"))
FROM = Field("from_on", "day", Both("From", "À partir du"), start=today)

form("add_party", "parties/add", Both("Add a company", "Ajouter une société"), "add_party",
     subject=parties, gather=_numbers, hides=("numbers",), fields=(
         Field("kind", "choice", Both("What it is", "Ce qu'elle est"),
               choices=of_domain("party", *KINDS), start=lambda see, call, subject: "COMPANY"),
         Field("name", "text", Both("Name", "Nom")),
         Field("country", "text", Both("Country", "Pays"), start=lambda see, call, subject: "FR"),
         Field("siren", "text", Both("SIREN", "SIREN"), is_required=False),
         Field("siret", "text", Both("SIRET", "SIRET"), is_required=False),
         Field("vat", "text", Both("VAT number", "Numéro de TVA"), is_required=False),
         Field("lei", "text", Both("LEI", "LEI"), is_required=False),
         Field("foreign", "text", Both("Number of another country", "Numéro d'un autre pays"),
               is_required=False)))  # fmt: skip
form("rename_party", "parties/name", Both("Name of a company", "Nom d'une société"),
     "rename_party", subject=parties, fields=(
         PARTY, Field("name", "text", Both("Name", "Nom")), SOURCE))  # fmt: skip
form("set_number", "parties/number", Both("Number of a company", "Numéro d'une société"),
     "set_number", subject=parties, fields=(
         PARTY, Field("scheme", "choice", Both("Kind of number", "Type de numéro"),
                      choices=of_domain("number_scheme")),
         Field("number", "text", Both("Number", "Numéro")),
         Field("is_borne", "flag", Both("It is theirs (unchecked: it is not)",
                                        "C'est le sien (décoché : non)"),
               start=lambda see, call, subject: "1"), SOURCE))  # fmt: skip
form("add_group_member", "parties/group", Both("Members of a group", "Membres d'un groupe"),
     "add_group_member", subject=parties, fields=(
         Field("group_id", "party", Both("Group", "Groupe")), PARTY,
         Field("is_member", "flag", Both("It is a member (unchecked: no longer)",
                                         "Elle en est membre (décoché : plus)"),
               start=lambda see, call, subject: "1"), FROM,
         Field("source", "text", Both("Where this is known from", "D'où on le sait"))))  # fmt: skip

listing("payees", "payees", Both("Accounts to pay", "Comptes à payer"), FACTOR_ROLES, "read_payees",
        ("id", "party_name", "holder", "iban", "bic", "payee_check"), menu="money")  # fmt: skip
form("propose_payee", "payees/propose", Both("Propose an account", "Proposer un compte"),
     "propose_payee_account", subject=payees, roles=FACTOR_ROLES & frozenset(
         {"account_manager", "treasurer"}), fields=(
         Field("party_id", "party", Both("Whose (SIREN or name)", "De qui (SIREN ou nom)")),
         Field("iban"), Field("bic", is_required=False), Field("holder")))  # fmt: skip
form("check_payee", "payees/check", Both("Record a check", "Noter une vérification"),
     "record_payee_check", subject=payees, fields=(
         Field("payee_account_id", "choice_id", Both("Account", "Compte"), choices=_payees),
         Field("outcome", "choice", Both("The bank says", "La banque dit"),
               choices=of_domain("check")),
         Field("source", "text", Both("Where this is known from", "D'où on le sait"))))  # fmt: skip
form("add_account", "accounts/add", Both("Declare an account of ours", "Déclarer un compte à nous"),
     "add_own_account", subject=_of("/accounts", "Our accounts", "Nos comptes"), fields=(
         Field("iban"), Field("bic"), Field("name", "text", Both("Holder", "Titulaire")),
         Field("currency", "text", Both("Currency", "Devise"),
               start=lambda see, call, subject: "EUR"),
         Field("books_from", "choice", Both("Statements that book it", "Relevés qui le tiennent"),
               choices=lambda see, call, subject: [
                   ("camt.053", "camt.053"), ("cfonb120", "CFONB 120"), ("mt940", "MT940"),
                   ("parent", say("its parent's (virtual IBAN)",
                                  "ceux de son compte réel (IBAN virtuel)"))]),
         Field("parent_iban", "text", Both("Real account of a virtual IBAN",
                                           "Compte réel d'un IBAN virtuel"), is_required=False),
         Field("contract_id", "contract0", Both("Contract whose money lands there",
                                                "Contrat qui y encaisse"), is_required=False),
         Field("buyer_id", "party0", Both("Buyer who pays there", "Acheteur qui y paie"),
               is_required=False),
         Field("is_client_owned", "flag", Both(
             "Dedicated account in the client's name, swept to us",
             "Compte dédié au nom de l'adhérent, nivelé vers nous"), is_required=False),
     ))  # fmt: skip

form("add_user", "users/add", Both("Add a person", "Ajouter une personne"), "add_user",
     subject=users, fields=(
         Field("login", "text", Both("Name to sign in with", "Nom de connexion")),
         Field("name", "text", Both("Full name", "Nom complet")),
         Field("password", "password", Both("First password", "Premier mot de passe")), COMPANY,
         Field("roles", "many", Both("Roles", "Rôles"), choices=_roles)))  # fmt: skip
form("set_role", "users/role", Both("Give or take a role", "Donner ou retirer un rôle"), "set_role",
     subject=users, fields=(
         Field("login", "text", Both("User", "Utilisateur")), COMPANY,
         Field("role", "choice", Both("Role", "Rôle"), choices=_roles),
         Field("is_granted", "flag", Both("Give it (unchecked: take it back)",
                                          "Le donner (décoché : le retirer)"),
               start=lambda see, call, subject: "1")))  # fmt: skip
form("end_factors", "users/end-factors",
     Both("End lost second factors", "Mettre fin à des seconds facteurs perdus"),
     "propose_factors_end", subject=_theirs, previews=True, fields=(
         Field("login", "text", Both("Who has lost them (name to sign in with)",
                                     "Qui les a perdus (nom de connexion)"),
               start=lambda see, call, subject: call.asked("login")),))  # fmt: skip
form("set_authority", "users/authority", Both("Set an authority", "Fixer une habilitation"),
     "set_authority", subject=users, fields=(
         Field("role", "choice", Both("Role", "Rôle"), choices=lambda see, call, subject: [
             (role, words.word("role", role)) for role in sorted(FACTOR_ROLES)]),
         Field("kind", "choice", Both("What it approves", "Ce qu'il approuve"),
               choices=of_domain("kind", *sorted(KINDS_DECIDED))),
         Field("most_cents", "amount", Both("Up to", "Jusqu'à"),
               Both("Empty: any amount.", "Vide : tout montant."), is_required=False), FROM,
         Field("source", "text", Both("Decision", "Décision"))))  # fmt: skip
