"""Backup and restore of database, blobs and keys: one command each, whole or not at all."""
