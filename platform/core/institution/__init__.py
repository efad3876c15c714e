"""What the parliament says of itself: name, languages, sender of mail. What it has not set, the settings say."""
