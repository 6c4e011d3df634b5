// Command validate validates the invoices of a folder and prints the findings in Vietnamese:
//
//	validate [--trust CERTIFICATES]... FOLDER
//
//	CGO_CFLAGS=-I$PWD/include CGO_LDFLAGS="-L$PWD/target/release -Wl,-rpath,$PWD/target/release" go -C examples/go build -o /tmp/validate
//
// Exit status: 0 all valid, 1 one invalid, 2 none invalid but one undetermined, 3 a file or a call failed.
package main

// #cgo LDFLAGS: -ltaxdoc
// #include <taxdoc.h>
import "C"

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"time"
	"unsafe"
)

var verdicts = map[C.int32_t]string{
	C.TAXDOC_VERDICT_VALID: "HỢP LỆ", C.TAXDOC_VERDICT_INVALID: "KHÔNG HỢP LỆ", C.TAXDOC_VERDICT_UNDETERMINED: "CHƯA XÁC ĐỊNH",
}

var severities = map[C.int32_t]string{
	C.TAXDOC_SEVERITY_ERROR: "lỗi", C.TAXDOC_SEVERITY_WARNING: "cảnh báo", C.TAXDOC_SEVERITY_INFO: "lưu ý",
}

// bytes gives the address and the length of a slice; the library is done with it when the call returns.
func bytes(b []byte) (*C.uint8_t, C.size_t) {
	if len(b) == 0 {
		return nil, 0
	}
	return (*C.uint8_t)(unsafe.Pointer(&b[0])), C.size_t(len(b))
}

func check(status C.int32_t, failure *C.taxdoc_error) error {
	if status == C.TAXDOC_OK {
		return nil
	}
	defer C.taxdoc_error_free(failure)
	if failure == nil {
		return errors.New(C.GoString(C.taxdoc_status_name(status)))
	}
	return errors.New(C.GoString(C.taxdoc_error_message(failure, nil)))
}

// Validator validates documents; any number of goroutines may share one.
type Validator struct{ handle *C.taxdoc_validator }

// NewValidator makes a validator that also trusts the given certificates. Close it.
func NewValidator(trust ...[]byte) (*Validator, error) {
	var options *C.taxdoc_options
	if err := check(C.taxdoc_options_new(&options), nil); err != nil {
		return nil, err
	}
	defer C.taxdoc_options_free(options)
	if err := check(C.taxdoc_options_set_now(options, C.int64_t(time.Now().Unix())), nil); err != nil {
		return nil, err
	}
	var failure *C.taxdoc_error
	for _, certificates := range trust {
		data, length := bytes(certificates)
		status := C.taxdoc_options_add_trust(options, data, length, &failure)
		if err := check(status, failure); err != nil {
			return nil, err
		}
	}
	var validator Validator
	status := C.taxdoc_validator_new(options, &validator.handle, &failure)
	if err := check(status, failure); err != nil {
		return nil, err
	}
	return &validator, nil
}

// Close frees the validator.
func (v *Validator) Close() { C.taxdoc_validator_free(v.handle) }

// validate prints the report on a file and gives its verdict.
func (v *Validator) validate(path string) (C.int32_t, error) {
	xml, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	var report *C.taxdoc_report
	data, length := bytes(xml)
	if err := check(C.taxdoc_validate(v.handle, data, length, &report), nil); err != nil {
		return 0, err
	}
	defer C.taxdoc_report_free(report)
	verdict := C.taxdoc_report_verdict(report)
	fmt.Printf("%s: %s\n", path, verdicts[verdict])
	for i := C.size_t(0); i < C.taxdoc_finding_count(report); i++ {
		place := ""
		if line := C.taxdoc_finding_line(report, i); line != 0 {
			place = fmt.Sprintf(" dòng %d, cột %d", line, C.taxdoc_finding_column(report, i))
		}
		message := C.taxdoc_finding_message(report, i, C.TAXDOC_LANGUAGE_VIETNAMESE, nil)
		code := C.GoString(C.taxdoc_finding_code(report, i, nil))
		fmt.Printf("  %s [%s]%s: %s\n", severities[C.taxdoc_finding_severity(report, i)], code, place, C.GoString(message))
	}
	return verdict, nil
}

func run(arguments []string) (int, error) {
	if C.taxdoc_abi_version() != C.TAXDOC_ABI_VERSION {
		return 3, errors.New("another version of libtaxdoc")
	}
	var trust [][]byte
	for len(arguments) > 1 && arguments[0] == "--trust" {
		certificates, err := os.ReadFile(arguments[1])
		if err != nil {
			return 3, err
		}
		trust, arguments = append(trust, certificates), arguments[2:]
	}
	if len(arguments) != 1 {
		return 3, errors.New("validate [--trust CERTIFICATES]... FOLDER")
	}
	files, err := filepath.Glob(filepath.Join(arguments[0], "*.xml"))
	if err != nil {
		return 3, err
	}
	sort.Strings(files)
	validator, err := NewValidator(trust...)
	if err != nil {
		return 3, err
	}
	defer validator.Close()
	seen := map[C.int32_t]bool{}
	for _, file := range files {
		verdict, err := validator.validate(file)
		if err != nil {
			return 3, err
		}
		seen[verdict] = true
	}
	switch {
	case seen[C.TAXDOC_VERDICT_INVALID]:
		return 1, nil
	case seen[C.TAXDOC_VERDICT_UNDETERMINED]:
		return 2, nil
	}
	return 0, nil
}

func main() {
	status, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(status)
}
