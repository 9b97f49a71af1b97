"""How places are shared: the methods, their worksheet, who takes part, and the approval before the places go out."""
