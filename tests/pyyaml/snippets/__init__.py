"""The snippets, by what they are about: each module holds SNIPPETS, a list of (id, text)."""
