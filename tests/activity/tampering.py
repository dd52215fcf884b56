"""What somebody with the database in hands can do: rows changed by plain SQL, so that nothing of ours helps or hinders."""

from typing import Any

from django.db import connection


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def change(number: int, column: str, value: Any, chain: str) -> None:
    sql(f'UPDATE activity_event SET "{column}" = %s WHERE chain = %s AND number = %s', value, chain, number)


def remove(number: int, chain: str) -> None:
    sql("DELETE FROM activity_event WHERE chain = %s AND number = %s", chain, number)
