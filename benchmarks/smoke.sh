#!/bin/sh
# Run an installed chlogaudit where src/ is not: smoke.sh FOLDER_OF_THE_SCRIPT SAMPLE_LOGS
set -eu
bin=$(cd "$1" && pwd)
logs=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CHLOGAUDIT_KEY_DIR="$work/keys"

expect() { # expect CODE COMMAND...
  want=$1
  shift
  code=0
  "$@" >out 2>err || code=$?
  if [ "$code" -ne "$want" ]; then
    echo "smoke: exit code $code instead of $want from: $*" >&2
    tail -5 err >&2
    exit 1
  fi
}

expect 0 "$bin/python" -c 'import chlogaudit, sys; sys.exit("site-packages" not in chlogaudit.__file__)'
expect 0 "$bin/chlogaudit" --version
expect 0 "$bin/python" -m chlogaudit --help
expect 1 "$bin/chlogaudit" audit "$logs"
expect 0 "$bin/chlogaudit" report "$logs"
test -s out
expect 1 "$bin/chlogaudit" redact "$logs" --output-dir "$work/redacted" # 1: two lines of a sample fit no format
test -n "$(find "$work/redacted" -type f)"
expect 3 "$bin/chlogaudit" audit "$work/nothing-here"
echo "smoke: the wheel works"
