"""The thin layer under every operation of the interface: one declaration, from which everything else follows."""
