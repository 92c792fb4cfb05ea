"""What ends when an article is decided on, in the same transaction."""

from django.utils import timezone

from wiki.actions.claiming import let_go
from wiki.models import ReviewRequest
from wiki.models.person import Actor


def settle(article_id: int, actor: Actor | None = None) -> None:
    """All requests for review of the article are answered, and who decided is done reading it."""
    requests = ReviewRequest.objects.filter(article=article_id).unanswered()
    requests.update(answered=timezone.now())
    if actor is not None:
        let_go(actor, article_id)
