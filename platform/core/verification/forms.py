"""The form that takes the mailed code."""

from core.web.forms import CodeField, HouseForm


class CodeForm(HouseForm):
    """Six digits."""

    code = CodeField()
