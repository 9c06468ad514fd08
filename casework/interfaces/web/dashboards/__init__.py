"""Dashboards: streams, tiles and charts over the work that one person sees (spec 4.2)."""
