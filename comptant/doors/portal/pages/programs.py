"""Of programs: their keys, the addresses told of events, what was told, the log of a contract."""

from datetime import timedelta

from comptant.doors import words
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain
from comptant.doors.portal.forms import form
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.parts import listing, of_contract, rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.values import INSTANT
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.proofs import PERSONAL, READ_SCOPE
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import (
    ADMINISTRATOR,
    AUDITOR,
    CLIENT_OWNER,
    CLIENT_ROLES,
    FACTOR_ROLES,
)
from comptant.operations.registry import webhooks
from comptant.store.access import See

READERS = frozenset({ADMINISTRATOR, AUDITOR, CLIENT_OWNER})
KEY, WEBHOOK = "keys/<str:program>", "webhooks/<str:webhook>"
KEY_COLUMNS = ("id", "name", "login", "company_name", "scopes", "networks", "expires_at",
               "made_by", "agreed_at")  # fmt: skip
TOLD = ("happened_at", "event_kind", "event_id", "tries", "delivered_at", "next_at",
        "last_answer")  # fmt: skip
DAYS = Field("days", "number", Both("For how many days (366 at most)",
                                    "Pour combien de jours (366 au plus)"),
             start=lambda see, call, subject: "365")  # fmt: skip
HOURS = Field("hours", "choice_id", Both("How long the old secret still serves",
                                         "Combien de temps l'ancien secret sert encore"),
              choices=lambda see, call, subject: [
                  ("24", say("a day", "un jour")), ("168", say("a week", "une semaine")),
                  ("0", say("not at all: it has leaked", "plus du tout : il a fuité"))],
              start=lambda see, call, subject: "24")  # fmt: skip

# Keys ------------------------------------------------------------------------------------------


def _up(path: str, english: str, french: str) -> Row:
    return {"given": {}, "up": {"href": path, "text": say(english, french)}}


def _of_keys(see: See, call: Call, told: object) -> Row:
    return _up("/keys", "Keys of programs", "Clés de programmes")


