#!/bin/sh
# A neuron with two inputs, 1/(1 + e^-(w0·x0 + w1·x1 + w2)), gate by gate:
# negation, exponential, plus one, reciprocal. Written with sigma, --expand
# draws the same gates: a function's graph is not unique, its gradient is.
set -e
point=w0=2,x0=-1,w1=-3,x1=-2,w2=-3

autodiff trace --mode reverse '1/(1 + exp(-(w0*x0 + w1*x1 + w2)))' --at $point
echo
echo 'The same from sigma:'
autodiff trace --mode reverse --expand 'sigma(w0*x0 + w1*x1 + w2)' --at $point
