"""Venues, teaching sites and lecturers, and for what they are booked."""
