"""Django admin: people, topics and rules through the actions, everything else to read.

Nothing here writes by itself: an act asks why, goes through `wiki.actions` or
`licensing.actions`, and leaves a row in the public log.
"""

# First those of other packages, whose registrations are replaced.
from wiki.admin import articles, foreign, people, reasons, rules, topics

__all__ = ["articles", "foreign", "people", "reasons", "rules", "topics"]
