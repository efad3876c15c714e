"""What the checks over every page share: the table of pages, the records behind them, and how a page is looked at."""
