"""Planning: the term plan, the year's plan, its calendar, venues and lecturers, clashes of dates, and checklists."""
