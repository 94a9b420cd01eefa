#!/bin/sh
# Newton's method for the square root, until it is exact to twelve digits: how many
# times the loop runs depends on x, and the last lines of a trace tell. The
# derivative is that of the steps that were made, and as exact as the root. From the
# first step on, t is not below the root, so that t^2 - x needs no abs.
set -e
root='t = (x + 1)/2; while t^2 - x > 1e-12*x { t = (t + x/t)/2 }; t'

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'autodiff trace "$root" x=2'
run 'autodiff trace "$root" x=1000 | tail -n 2'
run "autodiff check \"\$root\" x=2 --expect 'x=1/(2*sqrt(x))'"
run "autodiff check \"\$root\" --random 100 --range 0.01:100 --expect 'x=1/(2*sqrt(x))'"
