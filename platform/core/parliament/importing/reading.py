"""Reading a file into a plan, whichever of the forms it has."""

from core.parliament.importing import popolo, tables
from core.parliament.importing.plan import Plan


def read(text: str) -> Plan:
    """Read Popolo JSON or a CSV table; faults stand in the plan."""
    return (popolo if text.lstrip()[:1] in {"{", "["} else tables).read(text)
