"""Away to the provider of one's organisation and back: to sign in, or to link an account of it."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from comptant.doors.failures import tell
from comptant.doors.portal import errors, other_ways, sign_on
from comptant.doors.portal.dispatch import SIGNED_OUT, after, visitor
from comptant.doors.portal.signing import opened, sign_in_page
from comptant.doors.tries import check_tries
from comptant.operations.acts.act import Refused


def go(request: HttpRequest) -> HttpResponse:
    """To the page of one's organisation: to sign in, or to link an account of it to one's user."""
    is_linking = "link" in request.GET
    try:
        user_id = visitor(request).user.id if is_linking else 0
        return other_ways.away(request, after(request), user_id)
    except Exception as error:
        return _told(request, error, is_linking)


def back(request: HttpRequest) -> HttpResponse:
    """From there, with an account: it signs in, or its user is asked whether to link it."""
    is_linking = False
    try:
        begun = sign_on.begun(request.COOKIES.get(settings.SIGN_ON_COOKIE, ""))
        is_linking = begun.user_id > 0
        check_tries(request)
        account = sign_on.finish(request, begun)
        if is_linking:
            response = other_ways.to_link(account, begun.user_id)
        else:
            token, user = other_ways.by_account(account, request)
            response = opened(request, user, token, begun.after)
    except Exception as error:
        response = _told(request, error, is_linking)
    response.delete_cookie(settings.SIGN_ON_COOKIE, samesite="Lax")
    return response


def _told(request: HttpRequest, error: Exception, is_linking: bool) -> HttpResponse:
    """Why it came to nothing: to whoever signs in with the other ways, to others alone."""
    if not is_linking:
        return sign_in_page(request, error)
    if isinstance(error, Refused) and error.code in SIGNED_OUT:
        return HttpResponseRedirect(f"/sign-in?{urlencode({'next': '/me'})}", status=303)
    return errors.show(request, tell(error, str(request.META["comptant.request_id"])))
