"""The picture of a report as an SVG file."""

from policyscore.draw import svg
from policyscore.page import Picture
from policyscore.report import Report


def render(report: Report) -> str:
    """Return the first picture of the report, under the title of that, its style in the file.

    Raises LookupError where the report has no picture.
    """
    for block in report.blocks():
        if isinstance(block, Picture):
            return svg(block._replace(title=report.title), standalone=True)
    raise LookupError("the report has no picture")
