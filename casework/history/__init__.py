"""What was: the story of a case and the changes of its columns, read from nouns and events."""
