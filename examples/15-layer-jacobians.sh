#!/bin/sh
# Jacobians of the layers of a network. That of an elementwise layer is diagonal, so
# backpropagation multiplies by the diagonal and never forms the matrix. That of a
# linear layer W@x is W by the input x. By the weights W it has three axes, and its
# only numbers are those of x, and 0.
set -e
layer='W=[[0.1,0.5],[0.8,-0.3]],x=[0.2,0.8]'

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run "autodiff jacobian 'relu(z)' z=[1,-2,3]"
run "autodiff jacobian 'sigma(z)' z=[1,-2,3] --digits 3"
run 'autodiff jacobian "W@x" --at "$layer" --digits 4'

# A linear layer and a ReLU: the chain rule multiplies their Jacobians.
run 'autodiff jacobian "relu(W@x)" --at "$layer" --wrt x --digits 4'
run 'autodiff eval "diag(step(W@x))@W" --at "$layer"'

# What a reverse sweep computes: a row times the Jacobian, without the Jacobian.
run 'autodiff vjp "relu(W@x)" --cotangent [3,1] --at "$layer" --wrt x --digits 4'
