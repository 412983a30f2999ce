"""Every address this server answers on over HTTP."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from server.api import health
from server.api.app import api
from server.api.problems import no_route
from server.demo.home import home

# Of allauth only what works without a mail server, and what needs no open sign-up.
_account: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("sessions/", include("allauth.usersessions.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include(_account)),
    path("api/v1/", api.urls),
    path("api/v1/<path:path>", no_route),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("", home, name="home"),
    path("", include("server.pages.urls")),
]
