"""Personal data: what is held about whom, who gets it, when it goes. Every app lists its own in `holdings.py`."""
