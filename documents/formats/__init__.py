"""Translations between the node tree and the formats people bring and take away; pure functions, no database."""
