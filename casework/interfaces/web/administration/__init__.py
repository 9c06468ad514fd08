"""Administration: how the organisation works, area by area."""
