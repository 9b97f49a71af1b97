"""What sets the house up and watches over it. The set-up itself needs nothing but Python's standard library."""
