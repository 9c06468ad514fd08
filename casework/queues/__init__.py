"""Where work waits: queues and their items."""
