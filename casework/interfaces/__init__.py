"""Who asks: REST, the shell, the server. No rule lives here."""
