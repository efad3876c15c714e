"""Whatever happened to a record of the desk is said in words, never by a bare verb."""

import re
from pathlib import Path

import wagtail
from django.conf import settings

from cms.backoffice.base import queues
from cms.backoffice.job_names import JOBS, job_words
from cms.backoffice.verbs import ENDING, WORDS, words_of
from config.schedule import SCHEDULE

# What an action records, and what a subscriber waits for.
RECORDED = re.compile(r'(?:record(?:_many)?\(\s*|^ +)"([a-z_]+)\.([a-z_]+)"', re.MULTILINE)
FOLDERS = ("petitions", "consultations", "platform")
TASK = re.compile(r"^@task\b.*\n(?:async )?def (\w+)", re.MULTILINE)


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


def tasks():
    """Give the names under which tasks stand in the table of jobs: ours and Wagtail's."""
    places = [settings.ROOT / folder for folder in FOLDERS] + [Path(wagtail.__file__).parent]
    for path in (found for place in places for found in place.rglob("*.py")):
        if "test" not in path.parts and path.name != "__init__.py":
            package = path.parent.name if path.stem == "tasks" else path.stem
            yield from (f"{package}.{name.removesuffix('_task')}" for name in TASK.findall(path.read_text("utf-8")))


def test_every_job_has_a_plain_name():
    assert sorted({*(regular.name for regular in SCHEDULE), *tasks()}) == sorted(JOBS)
    assert (job_words("tests.juggle"), str(job_words("audit.verify"))) == ("tests.juggle", "Check the audit trail")
