"""Failures as a browser or a program is told them: a status, a stable code, a sentence."""

import logging
from typing import NamedTuple

import click
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent

from comptant.doors import commands, words
from comptant.doors.words import say
from comptant.operations.acts.act import Refused
from comptant.store.access import told_by_database
from comptant.store.connection import DatabaseUnavailable

LOG = logging.getLogger("comptant.failures")
# What one request may hold; Django's settings say the same.
FILES_MAX, FIELDS_MAX, BODY_BYTES_MAX = 1_000, 2_000, 8_000_000
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# Of a request: nobody said where its body ends; why its body was not read.
UNENDED, UNREAD = "comptant.unended", "comptant.unread"
UNKNOWN_SUFFIX = "_unknown"
# Words that may not be said, where other codes of this ending tell a thing that is not there.
WORDS_UNKNOWN = frozenset({
    "account_code_unknown", "call_outcome_unknown", "class_unknown", "condition_unknown",
    "cover_step_unknown", "currency_unknown", "decision_unknown", "dispute_code_unknown",
    "dispute_source_unknown", "event_unknown", "fact_unknown", "feed_way_unknown", "form_unknown",
    "garnishment_kind_unknown", "garnishment_step_unknown", "guard_unknown", "index_unknown",
    "insolvency_step_unknown", "kind_unknown", "means_unknown", "message_kind_unknown",
    "message_outcome_unknown", "need_unknown", "outcome_unknown", "paper_kind_unknown",
    "paper_language_unknown", "part_unknown", "product_unknown", "request_unknown", "role_unknown",
    "scheme_unknown", "scope_unknown", "sector_unknown", "signature_kind_unknown",
    "status_of_unknown", "subject_unknown", "term_unknown", "threshold_unknown", "way_unknown",
})  # fmt: skip
STATUSES = {
    "session_over": 401, "sign_in_failed": 401, "key_over": 401, "not_signed_in": 401,
    "not_your_right": 403, "password_must_change": 403, "password_over": 401,
    "second_factor_needed": 403, "not_in_scope": 403, "no_company": 403,
    "content_type_wrong": 415, "body_cut": 400, "length_missing": 411,
    "locked_out": 429, "too_many_requests": 429,
    "key_used_for_something_else": 409, "busy": 503,
    "identity_not_linked": 403, "sign_on_none": 404, "sign_on_down": 503,
    "prospects_closed": 404, "prospects_busy": 429,
}  # fmt: skip


class Told(NamedTuple):
    """A failure: its status, its code and the sentence in the reader's language."""

    status: int
    code: str
    sentence: str
    facts: dict[str, object]


def tell(error: BaseException, request_id: str) -> Told:
    """What is told of a failure; ours go to the log, with the number that the person is given."""
    if isinstance(error, Refused):
        return refused(error.code, error.facts)
    if isinstance(error, click.UsageError):
        return Told(422, "typed_wrong", error.message, {"fields": getattr(error, "fields", {})})
    if isinstance(error, TOO_MUCH):
        return Told(413, "request_too_large", say(
            f"More was sent at once than is taken: {FILES_MAX} files, {FIELDS_MAX} fields and "
            f"{BODY_BYTES_MAX // 1_000_000} MB beside the files at most. Send it in parts; a long "
            "list as a file, or as a stream (bulk/remit).",
            f"C'est trop d'un coup : au plus {FILES_MAX} fichiers, {FIELDS_MAX} champs et "
            f"{BODY_BYTES_MAX // 1_000_000} Mo hors fichiers. Envoyez en plusieurs fois ; une "
            "longue liste en fichier, ou en flux (bulk/remit)."), {})  # fmt: skip
    kind, name = told_by_database(error) or ("", "")
    if kind == "busy":
        return refused("busy", {})
    if kind == "guard" and name in words.table("refusals"):
        return refused(name, {})
    if kind == "value":
        LOG.warning("%s a value that no column holds: %s", request_id, name)
        return Told(422, "value_wrong", say(
            "A number, a day or a text that was given cannot be kept: it is too large, or holds a "
            "character that no text may hold (NUL). Nothing was done.",
            "Un nombre, un jour ou un texte donné ne peut être gardé : trop grand, ou avec un "
            "caractère qu'aucun texte n'admet (NUL). Rien n'a été fait."), {})  # fmt: skip
    if kind in ("lost", "full", "not_set_up") or isinstance(error, DatabaseUnavailable):
        LOG.error("%s the database: %s", request_id, " ".join(str(error).split()))
        return Told(503, "database_unavailable", say(
            "The database cannot be used just now. Nothing is lost and nothing half done: try "
            "again in a minute.",
            "La base de données est indisponible pour l'instant. Rien n'est perdu ni fait à "
            "moitié : réessayez dans une minute."), {})  # fmt: skip
    LOG.error("%s a mistake of ours", request_id, exc_info=error)
    return Told(500, "bug", say(
        f"Comptant made a mistake, and nothing was written. Tell whoever looks after it this "
        f"number: {request_id}.",
        f"Comptant a commis une erreur, et rien n'a été écrit. Donnez ce numéro à qui s'en "
        f"occupe : {request_id}."), {})  # fmt: skip


def foreign_host() -> Told:
    """What is told of a request to a host that is not ours: not which ones are."""
    return Told(400, "host_foreign", say(
        "Nothing was done. Open the address that you were given, with its whole name: this one "
        "leads here but is not ours.",
        "Rien n'a été fait. Ouvrez l'adresse qui vous a été donnée, avec son nom entier : celle-ci "
        "mène ici mais n'est pas la nôtre."), {})  # fmt: skip


def refused(code: str, facts: dict[str, object]) -> Told:
    """What is told of a refusal: what is unknown or another's is not found, and says no more."""
    is_missing = code.endswith(UNKNOWN_SUFFIX) and code not in WORDS_UNKNOWN
    status = STATUSES.get(code) or (404 if is_missing else 422)
    with commands.elsewhere():
        return Told(status, code, words.refusal(code, facts), facts)
