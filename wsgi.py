"""The entry point of a WSGI server: `wsgi:app`."""

from lms.app import create_app
from lms.startup import start

app = create_app(start())
