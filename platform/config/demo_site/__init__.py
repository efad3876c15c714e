"""The demo door: role switch, mail box, reset. Only with demo settings, only on loopback (decision 25)."""
