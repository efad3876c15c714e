"""Words that carry no meaning for a search, and plurals that no rule finds; kept small on purpose."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS: dict[str, frozenset[str]] = {
    "en": _words(
        """a an and are as at be been but by did do does for from had has have how if in into is it its no not of on or
        our so such than that the their then there these they this to was we were what when where which who why will
        with would you your"""
    ),
    "fr": _words(
        """a au aux avec ce ces cet cette comme comment dans de des du elle elles en est et etre il ils la le les leur
        leurs lui mais ne nos notre nous on ont ou par pas plus pour pourquoi qu que quel quelle qui sa se ses si son
        sont sur ta te tes ton un une vos votre vous y"""
    ),
    # Written as the normaliser leaves them.
    "ar": _words(
        """في من الي علي عن مع هذا هذه ذلك تلك التي الذي الذين ان او ثم لا لم لن ما هل هو هي هم كل قد كان كانت يكون بين
        بعد قبل عند حتي اذا كما و يا اي لكن ايضا كيف متي اين لماذا ماذا"""
    ),
}

IRREGULAR_PLURALS: dict[str, dict[str, str]] = {
    "en": {
        "children": "child", "women": "woman", "men": "man", "feet": "foot", "teeth": "tooth", "mice": "mouse",
        "lives": "life", "knives": "knife", "wolves": "wolf", "leaves": "leaf", "halves": "half",
    },
    "fr": {
        "travaux": "travail", "vitraux": "vitrail", "baux": "bail", "émaux": "émail", "coraux": "corail",
        "yeux": "œil", "cieux": "ciel", "mesdames": "madame", "messieurs": "monsieur",
        "lieux": "lieu", "milieux": "milieu", "enjeux": "enjeu", "jeux": "jeu", "feux": "feu", "vœux": "vœu",
        "voeux": "vœu", "aveux": "aveu", "adieux": "adieu", "neveux": "neveu", "cheveux": "cheveu", "essieux": "essieu",
        "bijoux": "bijou", "cailloux": "caillou", "choux": "chou", "genoux": "genou", "hiboux": "hibou",
    },
}  # fmt: skip

# The apostrophe that French puts between a short word and the next one: l'eau, d'Alderhaven, qu'il.
ELISIONS = ("l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu")
