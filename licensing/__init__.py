"""Licences as data."""
