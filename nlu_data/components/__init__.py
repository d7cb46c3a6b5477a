"""Rasa components of this project: thin wrappers over the rules in ``bot.understanding``."""
