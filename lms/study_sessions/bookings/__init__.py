"""What is booked for a study session, by its venue's name and its lecturers, and how that follows its days."""
