"""Blocks of words and figures."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "h3"]
PLAIN_FEATURES = ["bold", "italic", "link"]
PHONE = RegexValidator(r"^[0-9+()\s/.-]{3,30}$", _("Write the number with figures, spaces and + only."))


class Words(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs: object) -> None:
        """Offer the few features that a page needs."""
        super().__init__(features=FEATURES, **kwargs)

    class Meta:
        """In the editor."""

        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"


class Heading(blocks.CharBlock):
    """A heading of the second level; lower ones are made in the text."""

    class Meta:
        """In the editor."""

        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"


class Quote(blocks.StructBlock):
    """What somebody said, and who."""

    text = blocks.TextBlock(label=_("Quotation"), rows=3)
    by = blocks.CharBlock(label=_("Who said it"), required=False, max_length=160)

    class Meta:
        """In the editor."""

        icon = "openquote"
        label = _("Quotation")
        template = "cms/blocks/quote.html"


class Callout(blocks.StructBlock):
    """Words that must not be missed."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=[("", _("Note")), ("good", _("Good news")), ("warn", _("Warning"))], required=False
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES)

    class Meta:
        """In the editor."""

        icon = "info-circle"
        label = _("Callout")
        template = "cms/blocks/callout.html"


class QuestionAndAnswer(blocks.StructBlock):
    """One line of an accordion."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=[*PLAIN_FEATURES, "ul", "ol"])


class Accordion(blocks.ListBlock):
    """Questions that open to their answers."""

    def __init__(self, **kwargs: object) -> None:
        """Hold questions with answers."""
        super().__init__(QuestionAndAnswer(), **kwargs)

    class Meta:
        """In the editor."""

        icon = "help"
        label = _("Questions and answers")
        template = "cms/blocks/accordion.html"


class Step(blocks.StructBlock):
    """One step on the thread; the state says whether it is done, now, or still to come."""

    title = blocks.CharBlock(label=_("Step"), max_length=120)
    text = blocks.TextBlock(label=_("What happens"), required=False, rows=2)
    state = blocks.ChoiceBlock(
        label=_("State"), choices=[("", _("To come")), ("now", _("Now")), ("done", _("Done"))], required=False
    )


class Steps(blocks.ListBlock):
    """The way from one end to the other, as a thread."""

    def __init__(self, **kwargs: object) -> None:
        """Hold steps."""
        super().__init__(Step(), **kwargs)

    class Meta:
        """In the editor."""

        icon = "list-ol"
        label = _("Steps")
        template = "cms/blocks/steps.html"


class Table(blocks.StructBlock):
    """A table with a caption, as pasted from a spreadsheet; the first line names the columns."""

    caption = blocks.CharBlock(label=_("Caption"), max_length=200)
    rows = blocks.TextBlock(
        label=_("Rows"),
        rows=6,
        help_text=_("One row a line, as copied from a spreadsheet; the first line names the columns."),
    )

    @staticmethod
    def cells(rows: str) -> list[list[str]]:
        """Give the cells of each line that is not empty."""
        lines = [line.strip().strip("|") for line in rows.splitlines() if line.strip()]
        return [[cell.strip() for cell in line.split("\t" if "\t" in line else "|")] for line in lines]

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Ask for a first line and rows of its length."""
        cleaned = super().clean(value)
        lengths = {len(row) for row in self.cells(cleaned["rows"])}
        if len(lengths) != 1 or len(self.cells(cleaned["rows"])) == 1:
            words = _("Write at least two lines, each with the same number of cells.")
            raise StructBlockValidationError({"rows": ValidationError(words)})
        return cleaned

    def get_context(self, value: blocks.StructValue, parent_context: object = None) -> dict[str, object]:
        """Add heads and rows."""
        context: dict[str, object] = super().get_context(value, parent_context=parent_context)
        heads, *body = self.cells(value["rows"]) or [[]]
        return {**context, "heads": heads, "body": body}

    class Meta:
        """In the editor."""

        icon = "table"
        label = _("Table")
        template = "cms/blocks/table.html"


class Button(blocks.StructBlock):
    """A way to act: to a page here, or to an address."""

    words = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.CharBlock(label=_("or address, as /en/petitions/"), required=False, max_length=300)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Ask for a page or an address of the web."""
        cleaned = super().clean(value)
        url = cleaned.get("url") or ""
        if not cleaned.get("page") and not url:
            raise StructBlockValidationError({"url": ValidationError(_("Choose a page or write an address."))})
        if url and not url.startswith(("/", "https://", "http://", "mailto:")):
            raise StructBlockValidationError({"url": ValidationError(_("Begin the address with / or https://."))})
        return cleaned

    class Meta:
        """In the editor."""

        icon = "link"
        label = _("Button")
        template = "cms/blocks/button.html"


class Contact(blocks.StructBlock):
    """How to reach somebody."""

    name = blocks.CharBlock(label=_("Who"), required=False, max_length=120)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    phone = blocks.CharBlock(label=_("Telephone"), required=False, validators=[PHONE])
    hours = blocks.CharBlock(label=_("When"), required=False, max_length=120)
    address = blocks.TextBlock(label=_("Address"), required=False, rows=3)

    class Meta:
        """In the editor."""

        icon = "mail"
        label = _("Contact")
        template = "cms/blocks/contact.html"


class Figure(blocks.StructBlock):
    """One figure with its word: a figure never stands alone."""

    value = blocks.CharBlock(label=_("Figure"), max_length=20)
    words = blocks.CharBlock(label=_("What it counts"), max_length=80)


class Numbers(blocks.ListBlock):
    """A strip of figures."""

    def __init__(self, **kwargs: object) -> None:
        """Hold two to four figures."""
        super().__init__(Figure(), min_num=2, max_num=4, **kwargs)

    class Meta:
        """In the editor."""

        icon = "order"
        label = _("Figures")
        template = "cms/blocks/numbers.html"
