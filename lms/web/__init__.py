"""The shell: layout, design system, navigation, errors, language and elder mode. It knows no rule of any room."""
