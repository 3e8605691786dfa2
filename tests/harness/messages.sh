#!/bin/sh
#
# messages: the contract as a Python module.
#
#   messages.sh FOLDER     FOLDER/daybook_pb2.py, whole at any moment: other suites may be reading the one before
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
mkdir -p "$1"
fresh=$(mktemp -d "$1/new-XXXXXX")
trap 'rm -rf "$fresh"' EXIT
protoc --proto_path="$root/proto" --python_out="$fresh" "$root/proto/daybook.proto"
mv -f "$fresh/daybook_pb2.py" "$1/"
