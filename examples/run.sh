#!/usr/bin/env bash
# Builds and runs the examples of every language against libtaxdoc, and compares what they print with what the Rust program reports:
#
#   examples/run.sh [--install] [c cpp csharp java python go php pascal]...
#
# --install first installs what is missing from Debian's packages (as root). TAXDOC_LIB names the folder of libtaxdoc.so (default:
# target/release, built here). A language whose tools are not there is SKIPPED. Exit status: 0 every example that ran agrees, and one did.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(gcc g++ mono-mcs mono-runtime libmono-system-core4.0-cil default-jdk-headless libjna-java python3 golang-go php-cli fp-compiler)
if [ "${1:-}" = --install ]; then
  shift
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"
fi
[ $# -gt 0 ] || set -- c cpp csharp java python go php pascal

if [ -z "${TAXDOC_LIB:-}" ]; then
  cargo build --release --package taxdoc-c
  TAXDOC_LIB=$PWD/target/release
fi
lib=$(realpath "$TAXDOC_LIB")
export LD_LIBRARY_PATH=$lib LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
arguments=(--trust examples/data/test-root.pem examples/data)

# The same lines from the reports of the command-line program.
cargo run -q --release --example validate -- --format jsonl --lang vi --trust examples/data/test-root.pem examples/data >"$work/reports" || true
python3 - "$work/reports" >"$work/expected" <<'PY'
import json, sys
verdicts = {"valid": "HỢP LỆ", "invalid": "KHÔNG HỢP LỆ", "undetermined": "CHƯA XÁC ĐỊNH"}
severities = {"error": "lỗi", "warning": "cảnh báo", "info": "lưu ý"}
for report in sorted(map(json.loads, open(sys.argv[1], encoding="utf-8")), key=lambda report: report["file"]):
    print(f"{report['file']}: {verdicts[report['verdict']]}")
    for finding in report["findings"]:
        place = f" dòng {finding['line']}, cột {finding['column']}" if finding["line"] else ""
        print(f"  {severities[finding['severity']]} [{finding['code']}]{place}: {finding['message']}")
PY
grep -q 'HỢP LỆ' "$work/expected" || { echo "no reports to compare with" >&2; exit 1; }

link=(-L "$lib" -ltaxdoc "-Wl,-rpath,$lib")
strict=(-Wall -Wextra -Wpedantic -Werror -I include)
run_c() {
  cc -std=c99 "${strict[@]}" examples/c/validate.c "${link[@]}" -o "$work/validate-c"
  # C has no folders, and the example prints more; the lines that the others print are among its lines.
  "$work/validate-c" --trust examples/data/test-root.pem examples/data/*.xml | grep -E '^[^ ]|^  (lỗi|cảnh báo|lưu ý) \[' | sed -E 's/ \(hóa đơn [^)]*\)$//'
}
run_cpp() {
  g++ -std=c++17 "${strict[@]}" examples/cpp/validate.cpp "${link[@]}" -o "$work/validate-cpp"
  "$work/validate-cpp" "${arguments[@]}"
}
run_csharp() {
  mcs -out:"$work/Validate.exe" examples/csharp/*.cs
  mono "$work/Validate.exe" "${arguments[@]}"
}
run_java() { java -cp /usr/share/java/jna.jar -Djna.library.path="$lib" -Dfile.encoding=UTF-8 examples/java/Validate.java "${arguments[@]}"; }
run_python() {
  export TAXDOC_LIBRARY=$lib/libtaxdoc.so PYTHONPATH=examples/python PYTHONDONTWRITEBYTECODE=1
  python3 -m unittest discover -s examples/python/tests >"$work/python.log" 2>&1 || { cat "$work/python.log" >&2; return 3; }
  python3 examples/python/validate.py "${arguments[@]}"
}
run_go() {
  (cd examples/go && CGO_CFLAGS="-I$OLDPWD/include" CGO_LDFLAGS="-L$lib -Wl,-rpath,$lib" go build -o "$work/validate-go" .)
  "$work/validate-go" "${arguments[@]}"
}
run_php() {
  cpp -P include/taxdoc.h -o "$work/taxdoc.i"
  TAXDOC_HEADER=$work/taxdoc.i TAXDOC_LIBRARY=$lib/libtaxdoc.so php -d ffi.enable=1 examples/php/validate.php "${arguments[@]}"
}
run_pascal() {
  fpc -v0 -Fl"$lib" -k-rpath="$lib" -FE"$work" -Fuexamples/pascal examples/pascal/validate.pas >"$work/fpc.log" || { cat "$work/fpc.log"; return 1; }
  "$work/validate" "${arguments[@]}"
}

# The programs that a language needs.
declare -A tools=([c]=cc [cpp]=g++ [csharp]="mcs mono" [java]=javac [python]=python3 [go]=go [php]=php [pascal]=fpc)
failed=0 ran=0
for language in "$@"; do
  # shellcheck disable=SC2086 # several programs
  if ! command -v ${tools[$language]} >"$work/tools" || [ "$(wc -l <"$work/tools")" != "$(wc -w <<<"${tools[$language]}")" ]; then
    echo "SKIPPED: example in $language: not all of ${tools[$language]} are installed" >&2
    continue
  fi
  start=$SECONDS status=0
  "run_$language" >"$work/said" 2>"$work/errors" || status=$?
  # The folder holds invalid documents: 1 is the right answer. A pipeline hides it for C.
  if [ "$status" = 1 ] && diff "$work/expected" "$work/said" >"$work/differences"; then
    ran=$((ran + 1))
    echo "$language: ran, as the Rust program ($((SECONDS - start)) s)"
  else
    echo "$language: FAILED (exit status $status)"
    head -5 "$work/errors" "$work/differences" 2>/dev/null || true
    failed=1
  fi
done
[ "$ran" -gt 0 ] && [ "$failed" = 0 ]
