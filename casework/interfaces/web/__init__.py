"""The hub: the browser interface in which agents, supervisors and administrators work."""
