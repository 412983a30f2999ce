"""`/`: the demo's shop, or on to the console."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from server.demo.shop import shop


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """In demo mode a shop with the widget on it."""
    return shop(request) if settings.DEMO else HttpResponseRedirect("/console/")
