"""The count: entries written with the change, folded into tallies and into a public log that anybody can check.

`docs/petitions-counting.md` tells how the parts fit; `verify_count.py` in here is also the file for outsiders.
"""

from petitions.counting.entering import enter_tally
from petitions.counting.folding import fold, fold_backlog
from petitions.counting.thresholds import reach_thresholds

__all__ = ["enter_tally", "fold", "fold_backlog", "reach_thresholds"]
