"""A page that is the form of one operation: generated from the operation's entry in the catalogue.

    form("withdraw", f"{INVOICE}/withdraw", Both("Take out", "Retirer"), "withdraw",
         subject=of_invoice, previews=True)

The page shows what the act is about, its fields with what is wrong beside each, and, where money
moves or something ends, what the act would do before it is done: the act itself, rolled back.
"""

import hashlib
from collections.abc import Callable, Mapping

from comptant.doors import words
from comptant.doors.answers import with_token
from comptant.doors.catalogue import TOKENS
from comptant.doors.minor_units import all_of, in_currency
from comptant.doors.portal import fields as fields_
from comptant.doors.portal.call import Call
from comptant.doors.portal.devices import place
from comptant.doors.portal.fields import Field
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.refused_fields import field_of
from comptant.doors.words import Both
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.drawing.preview import preview
from comptant.store.access import See

Subject = Callable[[See, Call, Mapping[str, str]], Row]
Then = Callable[[Row, Row], str]
# Of an answer, what the form says already or nobody reads.
HIDDEN = frozenset({"currency", "contract_id", "judged", "is_alone", "digest", "file", "reason",
                    "outcome",
                    "scope", "subject", "source", "role", "kind", "is_lifted"})  # fmt: skip


def nothing(see: See, call: Call, told: Mapping[str, str]) -> Row:
    """A form about nothing that is there already."""
    return {"given": {}}


def back(answer: Row, subject: Row) -> str:
    """Where an act leads: back to what it was about."""
    return str((subject.get("up") or {"href": "/"})["href"])


