"""Pages for anonymous readers, kept in each process's memory in front of Django; exact on change (docs/pages.md).

An entry is true as long as the site's stamp has not moved: whatever changes the site moves it (`core.pagecache.stamp`).
"""
