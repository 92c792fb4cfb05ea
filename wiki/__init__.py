"""The wiki: articles and what people do with them."""
