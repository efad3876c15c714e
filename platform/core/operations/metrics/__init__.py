"""Metrics in Prometheus' text format, by a small module of our own (docs/decisions/0017).

`kinds` counts, `names` is the whole table, `collecting` asks the database, `files` joins the processes of one service,
`port` serves them on a port of its own.
"""