class Form:
    """The form of an operation, as a page uses it."""

    def __init__(
        self, operation: str, subject: Subject, said: Mapping[str, Field], then: Then,
        previews: bool, gather: Callable[[Row], Row] = lambda typed: typed,
        hides: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.operation, self.subject, self.said = operation, subject, said
        self.then, self.previews, self.gather, self.hides = then, previews, gather, hides

    def fields(self, subject: Row) -> list[Field]:
        """Its fields: those of the catalogue that the subject does not give."""
        from comptant.doors.catalogue import endpoints

        body = endpoints()[self.operation].body
        return fields_.of_body(body, frozenset((*subject["given"], *self.hides)), self.said)

    def look(self, see: See, call: Call, **told: str) -> Row:
        """What the template shows."""
        subject = self.subject(see, call, told)
        return {
            **subject, "fields": fields_.shown(see, call, self.fields(subject), subject),
            "previews": self.previews, "has_file": any(
                field.kind == "file" for field in self.fields(subject)),
            "seen": self._typed(call, self.fields(subject)),
        }  # fmt: skip

    def arguments(self, call: Call, told: Mapping[str, str]) -> tuple[Row, Row]:
        """The subject, and what the operation is called with; FieldsWrong."""
        with call.visit.reading() as see:
            subject = self.subject(see, call, told)
            typed = fields_.read(see, call, self.fields(subject), subject)
        currency = typed.get("currency") or subject.get("contract", {}).get("currency")
        if currency:  # else `in_currency` finds it by what the operation is called with
            typed = all_of(typed, currency)
        return subject, {**subject["given"], **self.gather(typed)}

    def tell(self, call: Call, **told: str) -> Row:
        """What the act would do; nothing is kept."""
        _, arguments = self.arguments(call, told)
        with call.visit.looking() as (conn, asked):
            given = in_currency(conn, arguments)
            seen = self._blamed(call, told, lambda: preview(
                conn, asked, self._run(), **given))  # fmt: skip
        return {"preview": _readable(seen)}

    def do(self, call: Call, **told: str) -> str | Row:
        """The act; one that is previewed is done as it was shown, or shown again."""
        subject, arguments = self.arguments(call, told)
        if self.previews and call.typed("seen") != self._typed(call, self.fields(subject)):
            return self.tell(call, **told)
        if self.operation not in TOKENS:
            answer = self._blamed(call, told, lambda: _taken(call.run(self._run(), **arguments)))
            href = with_notice(self.then(answer, subject), self.operation, answer)
            rows = _left_out(answer)
            return {"left_out": {"rows": rows, "count": answer["count"], "href": href}} \
                if rows else href  # fmt: skip
        token = TOKENS[self.operation]()
        answer = self._blamed(call, told, lambda: call.run(self._run(), **arguments, token=token))
        # Shown here and now: an address that told it would be kept in too many places.
        return {"made": {**with_token(answer, token), "href": self.then(answer, subject),
                         "origin": place(call.request).origin}}  # fmt: skip

    def _run(self) -> Callable[..., Row]:
        from comptant.doors.catalogue import endpoints

        return endpoints()[self.operation].run

    def _typed(self, call: Call, fields: list[Field]) -> str:
        """What was typed, as a few letters: a form that was changed since is another one."""
        text = "\n".join("\r".join(call.request.POST.getlist(field.name)) for field in fields)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _blamed(self, call: Call, told: Mapping[str, str], run: Callable[[], Row]) -> Row:
        """Run, and name the field that a refusal is about."""
        try:
            return run()
        except Refused as refusal:
            with call.visit.reading() as see:
                names = [one.name for one in self.fields(self.subject(see, call, told))]
            about = [name for name in (field_of(refusal.code, names), *refusal.facts)
                     if name in names]  # fmt: skip
            if about:
                sentence = words.refusal(refusal.code, refusal.facts)
                refusal.facts["fields"] = {about[0]: sentence}
            raise


def _taken(answer: Row) -> Row:
    """An answer that took something, or left out several; of one alone, why not is raised."""
    rows = _refused(answer)
    if len(rows) == 1 and not answer["count"]:
        (facts,) = rows
        raise Refused(facts["refusal"], **{name: value for name, value in facts.items()
                                           if name != "refusal"})  # fmt: skip
    return answer


def _refused(answer: Row) -> list[Row]:
    """What an answer tells that it left out; other answers count it only."""
    rows = answer.get("refused")
    return rows if isinstance(rows, list) else []


def _left_out(answer: Row) -> list[Row]:
    """What an act left out: the number of each and why; of a payment file, its orders."""
    told = [{"heading": row.get("invoice_number", ""), "value": words.refusal(row["refusal"], row)}
            for row in _refused(answer)]  # fmt: skip
    return told + [{"heading": f"{words.column('order_id')} {row['order_id']}",
                    "value": words.word("left_out", row["reason"])}
                   for row in answer.get("left_out") or () if "reason" in row]  # fmt: skip


def _readable(seen: Row) -> Row:
    """A preview for the template: what the answer says in words, the lines of the entries."""
    answer = seen["answer"]
    told = []
    for name, value in answer.items():
        if name in HIDDEN or value in (None, [], {}) or isinstance(value, dict | list):
            continue
        try:
            heading = words.column(name)
        except KeyError:
            continue
        currency = str(answer.get("currency") or "EUR")
        told.append({"heading": heading, "value": words.value_of(name, value, currency)})
    told += _left_out(answer)
    return {**seen, "told": told, "waits": answer.get("approval_id")}


def form(
    name: str, path: str, title: Both, operation: str, *, subject: Subject = nothing,
    fields: tuple[Field, ...] = (), then: Then = back, previews: bool = False, menu: str = "",
    roles: frozenset[str] | None = None, gather: Callable[[Row], Row] = lambda typed: typed,
    hides: tuple[str, ...] = (), template: str = "portal/form.html",
) -> None:  # fmt: skip
    """Declare the page of an operation's form. `gather` makes arguments of what was typed, where
    the fields are not the arguments themselves; `hides` are then the arguments without a field."""
    said = {field.name: field for field in fields}
    declared = Form(operation, subject, said, then, previews, gather, hides)
    acts: dict[str, Callable[..., str | Row]] = {"do": declared.do}
    if previews:
        acts["look"] = declared.tell
    page(Page(name, path, title, RIGHTS[operation] if roles is None else roles,
              declared.look, template, menu, acts=acts))  # fmt: skip
