"""What every page of the site shares: forms, errors, cross-site rule, policy headers, numbers, navigation."""
