"""Prints the README's first or second command, so that CI runs what a newcomer types."""

import re
import sys
from pathlib import Path


def commands(text: str) -> list[str]:
    """The two shell blocks that install something, in order."""
    return [
        block for block in re.findall(r"```bash\n(.*?)```", text, flags=re.DOTALL) if "pip install" in block
    ]


if __name__ == "__main__":
    print(commands(Path("README.md").read_text(encoding="utf-8"))[int(sys.argv[1]) - 1])
