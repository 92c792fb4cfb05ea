import pytest

from wiki.search import index


@pytest.fixture
def articles(db):
    """Twelve articles in six languages, with the ids 1 to 12."""
    for number, (language, title, text) in enumerate(
        [
            ("en", "Commons", "A resource that a community looks after."),
            ("en", "Commons-based peer production", "Work done together, without orders."),
            ("en", "Tragedy of the commons", "Hardin's parable, and why Ostrom answered it."),
            ("en", "Elinor Ostrom", "Studied how communities govern their commons."),
            ("en", "Open access", "Reading without paying. The commons of science."),
            ("fr", "Économie des communs", "Une économie où l'on prend soin ensemble."),
            ("fr", "Cœur d'œuvre", "Un texte sur les journaux du quartier."),
            ("fr", "Bien commun", "Ce que l'on partage; voir les communs."),
            ("ja", "公共地の悲劇", "ギャレット・ハーディンの寓話は公共地について語る。"),
            ("th", "ทรัพยากรร่วม", "ทรัพยากรที่ชุมชนดูแลร่วมกัน"),
            ("el", "Ψηφιακά κοινά", "Τα κοινά της γνώσης."),
            ("ru", "Общественное достояние", "Ёмкое понятие."),
        ],
        start=1,
    ):
        index(number, language=language, title=title, text=text)
