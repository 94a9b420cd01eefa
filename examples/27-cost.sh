#!/bin/sh
# Which mode is faster, and which needs less memory? This is counted on the graph.
# Forward mode costs a small multiple of f for each input, and keeps few numbers.
# Reverse mode costs a small multiple of f for all inputs together, and keeps the
# values of its forward pass. Written out as formulas, derivatives grow fast, as the
# 20 steps of the logistic map show.
set -e

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run "autodiff cost 'sigma(log(5*(max(x1,x2)*x3/x4-(x5+x6)))+0.5)'"
run "autodiff cost 'sum(relu(W2@relu(W1@x)))' --shape W1=64x32,W2=10x64,x=32"
run "autodiff cost 'l = x; for n = 1 to 20 { l = 4*l*(1-l) }'"
