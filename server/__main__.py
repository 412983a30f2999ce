"""`python -m server …` is `bluephone …`."""

import sys

from server.cli import main

sys.exit(main())
