"""A passkey of one's own: a device that signs in the place of a code."""

from comptant.doors.portal import devices
from comptant.doors.portal.call import Call
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.words import Both, say
from comptant.operations.acts.rights import ROLES
from comptant.operations.registry.passkeys import add_passkey
from comptant.store.access import See


def passkey(see: See, call: Call) -> Row:
    """What the device is asked to make."""
    user = call.visit.user
    return {"options": devices.to_create(call.request, user.id, user.login),
            "up": {"href": "/me", "text": say("You", "Vous")}}  # fmt: skip


def add(call: Call) -> str:
    """Keep what the device made."""
    at = devices.place(call.request)
    call.run(
        add_passkey, name=call.typed("name"), credential=devices.given(call.request),
        challenge=devices.challenge(call.request), host=at.host, origin=at.origin,
    )  # fmt: skip
    return with_notice("/me", "add_passkey", {})


page(Page("passkey", "passkey", Both("Add a passkey", "Ajouter une clé d'accès"), ROLES, passkey,
          "portal/passkey.html", acts={"add": add}))  # fmt: skip
