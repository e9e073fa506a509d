"""Reminders to buyers: plans, whom to write to, the run, letters, calls and what became of each."""

from django.http import HttpResponse

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.queues import queue
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import CONTRACT, Told, about, address, number
from comptant.doors.reminders_told import FORM, batch_file, stages, written
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.rules.reminders import PLAN, standard_plan
from comptant.store.access import See

REMINDERS = f"{CONTRACT}/reminders"
REMINDER = f"{REMINDERS}/<str:reminder>"
PLANS, CONTACTS = f"{CONTRACT}/reminder-plans", f"{CONTRACT}/reminder-contacts"
TOLD = ("run_on", "buyer_name", "stage", "channel", "amount_cents", "line_count",
        "reminder_state", "reminder_said")  # fmt: skip
FACTS = ("id", "contract_number", "buyer_name", "stage", "channel", "run_on", "amount_cents",
         "sent_to", "reminder_state", "reminder_said", "done_at")  # fmt: skip
LINES = ("invoice_number", "due_on", "claimed_cents", "open_cents")
PLANNED = ("buyer_name", "valid_from_on", "stage", "offset_days", "channel", "least_cents",
           "sender_email", "source")  # fmt: skip
WRITTEN_TO = ("buyer_name", "person", "email", "phone", "postal_address", "language",
              "is_email_refused", "source")  # fmt: skip
WOULD = ("today_on", "contract_number", "buyer_name", "stage", "sent_by", "claimed_cents",
         "line_count", "sent_to", "reminder_wait")  # fmt: skip
SIMULATED_DAYS = 30
SOURCE = Field("source", "text", Both("Where this is known from", "D'où on le sait"))
BUYER = Field("buyer_id", "party", Both("Buyer (SIREN or name)", "Acheteur (SIREN ou nom)"))


def reminder(see: See, call: Call, told: Told) -> Row:
    """A reminder of a contract; Refused: reminder_unknown."""
    from comptant.doors import lookup

    found = lookup.contract(see, told["contract"], call.on)
    id_ = number(told["reminder"])
    rows = see("read_reminders", contract_id=found["id"], kind=None, state=None, id=id_)
    if not rows:
        raise Refused("reminder_unknown", reminder_id=id_)
    given = {"contract_id": found["id"], "reminder_id": id_}
    return about(call, REMINDER, told, given, rows[0], FACTS, address(REMINDERS, told), str(id_))


def shown(see: See, call: Call, **told: str) -> Row:
    """The reminder with its invoices, its letter, and what may be done about it."""
    found = reminder(see, call, told)
    given, facts = found["given"], found["facts"]
    rows = see("read_reminder_lines", contract_id=given["contract_id"], id=given["reminder_id"])
    may = {
        "CALL": ("call", "promise"),
        "EMAIL": ("settle", "bounce"),
        "HANDOVER": ("hand-over",),
    }.get(facts["channel"], ())
    links = [one for one in found["links"]
             if one["href"].rpartition("/")[2] in (*may, "settle")]  # fmt: skip
    return {**found, "rows": rows, "table_columns": LINES, "links": links,
            "digest": facts["digest"] or _made(facts),
            "title": say(f"Reminder {given['reminder_id']}",
                         f"Relance {given['reminder_id']}")}  # fmt: skip


def _made(facts: Row) -> str | None:
    """The file of a claim that was handed over."""
    is_made = facts["channel"] == "HANDOVER" and facts["reminder_state"] == "DONE"
    return facts["reminder_said"] if is_made else None


def simulated(see: See, call: Call) -> Row:
    """What would leave in the days to come, by the plans in force or by the standard one."""
    from comptant.operations.reminding import run

    plan = call.asked("plan")
    with call.visit.looking() as (conn, asked):
        told = run.simulate(conn, asked, contract_id=None, days=SIMULATED_DAYS,
                            stages=standard_plan() if plan == "standard" else None)  # fmt: skip
    return {"rows": told["reminders"], "columns": WOULD, "plan": plan}


def house(see: See, call: Call, told: Told) -> Row:
    """All contracts; a form that leads back to the reminders."""
    text = say("Reminders", "Relances")
    return {"given": {"contract_id": None}, "up": {"href": "/reminders", "text": text}}


def _one_plan(see: See, call: Call, told: Told) -> Row:
    return subjects.of_page(PLANS)(see, call, told)


def _standard(see: See, call: Call, subject: Row) -> str:
    return "\n".join(written(standard_plan()))


def _planned(typed: Row) -> Row:
    """The lines that were typed; none: no reminders."""
    lines = typed["stages"]
    return {**typed, "buyer_id": typed["buyer_id"] or None, "sender_email": typed["sender_email"]
            or "", "stages": stages(lines) if lines else PLAN.empty()}  # fmt: skip


def _contacted(typed: Row) -> Row:
    words = {name: typed[name] or "" for name in ("person", "email", "phone")}
    return {**typed, **words, "postal_address": "\n".join(typed["postal_address"])}


def _batch(see: See, call: Call, batch: str) -> HttpResponse:
    name, content = batch_file(see, number(batch))
    return named(content, name, "application/zip")


def _to_batch(answer: Row, subject: Row) -> str:
    return f"/reminders/batches/{answer['batch_id']}/files" if answer["count"] else "/reminders"