def _people(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """Whom a key may act as, each in one company: the choice says both."""
    if call.visit.user.is_factor:
        return [(f"{row['company_id']} {row['login']}", f"{row['login']} · {row['company_name']}")
                for row in see("read_users")]  # fmt: skip
    return [(f"{call.visit.user.company_id} {row['login']}", f"{row['login']} · {row['name']}")
            for row in see("read_team")]  # fmt: skip


def _only_person(see: See, call: Call, subject: Row) -> str:
    """Whom it acts as, where it can be one person alone."""
    people = _people(see, call, subject)
    return people[0][0] if len(people) == 1 else ""


def _scopes(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """What a key may be given: reading, and the operations of those it may act as."""
    roles = FACTOR_ROLES | CLIENT_ROLES if call.visit.user.is_factor else CLIENT_ROLES
    names = sorted(name for name, held in RIGHTS.items() if held & roles and name not in PERSONAL)
    return [(READ_SCOPE, say("read everything the person reads", "lire ce que lit la personne")),
            *((name, f"{name} · {words.word('operation', name)}") for name in names)]  # fmt: skip


def _whom(typed: Row) -> Row:
    """The person and the company of the choice."""
    company_id, _, login = typed.pop("person").partition(" ")
    return {**typed, "login": login, "company_id": int(company_id)}


def key(see: See, call: Call, told: subjects.Told) -> Row:
    """A key that still opens; Refused: key_unknown."""
    id_ = subjects.number(told["program"])
    facts = subjects.one_of(see, "read_keys", id_, at=call.visit.at)
    if facts is None:
        raise Refused("key_unknown")
    facts = {**facts, "networks": facts["networks"] or say("anywhere", "partout")}
    return subjects.about(call, KEY, told, {"key_id": id_}, facts, KEY_COLUMNS, "/keys",
                          facts["name"])  # fmt: skip


def _to_keys(answer: Row, subject: Row) -> str:
    return "/keys"


listing("keys", "keys", Both("Keys of programs", "Clés de programmes"), READERS, "read_keys",
        KEY_COLUMNS, menu="house", href="/keys/{id}", told_as=lambda row: {
            **row, "networks": row["networks"] or say("anywhere", "partout")},
        others=[("/api/v1/openapi.json", Both("What a program may ask for (OpenAPI)",
                                              "Ce qu'un programme peut demander (OpenAPI)"))]
        )  # fmt: skip
page(Page("key", KEY, Both("Key of a program", "Clé d'un programme"), READERS,
          lambda see, call, **told: key(see, call, told), "portal/thing.html"))  # fmt: skip
form("add_key", "keys/add", Both("Give a program a key", "Donner une clé à un programme"),
     "add_key", subject=_of_keys, gather=_whom, hides=("login", "company_id"), fields=(
         Field("name", "text", Both("What the program is called", "Comment s'appelle le "
                                    "programme")),
         Field("person", "choice", Both("Whom it acts as", "Au nom de qui il agit"),
               choices=_people, start=_only_person),
         DAYS,
         Field("networks", "texts", Both("Only from these networks, one a line",
                                         "Seulement de ces réseaux, un par ligne"),
               Both("Like 203.0.113.0/24. Empty: from anywhere.",
                    "Comme 203.0.113.0/24. Vide : de partout."), is_required=False),
         Field("scopes", "many", Both("What it may do", "Ce qu'elle permet"),
               choices=_scopes)))  # fmt: skip
form("rotate_key", f"{KEY}/rotate", Both("Renew the key", "Renouveler la clé"), "rotate_key",
     subject=key, fields=(DAYS, HOURS), then=_to_keys)  # fmt: skip
form("end_key", f"{KEY}/end", Both("End the key", "Mettre fin à la clé"), "end_key", subject=key,
     roles=RIGHTS["add_key"], then=_to_keys)  # fmt: skip

# Webhooks --------------------------------------------------------------------------------------


def _of_webhooks(see: See, call: Call, told: object) -> Row:
    return _up("/webhooks", "Webhooks", "Webhooks")


def _webhook(see: See, call: Call, told: subjects.Told) -> Row:
    """An address that is told; Refused: webhook_unknown."""
    id_ = subjects.number(told["webhook"])
    facts = subjects.one_of(see, "read_webhooks", id_)
    if facts is None:
        raise Refused("webhook_unknown", webhook_id=id_)
    facts = {**facts, "event_kinds": _kinds_told(facts)}
    return subjects.about(
        call, WEBHOOK, told, {"webhook_id": id_}, facts,
        ("id", "company_name", "url", "event_kinds", "recorded_at"), "/webhooks", facts["url"],
    )  # fmt: skip


def _kinds_told(row: Row) -> str:
    """The events that an address is told of, in words."""
    kinds = [words.word("event_kind", kind) for kind in row["event_kinds"]]
    return ", ".join(kinds) or say("all", "tous")


def webhook(see: See, call: Call, webhook: str) -> Row:
    """An address with the log of what it was told, the last first."""
    subject = _webhook(see, call, {"webhook": webhook})
    given = rows_of(see, call, "read_deliveries", {"webhook_id": subject["given"]["webhook_id"]})
    return {**subject, **given, "table_columns": TOLD, "may_replay": call.visit.may("replay")}


def tell_again(call: Call, webhook: str) -> str:
    """One event, told to the address once more."""
    at = INSTANT.convert(call.typed("happened_at"), None, None)
    call.run(webhooks.replay, webhook_id=subjects.number(webhook), from_at=at,
             until_at=at + timedelta(microseconds=1))  # fmt: skip
    return with_notice(f"/webhooks/{webhook}", "replay", {})


def _to_webhooks(answer: Row, subject: Row) -> str:
    return "/webhooks"


listing("webhooks", "webhooks", Both("Webhooks", "Webhooks"), READERS, "read_webhooks",
        ("id", "company_name", "url", "event_kinds", "recorded_at"), menu="house",
        href="/webhooks/{id}", told_as=lambda row: {**row, "event_kinds": _kinds_told(row)},
        )  # fmt: skip
listing("deliveries", "deliveries", Both("What they were told", "Ce qui leur fut dit"), READERS,
        "read_deliveries", ("happened_at", "event_kind", "url", "tries", "delivered_at", "next_at",
                            "last_answer"), menu="house",
        href="/webhooks/{webhook_id}")  # fmt: skip
page(Page("webhook", WEBHOOK, Both("Webhook", "Webhook"), READERS, webhook, "portal/webhook.html",
          acts={"again": tell_again}))  # fmt: skip
form("add_webhook", "webhooks/add", Both("Tell an address of events",
                                         "Avertir une adresse des événements"),
     "add_webhook", subject=_of_webhooks, fields=(
         Field("url", "text", Both("Address (https://…)", "Adresse (https://…)")),
         Field("kinds", "many", Both("Of these events (none checked: of all)",
                                     "De ces événements (aucun coché : de tous)"),
               choices=of_domain("event_kind"), is_required=False)))  # fmt: skip
form("rotate_webhook", f"{WEBHOOK}/rotate", Both("Renew the secret", "Renouveler le secret"),
     "rotate_webhook", subject=_webhook, fields=(HOURS,), then=_to_webhooks)  # fmt: skip
form("end_webhook", f"{WEBHOOK}/end", Both("End the webhook", "Mettre fin au webhook"),
     "end_webhook", subject=_webhook, then=_to_webhooks)  # fmt: skip
form("replay", f"{WEBHOOK}/replay", Both("Tell events again", "Redire des événements"), "replay",
     subject=_webhook, fields=(
         Field("from_at", "instant", Both("All events since", "Tous les événements depuis")),
         Field("until_at", "instant", Both("and until", "et jusqu'à"))))  # fmt: skip

listing("contract_events", "contracts/<str:contract>/events", Both("Events", "Événements"),
        CLIENT_ROLES | FACTOR_ROLES, "read_events", ("happened_at", "event_kind", "act_id"),
        arguments=of_contract)  # fmt: skip
