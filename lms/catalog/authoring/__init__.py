"""Making courses in the browser: drafts, who reviews and approves them, and withdrawal."""
