"""Sample data: a year of believable work, the same for the same seed."""

from casework.samples.loading import has_cases, load

__all__ = ["has_cases", "load"]
