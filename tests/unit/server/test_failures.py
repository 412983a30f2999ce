"""A failure is told by kind and place; what people wrote is not part of it."""

import pytest
from django.db import IntegrityError, OperationalError

from server.failures import told, trace


def test_what_speaks_of_machines_is_told_in_one_line() -> None:
    assert told(OSError(28, "No space left on device")) == "OSError: [Errno 28] No space left on device"
    assert told(OperationalError("the server closed the line\nDETAIL: secret")) == (
        "OperationalError: the server closed the line"
    )


def test_what_may_quote_people_is_told_by_kind_alone() -> None:
    assert told(IntegrityError("Failing row contains (secret)")) == "IntegrityError"
    assert told(ValueError("secret")) == "ValueError"
    assert told(KeyError("secret")) == "KeyError"


def refuse() -> None:
    raise ValueError("secret one")


def give_up() -> None:
    try:
        refuse()
    except ValueError as error:
        raise KeyError("secret two") from error


def forget() -> None:
    try:
        refuse()
    except ValueError:
        raise KeyError from None


def test_a_trace_tells_the_way_from_the_first_cause_on() -> None:
    with pytest.raises(KeyError) as raised:
        give_up()
    said = trace(raised.value)
    assert said.index("in refuse") < said.index("\nValueError\n") < said.index("in give_up\n    raise")
    assert said.endswith("\nKeyError")


def test_causes_that_were_put_out_of_sight_stay_there() -> None:
    with pytest.raises(KeyError) as raised:
        forget()
    assert "in refuse" not in trace(raised.value)
