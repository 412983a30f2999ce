"""Every route of the API: a body that it takes, and how it answers whom. In braces stands what belongs to the site."""

from typing import Any

WHO = ("nobody", "switched off", "off the team", "stranger", "agent", "lead", "owner")
Row = tuple[Any, tuple[int, ...]]

SIGNED = (401, 401, 200, 200, 200, 200, 200)
TEAM = (401, 401, 404, 404, 200, 200, 200)
LEAD = (401, 401, 404, 404, 403, 200, 200)
OWNER = (401, 401, 404, 404, 403, 403, 200)

ROUTES: dict[tuple[str, str], Row] = {
    ("GET", "me"): (None, SIGNED),
    ("PATCH", "me"): ({"name": "Another Name"}, SIGNED),
    ("POST", "sign-out"): (None, (401, 401, 204, 204, 204, 204, 204)),
    ("POST", "sites"): ({"name": "New", "origins": []}, (401, 401, 403, 200, 403, 403, 200)),
    ("GET", "sites/{key}"): (None, TEAM),
    ("PATCH", "sites/{key}"): ({"name": "Renamed"}, OWNER),
    ("GET", "sites/{key}/team"): (None, TEAM),
    ("PATCH", "sites/{key}/team/{agent}"): ({"role": "lead"}, OWNER),
    ("GET", "sites/{key}/routing"): (None, TEAM),
    ("PATCH", "sites/{key}/routing"): ({"ring_s": 30}, OWNER),
    ("GET", "sites/{key}/teams"): (None, TEAM),
    ("POST", "sites/{key}/teams"): ({"name": "Workshop"}, LEAD),
    ("PATCH", "sites/{key}/teams/{team}"): ({"priority": 1}, LEAD),
    ("DELETE", "sites/{key}/teams/{team}"): (None, (401, 401, 404, 404, 403, 204, 204)),
    ("GET", "sites/{key}/roster"): (None, TEAM),
    ("GET", "sites/{key}/roster/visitors"): (None, TEAM),
    ("POST", "sites/{key}/roster/move"): ({"from": "{agent}", "to": "{lead}"}, LEAD),
    ("PATCH", "sites/{key}/visitors/{visitor}"): ({"person": "{agent}", "priority": 1}, TEAM),
    ("GET", "sites/{key}/conversations/{conversation}/insiders"): (None, LEAD),
    ("POST", "sites/{key}/conversations/{conversation}/insiders"): ({"name": "Rui", "why": "", "hours": 24}, LEAD),
    ("DELETE", "sites/{key}/conversations/{conversation}/insiders/{insider}"): (
        None,
        (401, 401, 404, 404, 403, 204, 204),
    ),
    ("GET", "sites/{key}/invites"): (None, OWNER),
    ("POST", "sites/{key}/invites"): ({"name": "Tom", "role": "agent"}, OWNER),
    ("DELETE", "sites/{key}/invites/{invite}"): (None, (401, 401, 404, 404, 403, 403, 204)),
    ("GET", "sites/{key}/week"): (None, TEAM),
    ("GET", "sites/{key}/departures"): (None, TEAM),
    ("POST", "sites/{key}/seen"): ({"origin": "https://example.com", "problem": None}, (204,) * 7),
}
