#!/bin/sh
# The same neuron with sigma as one gate. Its local derivative needs nothing
# but its own output, (1 - v)·v, and the four elementary gates are gone.
set -e

autodiff trace --mode reverse 'sigma(w0*x0 + w1*x1 + w2)' \
  --at w0=2,x0=-1,w1=-3,x1=-2,w2=-3
