#!/bin/sh
# Batch normalisation: each column of X, a feature, is brought to mean 0 and
# variance 1 over the rows, a batch of four, then scaled and shifted; axis=1 goes
# over the rows. What comes back to X from an upstream gradient u is, as textbooks
# derive it with some labour, γ/(N·sd)·(N·u - Σu - x̂·Σ(u·x̂)), sums over the batch.
set -e
norm='sd = sqrt(variance(X, axis=1) + 1e-5); h = (X - mean(X, axis=1))/sd'
point='X=[[1,2],[2,0],[4,1],[5,5]],gamma=[1.5,2],beta=[0,1]'
u='[[1,0],[0,1],[-1,2],[0.5,0]]'

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'autodiff vjp "$norm; gamma*h + beta" --cotangent "$u" --at "$point" --wrt X,gamma,beta --digits 4'

by_hand='gamma/(4*sd)*(4*u - sum(u, axis=1) - h*sum(u*h, axis=1))'
run 'autodiff eval "$norm; $by_hand" --at "$point" u="$u" --digits 4'
