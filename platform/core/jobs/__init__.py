"""Jobs: calls that must be made once, whatever happens to the process. See docs/jobs.md."""
