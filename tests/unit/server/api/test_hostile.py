"""Whatever is put into whatever place of a request, it is taken for what it is or refused by the field's name; nothing breaks."""

import re
from typing import Any

import pytest

from server.api.app import api
from tests.unit.server.api.conftest import House, lived_in
from tests.unit.server.api.routes import ROUTES

pytestmark = pytest.mark.both

HOSTILE: list[Any] = [
    *(0, -1, True, "", "0e1", [], {}, {"$regex": "^a"}, [{"$ne": None}], 2**53, 2**63, -(2**63), 10**30, 0.5),
    *("a\0b", ["a\0b"], "\ud800", ["\ud800"], float("nan"), float("inf"), "x" * 100_000, [[[[[["x"]]]]]], "{{7*7}}"),
]
SCHEMA = api.get_openapi_schema()


@pytest.fixture
def house(house: House) -> House:
    return lived_in(house)


def unkeepable(value: Any) -> bool:
    """Whether there is something in it that cannot be kept."""
    text = "".join(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else value
    return isinstance(text, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)


def operation(method: str, path: str) -> Any:
    return SCHEMA["paths"][f"/api/v1/{path}"][method.lower()]


def fields(method: str, path: str) -> list[str]:
    """Every field of the body, whether or not the matrix has it in its example."""
    (media,) = operation(method, path)["requestBody"]["content"].values()
    name = media["schema"]["$ref"].rsplit("/", 1)[1]
    return list(SCHEMA["components"]["schemas"][name]["properties"])


BODIES = [route for route, (body, _) in ROUTES.items() if body is not None]
TEXTS = (
    "",
    "0",
    "-1",
    "0e1",
    "9" * 40,
    "%00",
    "%ED%A0%80",
    "%FF",
    "[]",
    "x" * 2_000,
    "..%2f..",
    "%7B%22%24ne%22%3A1%7D",
)


@pytest.mark.parametrize(("method", "path"), BODIES)
def test_a_body(house: House, method: str, path: str) -> None:
    body = house.named(ROUTES[method, path][0])
    for field in fields(method, path):
        for hostile in HOSTILE:
            answer = house.callers["owner"].ask(method, house.path(path), body | {field: hostile})
            assert answer.status_code < 500, (field, hostile, answer.content)
            assert answer.status_code >= 400 or not unkeepable(hostile), (field, hostile)
            if answer.status_code == 422:
                assert answer.json()["field"], (field, hostile)
    answer = house.callers["owner"].ask(method, house.path(path), body | {"is_staff": True})
    assert (answer.status_code, answer.json().get("field")) in {(422, "is_staff"), (429, None)}


def test_a_query(house: House) -> None:
    tried = 0
    for method, path in ROUTES:
        for one in operation(method, path).get("parameters", ()):
            for hostile in TEXTS if one["in"] == "query" else ():
                answer = house.callers["owner"].ask(method, f"{house.path(path)}?{one['name']}={hostile}")
                assert answer.status_code < 500, (path, one["name"], hostile, answer.content)
                tried += 1
    assert tried


def test_a_name_in_an_address(house: House) -> None:
    for (method, path), (body, _) in ROUTES.items():
        for name in set(re.findall(r"\{\w+\}", path)) if not path.endswith("seen") else ():
            for hostile in TEXTS[1:]:
                address = house.path(path.replace(name, hostile))
                answer = house.callers["owner"].ask(method, address, house.named(body))
                assert answer.status_code in {404, 422}, (method, path, name, hostile, answer.content)