def batch_page(see: See, call: Call, batch: str) -> Row:
    """A batch of letters: its letters, and the file for who prints them."""
    rows = see("read_reminder_batch", id=number(batch))
    if not rows:
        raise Refused("batch_unknown", batch_id=batch)
    return {
        "rows": rows, "columns": ("id", "contract_number", "buyer_name", "postal_address",
                                  "channel", "language", "amount_cents"),
        "up": {"href": "/reminders", "text": say("Reminders", "Relances")},
        "links": [{"title": say("Batch for the printer", "Lot pour l'imprimeur"),
                   "href": f"/reminders/batches/{batch}"}],
    }  # fmt: skip


queue("reminders", "reminders", Both("Reminders", "Relances"), FACTOR_ROLES, "read_reminders",
      ("contract_number", *TOLD),
      lambda row: f"/contracts/{row['contract_number']}/reminders/{row['id']}",
      links="reminders")  # fmt: skip
queue("reminder_calls", "reminder-calls", Both("Reminders by phone", "Relances par téléphone"),
      FACTOR_ROLES, "read_reminder_calls",
      ("contract_number", "buyer_name", "person", "phone", "stage", "amount_cents", "line_count",
       "reminder_said"),
      lambda row: f"/contracts/{row['contract_number']}/reminders/{row['id']}/call",
      about=Both("The largest sums first.", "Les plus grosses sommes d'abord."))  # fmt: skip
page(Page("reminders_simulated", "reminders-simulated", Both("Simulate reminders",
                                                             "Simuler les relances"),
          RIGHTS["remind"], simulated, "portal/simulated.html", "work"))  # fmt: skip
form("remind", "reminders/run", Both("Queue today's reminders", "Mettre en file les relances"),
     "remind", subject=house, previews=True)  # fmt: skip
form("reminders_print", "reminders/print", Both("Set the letters", "Composer les lettres"),
     "print_reminders", subject=house, then=_to_batch)  # fmt: skip
page(Page("reminder_batch_page", "reminders/batches/<str:batch>/files",
          Both("Batch of letters", "Lot de lettres"), FACTOR_ROLES, batch_page,
          "portal/list.html"))  # fmt: skip
page(Page("reminder_batch", "reminders/batches/<str:batch>", Both("Batch of letters",
                                                                  "Lot de lettres"),
          FACTOR_ROLES, lambda see, call, batch: {}, "", send=_batch))  # fmt: skip

listing("contract_reminders", REMINDERS, Both("Reminders", "Relances"),
        CLIENT_ROLES | FACTOR_ROLES, "read_reminders", TOLD, arguments=of_contract,
        href="/contracts/{contract}/reminders/{id}")  # fmt: skip
page(Page("reminder", REMINDER, Both("Reminder", "Relance"), CLIENT_ROLES | FACTOR_ROLES, shown,
          "portal/item.html"))  # fmt: skip
form("reminder_call", f"{REMINDER}/call", Both("Note the call", "Noter l'appel"), "record_call",
     subject=reminder, fields=(
         Field("outcome", "choice", Both("It ended with", "Issue"),
               choices=of_domain("reminder_call")),
         Field("note", "text", Both("What was said", "Ce qui fut dit"), is_required=False)),
     gather=lambda typed: {**typed, "note": typed["note"] or ""})  # fmt: skip
form("reminder_settle", f"{REMINDER}/settle", Both("Say whether it left", "Dire si elle est "
                                                                          "partie"),
     "settle_reminder", subject=reminder, fields=(
         Field("has_left", "flag", Both("It has left", "Elle est partie")),))  # fmt: skip
form("reminder_hand_over", f"{REMINDER}/hand-over", Both("Make the file", "Établir le dossier"),
     "hand_over", subject=reminder)  # fmt: skip
form("reminder_bounce", f"{REMINDER}/bounce", Both("The mail came back", "Le courriel est revenu"),
     "record_bounce", subject=reminder, fields=(
         Field("said", "text", Both("What it says", "Ce qu'il dit")),))  # fmt: skip

listing("reminder_plans", PLANS, Both("Plan of reminders", "Plan de relance"), FACTOR_ROLES,
        "read_reminder_plans", PLANNED, arguments=of_contract)  # fmt: skip
form("reminder_plan_set", f"{PLANS}/set", Both("Set the plan", "Fixer le plan"),
     "set_reminder_plan", subject=_one_plan, gather=_planned, fields=(
         Field("valid_from_on", "day", Both("From", "À partir du"), start=today),
         Field("stages", "texts", Both("Stages", "Étapes"), FORM, is_required=False,
               start=_standard),
         Field("buyer_id", "party0", Both("One buyer (nothing: all)", "Un acheteur (vide : tous)"),
               is_required=False),
         Field("sender_email", "text", Both("Mails come from (confidential contracts)",
                                            "Courriels émis depuis (contrats confidentiels)"),
               is_required=False), SOURCE))  # fmt: skip
listing("reminder_contacts", CONTACTS, Both("Whom to remind", "Interlocuteurs de relance"),
        FACTOR_ROLES, "read_reminder_contacts", WRITTEN_TO, arguments=of_contract)  # fmt: skip
form("reminder_contact_set", f"{CONTACTS}/set", Both("Whom to write to", "À qui écrire"),
     "set_reminder_contact", subject=subjects.of_page(CONTACTS), gather=_contacted, fields=(
         BUYER, Field("person", is_required=False),
         Field("email", "text", Both("E-mail", "Courriel"), is_required=False),
         Field("phone", is_required=False),
         Field("postal_address", "texts", is_required=False),
         Field("language", "choice", choices=of_domain("spoken_in")),
         Field("is_email_refused", "flag"), SOURCE))  # fmt: skip
