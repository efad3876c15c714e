"""Addresses that belong to doors: no page may take one (decision 19)."""

# The first part of every address that the house itself answers. tests/cms/test_pages.py holds it against the routes.
RESERVED = frozenset(
    {
        *("feeds", "sitemap.xml", "robots.txt", "petitions.json", "archived"),
        *("petitions", "bills", "hearings", "evidence", "search", "mail", "moderation", "my-data"),
        *("components", "demo"),
        *(
            "api",
            "admin",
            "account",
            "accounts",
            "eid",
            "ws",
            "health",
            "csp-report",
            "data",
            "sitemap",
            "robots",
            "theme",
        ),
        *("static", "media", "documents", "set-up", "setup", "en", "fr", "ar"),
    }
)


def is_reserved(slug: str) -> bool:
    """Tell whether a door answers at this address."""
    return slug.lower() in RESERVED
