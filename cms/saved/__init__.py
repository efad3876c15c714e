"""What the desk keeps of a person: filters under a name, and since when the person reads a list."""
