"""Why the pages of the site hold nobody's data: editors write them, about offices and public people."""

_PAGE = "words that editors publish; the rules ask them for no private person's data"
EXCEPTIONS = {
    **{
        f"cms.{model}": _PAGE
        for model in (
            "Appearance", "CmsDocument", "CmsImage", "CmsRendition", "EventIndexPage", "EventPage", "NewsIndexPage",
            "NewsPage", "OutcomeIndexPage", "OutcomePage", "MemberIndexPage", "MemberPage", "CommitteePage",
            "HomePage", "ConsultationHubPage", "StandardPage", "SectionPage",
        )
    },
    "cms.QueueStart": "since when a member of staff reads a list; goes with the account",
    "cms.SavedFilter": "a word by which a member of staff finds a list again; goes with the account",
}  # fmt: skip
