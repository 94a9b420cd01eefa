#!/bin/sh
# A recurrent neuron reads x[1], x[2], … and keeps a state h. Its weights serve in
# each step, so that on the way back, through time, each step adds to their adjoints.
set -e
neuron='h = 0; for t = 1 to 3 { h = tanh(w*h + u*x[t]) }; (h - target)^2'
point=x=[1,0.5,-1],w=0.5,u=1,target=0.2

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'autodiff trace --mode reverse "$neuron" --at $point --wrt w,u'
run 'autodiff check "$neuron" --at $point --wrt w,u'
