"""`python -m lms`: the command line, where the script `lms` is not on the path."""

from lms.cli import main

main()
