"""What the organisation has chosen: policies, and columns of its own."""
