"""Prints the README's first or second command, so that CI runs what a newcomer types."""

import re
import sys
from pathlib import Path


def commands(text: str) -> list[str]:
    """The two shell blocks under the heading "Getting started", in order."""
    section = text.split("## Getting started", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"```bash\n(.*?)```", section, flags=re.DOTALL)


if __name__ == "__main__":
    print(commands(Path("README.md").read_text(encoding="utf-8"))[int(sys.argv[1]) - 1])
