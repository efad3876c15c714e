"""Bills: clause-by-clause comments on draft laws."""
