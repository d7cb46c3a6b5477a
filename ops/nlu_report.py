"""Write the page that shows how well messages are understood: ``.venv/bin/python ops/nlu_report.py [FILE]``."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.errors import JalanAmanError  # noqa: E402 - the project is found by its place
from bot.training.report_page import page  # noqa: E402
from ops.nlu_test import measured_results  # noqa: E402

DEFAULT = ROOT / "var" / "nlu-report.html"


def main() -> int:
    """Measure on a private server and write the page. Returns the exit code."""
    parser = argparse.ArgumentParser(description="Write the report on understanding as a page.")
    parser.add_argument("file", nargs="?", type=Path, default=DEFAULT, help="default: var/nlu-report.html")
    file: Path = parser.parse_args().file
    try:
        results = measured_results(without_model=False)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page(results, datetime.now(UTC)), encoding="utf-8")
    except (JalanAmanError, OSError) as problem:
        print(f"nlu report: {problem}", file=sys.stderr)
        return 1
    print(f"the report is {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
