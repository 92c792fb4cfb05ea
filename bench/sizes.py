"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Of the data, and of the rounds."""

    text: int = 8_192  # characters of the article
    revisions: int = 10_000
    few_revisions: int = 20
    far_page: int = 100
    rounds: int = 9
    seconds: float = 1.0  # each case in each round
    connections: int = 8
    looks: int = 60  # at each page of a history
    saves: int = 60
    many_revisions: int = 1_000  # of an article that is saved once more
    fewest_revisions: int = 10
    writers: int = 40
    awaiting: int = 100_000  # articles in the queue
    far_page_of_queue: int = 1_000
    few_pages: int = 500  # to copy from
    pages: int = 4_839
    are_pages_made_up: bool = False
    passages: int = 500  # copied, for what is found of them
    saves_beside: int = 20  # of each kind, with and without comparing


# Shows that everything runs.
SMALL = Sizes(
    revisions=120,
    few_revisions=3,
    far_page=2,
    rounds=1,
    seconds=0.1,
    connections=2,
    looks=2,
    saves=3,
    many_revisions=30,
    fewest_revisions=3,
    writers=5,
    awaiting=1_500,
    far_page_of_queue=3,
    few_pages=20,
    pages=40,
    are_pages_made_up=True,
    passages=12,
    saves_beside=3,
)
