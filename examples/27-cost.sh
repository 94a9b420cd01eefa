#!/bin/sh
# Which mode is faster, and which needs less memory? Counted on the graph: forward
# mode costs a small multiple of f for each input and keeps little; reverse mode
# costs a small multiple of f for all inputs, and keeps the values of the way there.
# Written out as formulas, derivatives swell: 20 steps of the logistic map.
set -e

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run "autodiff cost 'sigma(log(5*(max(x1,x2)*x3/x4-(x5+x6)))+0.5)'"
run "autodiff cost 'sum(relu(W2@relu(W1@x)))' --shape W1=64x32,W2=10x64,x=32"
run "autodiff cost 'l = x; for n = 1 to 20 { l = 4*l*(1-l) }'"
