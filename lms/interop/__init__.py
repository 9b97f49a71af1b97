"""What other systems see of the house: an interface over HTTP, with tokens that two people grant (docs/api.md)."""
