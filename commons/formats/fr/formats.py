"""Dates in French, with the zone that times are in."""

DATETIME_FORMAT = "j F Y à H:i e"
SHORT_DATETIME_FORMAT = "j N Y à H:i e"
