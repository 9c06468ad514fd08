"""Words: what columns, operations and events are called on a screen."""
