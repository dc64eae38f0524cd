#!/usr/bin/env bash
# Changes one line that keeps a promise of README.md or SECURITY.md, and sees that the promise's tests fail: for each block of promises.txt.
# Works in a copy of the repository and leaves it as it is. An argument chooses the blocks whose promise contains it.
set -u -o pipefail
cd "$(dirname "$0")/../.."
root=$PWD
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NO_COLOR=1
# Analyzers are asked for style elsewhere.
export RunAnalyzers=false TreatWarningsAsErrors=false MSBuildTreatWarningsAsErrors=false
git ls-files -co --exclude-standard -z | xargs -0 cp --parents -p -t "$copy" 2>/dev/null
cd "$copy" || exit 1
for tests in EcsTools.Core.Tests EcsTools.Tests; do
  dotnet build "tests/$tests" -v q || exit 1
done

killed=0 survived=0
report() {
  printf '%-9s %s\n' "$1" "$promise"
  if [ "$1" = killed ]; then killed=$((killed + 1)); else survived=$((survived + 1)); fi
}

check() {
  [[ -n $promise && $promise == *"${only}"* ]] || return 0
  local text
  if ! text=$(cat "$file" 2>/dev/null && printf x) || [[ $text != *"$old"* ]]; then
    report "not there"
    return 0
  fi
  text=${text%x}
  printf %s "${text/"$old"/"$new"}" >"$file"
  # No mutation changes a signature: what refers to the mutated assembly is not built anew, only gets it.
  local area=${file%"${file#src/*/}"} assembly
  assembly=$(basename "$area").dll
  local built=("${area}bin/Debug/"*/"$assembly")
  cp -p "${built[0]}" "$copy/unchanged.dll"
  # A mutation that does not compile proves nothing.
  if ! dotnet build "$area" --no-restore --no-dependencies -v q >"$copy/build.log" 2>&1; then
    report "no build"
  else
    spread "${built[0]}"
    if "tests/$project/bin/Debug/net10.0/$project" -class "*.$class" >"$copy/test.log" 2>&1; then
      report survived
    elif grep -q 'Failed: [1-9]' "$copy/test.log"; then
      report killed
    else
      report "no result"
    fi
  fi
  cp "$root/$file" "$file"
  spread "$copy/unchanged.dll"
}

# Puts an assembly everywhere where the build has put it.
spread() {
  find . -name "$assembly" -not -path '*/obj/*' -not -path '*/ref/*' -exec cp "$1" {} \; 2>/dev/null
}

only=${1:-}
promise='' file='' old='' new='' project='' class=''
while IFS= read -r line; do
  case $line in
    'promise: '*) promise=${line#*: } ;;
    'file: '*) file=${line#*: } ;;
    'old: '*) old=${line#*: } ;;
    'new: '*) new=${line#*: } ;;
    'new:') new='' ;;
    'tests: '*) project=${line#*: } class=${project#* } project=${project%% *} ;;
    '') check; promise='' ;;
  esac
done < <(cat "$root/tests/mutations/promises.txt"; echo)
echo "$killed killed, $survived not"
[ "$survived" = 0 ]
