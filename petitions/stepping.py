"""What the House's steps ask for and settle: one table, read by actions, forms and the API alike."""

from __future__ import annotations

from petitions.states import Duty, StepKind, Verdict

# Which duty is done by which step; a debate that is only planned settles nothing.
SETTLES = {
    StepKind.REFERRED: Duty.REFER, StepKind.PRESENTED: Duty.PRESENT, StepKind.CONSIDERED: Duty.CONSIDER,
    StepKind.ANSWERED: Duty.RESPOND, StepKind.DEBATED: Duty.DEBATE, StepKind.NOT_DEBATED: Duty.DEBATE,
}  # fmt: skip
STEP_OF = {duty: kind for kind, duty in SETTLES.items() if kind != StepKind.NOT_DEBATED}
# What must be said; everything else may be empty.
NEEDS = {
    StepKind.REFERRED: ("committee",), StepKind.PRESENTED: ("to_whom",), StepKind.CONSIDERED: ("words",),
    StepKind.ANSWERED: ("words",), StepKind.DEBATE_SCHEDULED: (), StepKind.DEBATED: ("words",),
    StepKind.NOT_DEBATED: ("words",), StepKind.REPORTED: ("words", "verdict"),
}  # fmt: skip
# What may be said beside day and words.
ASKS = {
    StepKind.REFERRED: ("committee", "document_url"),
    StepKind.PRESENTED: ("to_whom", "document_url", "minute_url"),
    StepKind.CONSIDERED: ("committee", "document_url", "minute_url", "video_url"),
    StepKind.ANSWERED: ("to_whom", "document_url"),
    StepKind.DEBATE_SCHEDULED: ("document_url",),
    StepKind.DEBATED: ("minute_url", "transcript_url", "video_url"),
    StepKind.NOT_DEBATED: ("document_url",),
    StepKind.REPORTED: ("verdict", "document_url"),
}  # fmt: skip
# The event that each one records about its petition.
VERBS = {
    StepKind.REFERRED: "refer", StepKind.PRESENTED: "present", StepKind.CONSIDERED: "consider",
    StepKind.ANSWERED: "answer", StepKind.DEBATE_SCHEDULED: "schedule_debate", StepKind.DEBATED: "record_debate",
    StepKind.NOT_DEBATED: "record_not_debated", StepKind.REPORTED: "report",
}  # fmt: skip
CORRECT, SETTLE = "correct_step", "record_outcomes"
STEP_EVENTS = tuple(f"petition.{verb}" for verb in (*VERBS.values(), CORRECT))
FINAL_VERDICTS = (Verdict.YES, Verdict.PARTLY, Verdict.NO)
ADDRESSES = ("document_url", "minute_url", "transcript_url", "video_url")
