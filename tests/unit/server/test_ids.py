"""Ids fit the wire; tokens are secrets and kept as hashes."""

import re

from server.ids import hash_token, new_id, new_key, new_token


def test_ids_fit_the_wire_and_the_command_line() -> None:
    made = {new_id() for _ in range(2_000)}
    assert len(made) == 2_000
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{21}", one) for one in made)


def test_keys_can_be_read_out() -> None:
    assert all(re.fullmatch(r"[a-hj-km-np-z2-9]{12}", new_key()) for _ in range(200))


def test_a_token_is_long_and_its_hash_tells_nothing() -> None:
    token = new_token()
    assert len(token) >= 43
    assert re.fullmatch(r"[0-9a-f]{64}", hash_token(token))
    assert hash_token(token) == hash_token(token) != hash_token(new_token())
