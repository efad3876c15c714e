"""Comments under any record: our own model, thread and save over django-comments-xtd, which nobody else imports.

Why not the package as it comes: its save deadlocks and disorders threads when several people reply at once, its
counts drift, its lists ask once per comment, and a reply may name a parent under another record. Here a comment is
saved in one transaction with its thread's root locked, its place is a path, and its columns for name, e-mail and
address of the sender stay empty (decision 23).
"""
