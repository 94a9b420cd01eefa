#!/bin/sh
# Grades the homework of example 6. Each file holds a student's gradient, one
# NAME=NUMBER a line, and an answer counts when it is within half a percent.
#
#   sh 09-grade-homework.sh [FILE ...]      without files: homework/*.txt
#
# Exit status: 0 all right, 1 something is wrong (as it is here), 2 the question
# itself cannot be answered.
# exits 1
f='sigma(log(5*(max(x1,x2)*x3/x4 - (x5+x6))) + 0.5)'
inputs=x1,x2,x3,x4,x5,x6

# Not 0: a misspelled question (2), or one whose gradient is not finite (3).
answer=$(autodiff grad "$f" --wrt $inputs --format plain \
  --at x1=3,x2=1,x3=4,x4=2,x5=0.5,x6=1) || exit 2

if [ $# -eq 0 ]; then
  cd "$(dirname "$0")" || exit 2
  set -- homework/*.txt
fi

wrong=0
for file in "$@"; do
  # The value comes first, then a derivative a line, in the order of --wrt.
  echo "$answer" | awk -v inputs=$inputs -v file="$file" '
    BEGIN {
      count = split(inputs, name, ",")
      while ((got = getline line < file) > 0) {
        sub(/#.*/, "", line)
        gsub(/[ \t\r]/, "", line)
        if (split(line, part, "=") == 2) claim[part[1]] = part[2]
      }
      if (got < 0) { print file ": cannot be read"; broken = 1; exit }
      print file
    }
    NR > 1 {
      input = name[NR - 1]
      if (!(input in claim)) {
        verdict = "missing"
      } else {
        error = claim[input] - $1
        if (error < 0) error = -error
        size = $1 < 0 ? -$1 : $1
        verdict = error <= 0.005 * size ? "right" : "wrong: " claim[input]
      }
      if (verdict == "right") points++
      printf "  df/d%s = %-12.6g %s\n", input, $1, verdict
    }
    END {
      if (!broken) printf "  %d of %d\n", points, count
      exit points < count
    }' || wrong=1
done
exit $wrong
