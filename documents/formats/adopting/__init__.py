"""A Word file of an organisation becomes a template: read once, by a process of its own, and written anew from what is known.

Nothing is copied that is not named here (docs/decisions/0039): what leads outside, runs or says who made it has no way in.
"""
