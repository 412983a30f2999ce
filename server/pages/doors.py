"""The two ways in without a password: a one-time link from the terminal, and an invite to a team.

Mail and chat programs fetch links before anybody clicks, so a GET only shows a button; the POST uses
the link up.
"""

from urllib.parse import urlsplit

from allauth.account.utils import perform_login
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from server.pages.forms import JoinForm
from server.people import doorkeys, invites
from server.proxies import THIS_MACHINE


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time sign-in link. It works on the server's own machine alone."""
    if not _at_this_machine(request):
        return render(request, "pages/enter_elsewhere.html", status=403)
    try:
        if request.method != "POST":
            return render(request, "pages/enter.html", {"who": doorkeys.key_of(token)})
        who = doorkeys.use(token)
    except doorkeys.SpentKeyError:
        return render(request, "pages/enter_spent.html", status=410)
    return _sign_in(request, who.user_id, "/console/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invite: whoever is signed in joins with a click, a newcomer chooses a password first."""
    try:
        invite = invites.invite_of(token)
        if request.user.is_authenticated:
            if request.method != "POST":
                return render(request, "pages/join_as.html", {"invite": invite})
            invites.accept_as(token, str(request.user.pk))
            return HttpResponseRedirect(f"/console/{invite.site_key}")
        form = JoinForm(request.POST if request.method == "POST" else None, initial={"name": invite.name})
        if form.is_valid():
            data = form.cleaned_data
            try:
                _, user_id = invites.accept_anew(token, data["name"], data["email"], data["password"])
                return _sign_in(request, user_id, f"/console/{invite.site_key}")
            except invites.KnownEmailError:
                form.add_error("email", "There is an account with this address. Sign in, then open the link again.")
    except invites.SpentInviteError:
        return render(request, "pages/join_spent.html", status=410)
    status = 422 if form.errors else 200
    return render(request, "pages/join.html", {"invite": invite, "form": form}, status=status)


def _at_this_machine(request: HttpRequest) -> bool:
    """Asked by its own name too: a proxy that leaves no trace of itself at least passes the name it was called by."""
    named = urlsplit(f"//{request.get_host()}").hostname
    return bool(request.META["bluephone.on_this_machine"]) and named in THIS_MACHINE


def _sign_in(request: HttpRequest, user_id: str, onward: str) -> HttpResponse:
    """By allauth, so that the session is listed and revocable like any other."""
    user = get_user_model().objects.get(pk=user_id)
    response: HttpResponse = perform_login(request, user, email_verification="none", redirect_url=onward)
    return response
