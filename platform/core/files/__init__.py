"""Files that people hand in: what they are by content, their text, the private storage, cleaned public copies.

`kinds.inspect(data)` -> Kind or a refusal in plain words; `text.extract(kind, data)` -> paragraphs and whether hidden
text was left out, or a refusal; `storage.keep_private(data)` -> key, `read_private(key)`, `drop_private(key)`;
`storage.keep_public(data)`; `cleaning.clean_pdf(data)`, `keeps_description(data)`. Nothing here knows a domain.
"""
