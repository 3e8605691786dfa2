#!/bin/sh
# run: the floods, small and untimed. The real ones: make bench-flood.
exec "$(dirname -- "$0")/floods.py" --quick
