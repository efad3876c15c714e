"""The life cycle of a petition: the only writer of its state."""

from django.utils.translation import gettext_lazy as _

from core.actors import an_import, the_clock
from core.lifecycle import Lifecycle, move
from petitions.lifecycle.conversation import (
    begin_gathering,
    correct_text,
    keep_own_title,
    keep_question,
    keep_title,
    resubmit,
    take_back,
    take_texts,
    take_title,
    waits_for_nobody,
    waits_for_petitioner,
    waits_for_yes,
)
from petitions.lifecycle.desk import (
    carry_into,
    hide_by_two,
    merge_into,
    pause_now,
    refuse_by_two,
    refuse_in_public,
    remove_by_two,
    resume_now,
    show_again,
    was_not_merged,
)
from petitions.lifecycle.guards import (
    close_now,
    deadline_has_passed,
    enter_moderation,
    has_enough_supporters,
    look_again,
    open_for_its_duration,
    reopen_until,
    was_open,
)
from petitions.rules import is_petitioner, is_petitions_clerk
from petitions.states import PetitionState as S

PETITION = Lifecycle(
    "petition",
    move("prove", S.DRAFT, S.GATHERING_SUPPORTERS, may=is_petitioner, then=begin_gathering, public=False),
    move("lapse", S.GATHERING_SUPPORTERS, S.WITHDRAWN, may=the_clock, then=close_now, public=False),
    move("submit", S.GATHERING_SUPPORTERS, S.IN_MODERATION, may=is_petitioner | the_clock,
         when=has_enough_supporters, then=enter_moderation, label=_("Send to the moderators"), public=False),
    # A conversation that moves no state: docs/decisions/0025-a-conversation-about-a-petition.md.
    move("ask_changes", S.IN_MODERATION, S.IN_MODERATION, may=is_petitions_clerk, then=keep_question,
         label=_("Ask for changes"), needs=("reason",), public=False),
    move("propose_title", S.IN_MODERATION, S.IN_MODERATION, may=is_petitions_clerk, then=keep_title,
         label=_("Propose another title"), needs=("title", "reason"), public=False),
    move("take_back", S.IN_MODERATION, S.IN_MODERATION, may=is_petitions_clerk, when=waits_for_petitioner,
         then=take_back, label=_("Wait for the petitioner no longer"), public=False),
    move("change", S.IN_MODERATION, S.IN_MODERATION, may=is_petitioner, when=waits_for_petitioner, then=take_texts,
         label=_("Change the text"), public=False),
    move("accept_title", S.IN_MODERATION, S.IN_MODERATION, may=is_petitioner, when=waits_for_yes, then=take_title,
         label=_("Take this title"), public=False),
    move("refuse_title", S.IN_MODERATION, S.IN_MODERATION, may=is_petitioner, when=waits_for_yes,
         then=keep_own_title, label=_("Keep my title"), public=False),
    move("resubmit", S.REJECTED, S.IN_MODERATION, may=is_petitioner, then=resubmit, label=_("Send it again"),
         public=False),
    move("correct", S.OPEN, S.OPEN, may=is_petitions_clerk, then=correct_text, label=_("Correct the text"),
         needs=("title", "background", "details", "note")),
    move("correct", S.PAUSED, S.PAUSED, may=is_petitions_clerk, then=correct_text, label=_("Correct the text"),
         needs=("title", "background", "details", "note")),
    move("correct", S.CLOSED, S.CLOSED, may=is_petitions_clerk, then=correct_text, label=_("Correct the text"),
         needs=("title", "background", "details", "note")),
    move("publish", S.IN_MODERATION, S.OPEN, may=is_petitions_clerk, when=waits_for_nobody,
         then=open_for_its_duration, label=_("Publish")),
    move("reject", S.IN_MODERATION, S.REJECTED, may=is_petitions_clerk, then=refuse_in_public, label=_("Reject"),
         needs=("reason_code", "sentence", "reason")),
    move("close", S.OPEN, S.CLOSED, may=the_clock, when=deadline_has_passed, then=close_now),
    move("pause", S.OPEN, S.PAUSED, may=is_petitions_clerk, then=pause_now, label=_("Pause"), needs=("reason",)),
    move("resume", S.PAUSED, S.OPEN, may=is_petitions_clerk, then=resume_now, label=_("Resume")),
    # The end of a term: what was not published stops, the rest goes on in the next term or ends.
    move("stop", (S.DRAFT, S.GATHERING_SUPPORTERS, S.IN_MODERATION), S.CLOSED, may=is_petitions_clerk, then=close_now,
         label=_("Stop"), needs=("reason",), public=False),
    move("carry_over", S.PAUSED, S.OPEN, may=is_petitions_clerk, then=carry_into),
    move("end", (S.OPEN, S.PAUSED), S.CLOSED, may=is_petitions_clerk, then=close_now, label=_("Close early"),
         needs=("reason",)),
    move("merge", (S.OPEN, S.PAUSED), S.CLOSED, may=is_petitions_clerk, when=was_not_merged, then=merge_into,
         label=_("Merge into another petition"), needs=("into", "reason")),
    move("withdraw", (S.GATHERING_SUPPORTERS, S.IN_MODERATION, S.OPEN), S.WITHDRAWN, may=is_petitioner,
         then=close_now, label=_("Withdraw")),
    # These three need two people: docs/decisions/0027-two-people-to-hide.md.
    move("hide", (S.OPEN, S.PAUSED, S.CLOSED, S.REJECTED), S.HIDDEN, may=is_petitions_clerk, then=hide_by_two,
         label=_("Propose to hide"), needs=("rule", "reason"), public=False),
    move("refuse", S.IN_MODERATION, S.HIDDEN, may=is_petitions_clerk, then=refuse_by_two, public=False),
    move("remove", (S.OPEN, S.PAUSED, S.CLOSED, S.REJECTED, S.WITHDRAWN, S.HIDDEN), S.HIDDEN, may=is_petitions_clerk,
         then=remove_by_two, label=_("Propose to remove by order"), needs=("reference", "reason"), public=False),
    # After an appeal: what was open comes back paused, what was refused is read again.
    move("restore", S.HIDDEN, S.PAUSED, may=is_petitions_clerk, when=was_open, then=show_again,
         label=_("Show again")),
    move("reconsider", (S.REJECTED, S.HIDDEN), S.IN_MODERATION, may=is_petitions_clerk, then=look_again,
         label=_("Read it again"), public=False),
    move("reopen", S.CLOSED, S.OPEN, may=an_import, then=reopen_until),
    states=S,
    starts=(S.DRAFT,),
)  # fmt: skip
