"""What people do with articles: the only writers. One plain function an action."""

from wiki.actions.log_sentences import register_log_sentences

__all__ = ["register_log_sentences"]
