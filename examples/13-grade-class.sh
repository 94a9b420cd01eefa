#!/bin/sh
# Grades a class. Each row of homework/answers.csv has a student's own point and
# the gradient that the student found there, of max(x1, x2)*x3 + sin(x1). Cleo,
# Dan and Gil have x1 = x2, a kink: what lies between its two sides counts.
#
#   sh 13-grade-class.sh [FILE]
#
# Exit status: 0 all right, 1 something is wrong (as it is here), 2 the question
# itself cannot be answered.
# exits 1
f='max(x1, x2)*x3 + sin(x1)'
if [ $# -eq 0 ]; then
  cd "$(dirname "$0")" || exit 2
  set -- homework/answers.csv
fi

# All in one call: a verdict a student, for people and for programs.
autodiff check "$f" --points "$1" --keep student
echo
autodiff check "$f" --points "$1" --keep student --format csv
echo

# One by one, by nothing but exit codes: 0 right, 1 wrong, 3 undefined, and with
# --strict 4 at a kink.
result=0
{
  read -r header
  while IFS=, read -r student x1 x2 x3 d1 d2 d3; do
    autodiff check "$f" --at "x1=$x1,x2=$x2,x3=$x3" \
      --expect "x1=$d1,x2=$d2,x3=$d3" --strict --quiet > /dev/null
    case $? in
      0) echo "$student: right" ;;
      1) echo "$student: wrong"; result=1 ;;
      3) echo "$student: no finite answer there"; result=1 ;;
      4) echo "$student: right, at a kink" ;;
      *) exit 2 ;;
    esac
  done
} < "$1"
exit $result
