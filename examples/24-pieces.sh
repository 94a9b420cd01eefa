#!/bin/sh
# A function in pieces, by if. On the boundary of a condition the piece is the one
# that the condition chooses, a note tells the derivatives on both sides, and JSON
# has them under kinks.
set -e
exec 2>&1
pieces='if x < 0 { -x } else if x < 1 { x^2 } else { 2*x - 1 }'

run() {
  echo "\$ $1"
  eval "$1" || echo "exit status $?"
  echo
}

run 'autodiff trace --mode reverse "$pieces" x=0.5'

# At 0 the slope goes from -1 to 0; at 1 both pieces have slope 2, and there is
# nothing to tell.
run 'autodiff grad "$pieces" x=0'
run 'autodiff grad "$pieces" x=0 --strict --format json --quiet'
run 'autodiff grad "$pieces" x=1 --strict'
run 'autodiff check "$pieces" --random 100 --seed 1'

# Here the value itself changes: infinitely steep on the left.
run "autodiff grad 'if x < 1 { x } else { x + 1 }' x=1"
