"""Settings: `base` holds all; `demo`, `production` and `test` say only what differs."""
