"""Taking a package: what it is told when it starts, what it says of itself, and that it goes on where it stopped."""
