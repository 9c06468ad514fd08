"""Who we are: users, teams, business units, and the roles that say what they may do."""
