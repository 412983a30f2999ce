"""How long a transaction waits for rows that another one holds, on PostgreSQL."""

from typing import Final

ROWS: Final = "900ms"
"""PostgreSQL's `lock_timeout`. Shorter than anybody is left idle in a transaction (one second with a desk in hand).

Of a process that froze, one transaction may wait for rows that another one holds. Once that one is undone, the first
would be given them, and be undone only after as long again: before that, it has given up.
"""
