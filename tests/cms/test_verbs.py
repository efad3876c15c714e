"""Whatever happened to a record of the desk is said in words, never by a bare verb."""

import re

from django.conf import settings

from cms.backoffice.base import queues
from cms.backoffice.verbs import ENDING, WORDS, words_of

# What an action records, and what a subscriber waits for.
RECORDED = re.compile(r'(?:record(?:_many)?\(\s*|^ +)"([a-z_]+)\.([a-z_]+)"', re.MULTILINE)
FOLDERS = ("petitions", "consultations", "platform")


def verbs_of(noun):
    """Give the verbs that the domains record about a noun outside its life cycle."""
    texts = (path.read_text("utf-8") for folder in FOLDERS for path in (settings.ROOT / folder).rglob("*.py"))
    return {verb for text in texts for found, verb in RECORDED.findall(text) if found == noun}


def test_every_verb_about_a_record_of_the_desk_has_words():
    silent = set()
    for queue in queues():
        noun = queue.lifecycle.noun
        verbs = {move.verb for move in queue.lifecycle.moves} | verbs_of(noun)
        bare = {f"{noun}.{verb}": f"{noun}: {verb}".replace("_", " ") for verb in verbs}
        silent |= {name for name, words in bare.items() if words_of(name, queue.lifecycle) == words}
    assert silent == set()


def test_a_verb_without_words_is_seen():
    assert words_of("petition.juggle") == "petition: juggle"
    assert "juggle" not in WORDS


def test_what_ends_something_is_a_button_of_some_queue():
    buttons = {(queue.lifecycle.noun, verb) for queue in queues() for verb in queue.decide}
    assert sorted(ENDING - buttons) == []
    assert ("question", "reject") in ENDING and ("petition", "take_back") not in ENDING
