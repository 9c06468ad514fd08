"""What the tables are: ``$metadata`` for generators, definitions for clients; all of it made from
the table of names, and kept until the organisation's own columns or statuses change."""
