"""REST: the operations of the registry, and reads beside them, under /api/v1/."""
