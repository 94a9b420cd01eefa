#!/bin/sh
# Logistic regression: the loss of one example of class 1 is -log(σ), σ = σ(w·x),
# and by hand its gradient is w̄ = -(1 - σ)·xᵀ. Then the mean over four examples
# of both classes, the rows of X, with 1 and 0 in y.
set -e
f='-log(sigma(w@x))'
point='w=[0.5,-1,2],x=[1,2,0.5]'

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'autodiff grad -e "$f" --at "$point" --wrt w --digits 6'
run 'autodiff check -e "$f" --at "$point" --wrt w --expect "w=-(1 - sigma(w@x))*x"'
run 'autodiff trace --mode reverse -e "$f" --at "$point" --wrt w --digits 4'

rows='X=[[1,2,0.5],[0,1,1],[1,-1,0],[2,0,1]],y=[1,0,1,0],w=[0.5,-1,2]'
run 'autodiff grad "s = X@w; mean(softplus(s) - y*s)" --at "$rows" --wrt w --digits 6'
run "autodiff check 's = X@w; mean(softplus(s) - y*s)' --at \"\$rows\" --wrt w --expect \"w=X'@(sigma(X@w) - y)/4\""
