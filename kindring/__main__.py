"""`python -m kindring`, the same as the `kindring` command."""

import sys

from kindring.config.command import main

sys.exit(main())
