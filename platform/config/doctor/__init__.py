"""The doctor: what is wrong with an installation, and how to mend it. One table, read by a command and by a screen."""
