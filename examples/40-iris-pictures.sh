#!/bin/sh
# Two pictures of networks on the flowers in iris/. Where a trained network says
# which species, over the length and the width of petals, with the flowers as
# dots; and the loss of another one around the weights that it learned, along two
# directions drawn at random. They are those in plots/, byte for byte; with a
# folder as an argument they go there.
set -e
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
pictures=$(cd "${1:-$folder}" && pwd)
cd "$(dirname "$0")"

{
  echo 'x[1],x[2],x[3],x[4],y[1],y[2],y[3]'
  paste -d, iris/measurements.csv iris/species.csv | tail -n +2
} > "$folder/flowers.csv"
autodiff descend -f iris/cross-entropy.txt --at @iris/start.txt \
  --points "$folder/flowers.csv" --rate 0.1 --momentum 0.9 --steps 100 > "$folder/trained.txt"

echo '$ autodiff plot --regions -f iris/network.txt --at @trained.txt "x=[5.8,3,0,0]" \'
echo '>   --range "x[3]=1:7,x[4]=0:2.6" --path flowers.csv --format svg > iris-regions.svg'
autodiff plot --regions -f iris/network.txt --at "@$folder/trained.txt" 'x=[5.8,3,0,0]' \
  --range 'x[3]=1:7,x[4]=0:2.6' --path "$folder/flowers.csv" --format svg > "$pictures/iris-regions.svg"

values='X=@iris/measurements.csv Y=@iris/species.csv --wrt W1,b1,W2,b2'
autodiff descend -f iris/loss.txt --at @iris/weights.txt $values --rate 0.1 --steps 100 > "$folder/weights.txt"

echo '$ autodiff plot -f iris/loss.txt --at @weights.txt X=@measurements.csv Y=@species.csv \'
echo '>   --wrt W1,b1,W2,b2 --along random,random --format svg > iris-landscape.svg'
autodiff plot -f iris/loss.txt --at "@$folder/weights.txt" $values \
  --along random,random --format svg > "$pictures/iris-landscape.svg"

for name in iris-regions.svg iris-landscape.svg; do
  cmp "$pictures/$name" "plots/$name" && echo "$name is that in plots/"
done
