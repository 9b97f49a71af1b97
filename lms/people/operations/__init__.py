"""What is done to persons and mandates."""
