"""Charts as data: a title, what is seen, the rows and Vega-Lite; drawn when it is asked for."""

from socialvalue.charts.chart import Chart
from socialvalue.charts.drawn import bars, dots, grouped, lines, stacked

__all__ = ["Chart", "bars", "dots", "grouped", "lines", "stacked"]
