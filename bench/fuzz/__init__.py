"""Differential fuzz of the gate: nothing genuine is refused, and what it takes the engine survives (docs/decisions/0015)."""
