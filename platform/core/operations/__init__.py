"""Running the house: switches that stop a door, health for load balancers, metrics and log lines for operators.

See docs/health-and-switches.md.
"""
