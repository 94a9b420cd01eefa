#!/bin/sh
# The logistic map, l ← 4·l·(1-l), three times from x. Written out, the result is
# 64x(1-x)(1-2x)²(1-8x+8x²)², and its derivative a line and a half; the loop's is
# the same, at a point and at a hundred. A trace has a row for each operation that
# was met: l is the name's first value, l_2 its second.
set -e
map='l = x; for n = 1 to 3 { l = 4*l*(1-l) }'
derivative='128*x*(1-x)*(-8+16*x)*(1-2*x)^2*(1-8*x+8*x^2) + 64*(1-x)*(1-2*x)^2*(1-8*x+8*x^2)^2 -
  64*x*(1-2*x)^2*(1-8*x+8*x^2)^2 - 256*x*(1-x)*(1-2*x)*(1-8*x+8*x^2)^2'

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'autodiff grad "$map" x=0.3'
run 'autodiff check "$map" x=0.3 --expect "x=$derivative"'
run 'autodiff check "$map" --random 100 --range 0:1 --expect "x=$derivative"'
run "autodiff trace --mode reverse 'l = x; for n = 1 to 2 { l = 4*l*(1-l) }' x=0.3"
