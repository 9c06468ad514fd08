"""What was said and done about a case: calls, tasks, appointments, e-mail records, notes, files."""
