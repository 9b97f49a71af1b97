"""How any sheet, list or letter is made. Knows tables, pages and fonts; nothing of deputies or courses."""
