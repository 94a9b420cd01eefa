#!/bin/sh
# f(W, x) = ‖W·x‖², the matrix example of a backpropagation lecture. One node
# stands for a whole array, and reverse mode sends arrays back: to W the outer
# product of the upstream gradient with x, to x the transpose of W times it. So a
# gradient has the shape of what it belongs to, and by hand the two are
# 2·(W·x) ⊗ x and 2·Wᵀ·(W·x).
set -e
f='sum((W@x)^2)'
point='W=[[0.1,0.5],[-0.3,0.8]],x=[0.2,0.4]'

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'autodiff grad "$f" --at "$point" --digits 6'
run 'autodiff eval "outer(2*(W@x), x)" --at "$point" --digits 6'
run "autodiff eval \"2*W'@(W@x)\" --at \"\$point\" --digits 6"
run 'autodiff trace --mode reverse "$f" --at "$point"'

# The picture's source; shapes are enough for it.
run 'autodiff graph "$f" --shape W=2x2,x=2 --format mermaid'
