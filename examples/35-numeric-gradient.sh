#!/bin/sh
# The numeric gradient as the lecture builds it: one weight after another is made
# larger by h = 0.0001, the loss is evaluated anew, and its change is divided by h.
# The loss is that of a support vector machine: three scores of one example, W@x, of
# which the first, the right one, should be the largest by 1. Ten evaluations at the
# rows of a table stand beside one gradient.
set -e
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
f='s = W@x; sum(max(0, s - s[1] + 1)) - 1'
W='0.34 -1.11 0.78 0.12 0.55 2.81 -3.1 -1.5 0.33'
x='x=[0.5,-0.3,1]'

# The weights as they are, then with W + h in one column after another.
table() {
  echo "$W" | LC_ALL=C awk '{
    for (i = 0; i < 9; i++)
      printf "%sW[%d,%d]%s", "\"", 1 + int(i / 3), 1 + i % 3, (i < 8 ? "\"," : "\"\n")
    for (row = 0; row <= 9; row++)
      for (i = 1; i <= 9; i++)
        printf "%s%s", $i + (i == row ? 0.0001 : 0), (i < 9 ? "," : "\n")
  }'
}

echo "\$ autodiff eval '$f' --at '$x' --points weights.csv"
table | autodiff eval "$f" --at "$x" --points - --no-header > "$folder/losses"
echo "\$ autodiff grad '$f' --at '$x' --wrt W --points weights.csv | head -n 1"
table | autodiff grad "$f" --at "$x" --wrt W --points - --no-header | head -n 1 > "$folder/gradient"
echo
echo "$W" | LC_ALL=C awk -F '[ ,]' '
  FNR == 1 { file++ }
  file == 1 { for (i = 1; i <= 9; i++) weight[i] = $i }
  file == 2 { loss[FNR - 1] = $1 }
  file == 3 { for (i = 1; i <= 9; i++) gradient[i] = $(i + 1) + 0 }
  END {
    printf "loss %.5f\n\n%5s %9s %9s %9s %9s\n", loss[0], "W", "W + h", "loss then", "numeric", "gradient"
    for (i = 1; i <= 9; i++) {
      numeric = (loss[i] - loss[0]) / 0.0001
      printf "%5.2f %9.4f %9.5f %9.4f %9.4f\n", weight[i], weight[i] + 0.0001, loss[i], numeric, gradient[i]
      if (numeric - gradient[i] > 1e-6 || gradient[i] - numeric > 1e-6) wrong++
    }
    exit wrong > 0
  }' - "$folder/losses" "$folder/gradient"
