"""What all reports are made of: pieces of HTML, drawings that stand in a page, and sources in full."""
