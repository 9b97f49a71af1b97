"""Packages of other authoring tools (SCORM 1.2 and 2004): checked when they come in, served from an origin of their own."""
