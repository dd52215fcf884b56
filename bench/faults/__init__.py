"""Faults put into a running Tablée on purpose, and what must hold meanwhile: `python -m bench.faults [F01 …]`.

Real processes, real sockets, 127.0.0.1 only. The suite runs the same cases in short form (tests/faults).
"""
