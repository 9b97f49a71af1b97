"""The ground floor: what every room relies on. It knows nothing of deputies."""
