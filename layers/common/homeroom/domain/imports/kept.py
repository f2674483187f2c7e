"""How long files are kept, and what became of their rows."""

from datetime import timedelta

FILE_DAYS = 14
"""After so many days a file leaves the bucket's list, and after as many more its last version is gone: two runs of the
lifecycle rule, each rounded up to the next midnight.
"""
REPORT_KEPT = timedelta(days=28)
"""From the beginning of an import: what became of its rows, which holds what stood in them. The store tidies up within
two days.
"""
DAYS_AT_MOST = 30
"""What families are told of both."""
