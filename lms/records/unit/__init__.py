"""What an electing unit's staff records for its deputies: drafted, looked at, and posted in one act."""
