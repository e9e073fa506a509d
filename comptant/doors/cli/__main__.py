"""`python -m comptant.doors.cli`: the same as `comptant`."""

from comptant.doors.cli.main import main

main()
