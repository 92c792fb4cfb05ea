"""How often articles are read: counted in memory, written in the background.

A reader's request adds one to a number in this process and asks the database nothing. A thread
writes what has come together, at most once in `settings.READS_WRITTEN_EVERY` seconds or when
enough articles have, and the process does when it ends. What the database does not take
is kept for the next time; what a process that is killed had not written is lost. See
docs/decisions/0007-counting-reads.md.
"""

import atexit
import logging
import re
import threading
from collections import Counter

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from wiki.actions.read_counts import add_reads

# So many articles are written before their time, that memory stays small and no count grows old.
ENOUGH = 500
READ = frozenset({200, 304})
# Programs that say what they are; most do, and who hides is counted like anybody.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|bot[/_-]|crawl|spider|slurp|archiver|preview|fetch|monitor|uptime|headless|lighthouse"
    r"|facebookexternalhit|mediapartners|feed|curl|wget|python|java/|okhttp|go-http|libwww|httpx"
    r"|axios|node|scrapy|ruby|perl|php",
    re.IGNORECASE,
)
# Fetched ahead, and perhaps never looked at: the standard header and two that came before it.
_AHEAD = ("Sec-Purpose", "Purpose", "X-Moz")

logger = logging.getLogger(__name__)


class Reads:
    """The reads that this process has counted and not written yet."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self._lock = threading.Lock()
        self._enough = threading.Event()
        self._writer: threading.Thread | None = None

    def add(self, article_id: int) -> None:
        """Counts one read."""
        with self._lock:
            self._counts[article_id] += 1
            if len(self._counts) >= ENOUGH:
                self._enough.set()
            if self._writer is None and settings.READS_WRITTEN_EVERY:
                self._begin()

    def write(self) -> int:
        """Writes what was counted, article by article; returns how many reads that were.

        With the first that the database does not take, it and all that are left are kept.
        """
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._enough.clear()
        written = 0
        while counts:
            article_id, reads = counts.popitem()
            try:
                add_reads(article_id=article_id, reads=reads)
            except Error:
                logger.warning("Reads could not be written; they are kept.", exc_info=True)
                counts[article_id] = reads
                with self._lock:
                    self._counts.update(counts)
                break
            written += reads
        return written

    def _begin(self) -> None:
        # Begun by the first read: a process that forks before has no thread to lose.
        self._writer = threading.Thread(target=self._run, name="reads", daemon=True)
        self._writer.start()
        atexit.register(self.write)

    def _run(self) -> None:
        seconds = settings.READS_WRITTEN_EVERY
        while True:
            self._enough.wait(seconds)
            try:
                self.write()
            finally:
                connection.close()


READS = Reads()


def count(request: HttpRequest, response: HttpResponse, article_id: int) -> None:
    """Counts the answer as one read of the article, if it went to somebody who reads."""
    if response.status_code in READ and is_of_a_reader(request):
        READS.add(article_id)


def is_of_a_reader(request: HttpRequest) -> bool:
    """Whether a browser asked for the page because somebody wants to see it."""
    if request.method != "GET":
        return False
    if any("prefetch" in request.headers.get(name, "").lower() for name in _AHEAD):
        return False
    name = request.headers.get("User-Agent", "")
    return bool(name) and not _ROBOT.search(name)
