"""Answers by workbook (回执): the liaison's file of those called up, filled in, handed in and applied row by row."""
