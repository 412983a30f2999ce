"""A model's rows by conditions that are SQL already.

The ORM compiles the same SQL anew for every read; where a visitor waits for what is read, that took twice as long as the
database. What a column's value becomes in Python, and the other way round, is still the model's own.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model
from django.db.models.sql import Query

M = TypeVar("M", bound=Model)
_Convert = list[tuple[int, list[Callable[..., Any]], Any]]


class Table(Generic[M]):
    """The rows of one model. Nothing here looks at what is related, and no signal is sent."""

    def __init__(self, model: type[M]) -> None:
        self._model = model
        self._converters: dict[str, _Convert] = {}
        """By the database's kind, which tells how it hands columns over."""

    def find(self, condition: str, params: Sequence[Any] = ()) -> list[M]:
        """The rows for which this holds; `condition` may go on with an order and a bound."""
        database = _database()
        with database.cursor() as cursor:
            cursor.execute(f"SELECT {self._columns} FROM {self._name} WHERE {condition}", params)
            rows = cursor.fetchall()
        converting = self._converting(database)
        converted = (_converted(row, converting, database) for row in rows)
        return [self._model.from_db(database.alias, self._attributes, row) for row in converted]

    def by(self, column: str, values: Iterable[Any], condition: str = "TRUE", *params: Any) -> list[M]:
        """The rows that have one of these there, and for which the condition holds."""
        wanted = list(values)
        places = ", ".join(["%s"] * len(wanted))
        return self.find(f"{column} IN ({places}) AND {condition}", [*wanted, *params]) if wanted else []

    def insert(self, row: M, unless: str | None = None) -> bool:
        """Add a row, `unless` there is one with the same in that column; whether it was added.

        A key that the database gives is the row's from then on.
        """
        own = [field for field in self._fields if not (field.primary_key and row.pk is None)]
        key = self._model._meta.pk
        once = f" ON CONFLICT ({unless}) DO NOTHING" if unless else ""
        database = _database()
        with database.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self._name} ({', '.join(str(field.column) for field in own)})"
                f" VALUES ({', '.join(['%s'] * len(own))}){once} RETURNING {key.column}",
                [_stored(field, row, database) for field in own],
            )
            made = cursor.fetchone()
        if made:
            row.pk, row._state.adding = made[0], False
        return made is not None

    def update(self, row: M, attributes: Collection[str], guard: Mapping[str, Any] | None = None) -> bool:
        """Write these of the row's, unless its row no longer says what `guard` says, by column; whether it did."""
        changed = [field for field in self._fields if field.attname in attributes]
        held = {str(self._model._meta.pk.column): row.pk, **(guard or {})}
        same = " AND ".join(f"{column} {'IS NULL' if value is None else '= %s'}" for column, value in held.items())
        database = _database()
        with database.cursor() as cursor:
            cursor.execute(
                f"UPDATE {self._name} SET {', '.join(f'{field.column} = %s' for field in changed)} WHERE {same}",
                [*(_stored(field, row, database) for field in changed), *(v for v in held.values() if v is not None)],
            )
            return bool(cursor.rowcount == 1)

    @cached_property
    def _name(self) -> str:
        return self._model._meta.db_table

    @cached_property
    def _fields(self) -> "list[Field[Any, Any]]":
        return list(self._model._meta.concrete_fields)

    @cached_property
    def _attributes(self) -> list[str]:
        return [field.attname for field in self._fields]

    @cached_property
    def _columns(self) -> str:
        return ", ".join(str(field.column) for field in self._fields)

    def _converting(self, database: BaseDatabaseWrapper) -> _Convert:
        if database.vendor not in self._converters:
            compiler = Query(self._model).get_compiler(connection=database)
            found = compiler.get_converters([field.get_col(self._name) for field in self._fields])
            self._converters[database.vendor] = [(at, converters, column) for at, (converters, column) in found.items()]
        return self._converters[database.vendor]


def _database() -> BaseDatabaseWrapper:
    """This thread's: Django's own `connection` looks it up each time that it is asked anything."""
    return connections[DEFAULT_DB_ALIAS]


def _converted(row: Sequence[object], converting: _Convert, database: BaseDatabaseWrapper) -> list[object]:
    found = list(row)
    for at, converters, column in converting:
        for convert in converters:
            found[at] = convert(found[at], column, database)
    return found


def _stored(field: "Field[Any, Any]", row: Model, database: BaseDatabaseWrapper) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), database)
