#!/bin/sh
# A penalty on the weights, added to a least-squares loss: L2 (ridge), L1 (lasso),
# and half of each (elastic net). |w| has a kink at 0, where its convention is 0,
# and a note tells the slopes of the whole loss on both sides. With L1 here they
# are -1.25 and 0.25 at w[2] = 0: the loss rises either way, and the weight stays
# exactly 0, which is what L1 is used for. With half of it, it would move.
set -e
exec 2>&1
loss='norm(X@w - y)^2/2'
values='X=[[1,0.5],[2,0],[0,1]],y=[1,1.5,0.25],w=[0.5,0]'

run() {
  echo "\$ $1"
  eval "$1" || echo "exit status $?"
  echo
}

run 'autodiff grad "$loss" --at "$values" --wrt w'
run 'autodiff grad "$loss + c*sum(w^2)/2" --at "$values" c=0.75 --wrt w'
run 'autodiff grad "$loss + c*sum(abs(w))" --at "$values" c=0.75 --wrt w'
run 'autodiff grad "$loss + c*(sum(abs(w)) + sum(w^2)/2)/2" --at "$values" c=0.75 --wrt w'

# A script learns of the kink from the exit status.
run 'autodiff grad --strict --quiet "$loss + c*sum(abs(w))" --at "$values" c=0.75 --wrt w'
