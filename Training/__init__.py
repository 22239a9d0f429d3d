"""Programs that train the small models whose weights are in this repository."""
