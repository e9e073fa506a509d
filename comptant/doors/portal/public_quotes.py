"""A quote without an account, behind the tariff that the house shows to the public."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptant.doors import visits, words
from comptant.doors.failures import tell
from comptant.doors.portal import errors, prospects
from comptant.doors.portal.call import Call
from comptant.doors.portal.shared_quotes import day_played, sealed
from comptant.doors.tries import check_tries
from comptant.doors.words import say
from comptant.operations.acts.act import Refused

Row = dict[str, Any]


def prospect(request: HttpRequest) -> HttpResponse:
    """A few words on a company; posted, its quote, under a link."""
    number = str(request.META["comptant.request_id"])
    try:
        if request.method == "POST":  # whoever looks tries nothing
            check_tries(request)
        visit = visits.by_house(day_played(request))
        found = _open(visit) if visit else None
        if visit is None or found is None:
            raise Refused("prospects_closed")
    except Exception as error:
        return errors.show(request, tell(error, number))
    shown: Row = {
        "visit": {"is_sandbox": False}, "path": request.path, "typed": request.POST,
        "title": say("Factoring: a quote in a minute", "Affacturage : un devis en une minute"),
        "products": prospects.products(),
        "sectors": prospects.sectors(), "factor": found["factor_name"],
        "is_example": found["is_example"], "tariff_on": words.day(found["valid_from_on"]),
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "portal/prospect.html", shown)
    try:
        return sealed(prospects.quoted(Call(visit, request)))
    except Exception as error:
        failure = tell(error, number)
        return render(request, "portal/prospect.html", {**shown, "failure": failure},
                      status=failure.status)  # fmt: skip


def _open(visit: visits.Visit) -> Row | None:
    """By whom and which tariff the public is quoted today; None where it is not."""
    with visits.by_link("", visit.on) as see:
        found = see("read_public_offer")
    return found[0] if found else None
