"""What the parliament says of itself: name, description, languages, sender of mail. Set in the set-up, over the settings."""
