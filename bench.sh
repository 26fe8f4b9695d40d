#!/usr/bin/env bash
# Measures everything that docs/performance.md shows, on this machine, and leaves it in artifacts/bench. Takes three quarters of an hour, of which the soak takes most.
set -euo pipefail
cd "$(dirname "$0")"

out=artifacts/bench
mkdir -p "$out"
dotnet build -c Release tests/Benchmarks
dotnet build -c Release tests/Load
benchmarks=(dotnet artifacts/bin/Tagalong.Benchmarks/release/tagalong-benchmarks.dll)
load=(dotnet artifacts/bin/Tagalong.Load/release/tagalong-load.dll)

dotnet publish src/Server -c Release -r linux-x64
binary=artifacts/publish/Tagalong.Server/release_linux-x64/tagalong-server
dotnet publish tests/MeasuredServer -c Release -r linux-x64
measured=artifacts/publish/Tagalong.MeasuredServer/release_linux-x64/tagalong-measured-server

"${benchmarks[@]}" ratios | tee "$out/steps.md"
"${benchmarks[@]}" --filter '*' --artifacts "$out"

(unset KUBEBUILDER_ASSETS TAGALONG_TEST_KUBECONFIG; "${load[@]}" events --rounds 5 --binary "$measured" --picture "$out/dev-cluster.svg") | tee "$out/events-dev-cluster.md"
KUBEBUILDER_ASSETS=$(tests/Cluster.Tests/install-kube-apiserver)
export KUBEBUILDER_ASSETS
"${load[@]}" events --rounds 9 --binary "$measured" --picture "$out/real-api-server.svg" | tee "$out/events-real-api-server.md"

"${load[@]}" start --binary "$binary" | tee "$out/start.txt"
dotnet publish src/Functions -c Release -r linux-x64
dotnet publish tests/EmptyWorker -c Release -r linux-x64
"${load[@]}" functions-start | tee "$out/functions-start.txt"
"${load[@]}" fleet --binary "$binary" | tee "$out/fleet.txt"
"${load[@]}" sweep --few 10000 --many 100000 --binary "$binary" | tee "$out/sweep.txt"
"${load[@]}" relay --binary "$binary" | tee "$out/relay.txt"
"${load[@]}" soak --seconds "${SOAK_SECONDS:-1800}" --binary "$binary" | tee "$out/soak.txt"
