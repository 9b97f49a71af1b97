"""Checking a period (核对): each deputy is asked once, reminded once, and confirms, objects or stays silent."""
