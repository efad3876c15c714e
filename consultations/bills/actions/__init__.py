"""What can be done with bills: versions come and go, people comment, moderators decide."""
