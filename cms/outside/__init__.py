"""What machines outside read: feeds, sitemaps, robots.txt. Public things only."""
