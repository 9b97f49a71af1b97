"""The roster as a workbook: its template, how a filled one is checked, what it would change, and the change itself."""
