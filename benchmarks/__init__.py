"""How fast Nudge is, beside bare Bolt and bare SQL in the same run: `make bench` prints the figures of the README.

Ratios are told, not times: they hold on slow machines too. Nothing here fails for being slow.
"""
