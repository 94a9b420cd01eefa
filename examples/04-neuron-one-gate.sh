#!/bin/sh
# The neuron of example 3 with sigma as one gate in place of four. Its local
# derivative, (1 - v)·v, needs only its output v.
set -e

autodiff trace --mode reverse 'sigma(w0*x0 + w1*x1 + w2)' \
  --at w0=2,x0=-1,w1=-3,x1=-2,w2=-3
