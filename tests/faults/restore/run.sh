#!/bin/sh
# run: a restore of an older state by dump and by base backup, and every receipt ever shown compared with the tables.
exec "$(dirname -- "$0")/../run.sh" restore
