"""What the counted lists are filled with comes from the areas' own fixtures."""

from tests.bills.conftest import say, version
from tests.cms.conftest import homes
from tests.search.conftest import no_elastic, shelf

__all__ = ["homes", "no_elastic", "say", "shelf", "version"]
