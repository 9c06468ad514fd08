"""What an operation is: sets, rules, history and access. The kernel knows no noun."""
