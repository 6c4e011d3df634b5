<?php
/**
 * Validates the invoices of a folder and prints the findings in Vietnamese: validate.php [--trust CERTIFICATES]... FOLDER
 *
 *     cpp -P include/taxdoc.h -o /tmp/taxdoc.i     # PHP reads declarations, not preprocessor lines
 *     TAXDOC_HEADER=/tmp/taxdoc.i TAXDOC_LIBRARY=target/release/libtaxdoc.so php examples/php/validate.php examples/data
 *
 * Exit status: 0 all valid, 1 one invalid, 2 none invalid but one undetermined, 3 a file or a call failed.
 */
declare(strict_types=1);

const VIETNAMESE = 1;
const VERDICTS = [1 => 'HỢP LỆ', 2 => 'KHÔNG HỢP LỆ', 3 => 'CHƯA XÁC ĐỊNH'];
const SEVERITIES = [1 => 'lưu ý', 2 => 'cảnh báo', 3 => 'lỗi'];

/** Validates documents. */
final class Validator
{
    private FFI $taxdoc;
    private FFI\CData $handle;

    /** @param list<string> $trust */
    public function __construct(string $header, string $library, array $trust)
    {
        // The system headers declare far more than PHP can read; only the declarations of taxdoc are kept.
        $declarations = file_get_contents($header);
        $start = strpos($declarations, 'typedef enum taxdoc_status') ?: strpos($declarations, 'enum taxdoc_status');
        $this->taxdoc = FFI::cdef(substr($declarations, $start), $library);
        if ($this->taxdoc->taxdoc_abi_version() !== 1) {
            throw new RuntimeException('another version of libtaxdoc');
        }
        $options = $this->taxdoc->new('taxdoc_options *');
        $this->check($this->taxdoc->taxdoc_options_new(FFI::addr($options)));
        try {
            $this->check($this->taxdoc->taxdoc_options_set_now($options, time()));
            $error = $this->taxdoc->new('taxdoc_error *');
            foreach ($trust as $certificates) {
                $status = $this->taxdoc->taxdoc_options_add_trust($options, $this->bytes($certificates), strlen($certificates), FFI::addr($error));
                $this->check($status, $error);
            }
            $this->handle = $this->taxdoc->new('taxdoc_validator *');
            $this->check($this->taxdoc->taxdoc_validator_new($options, FFI::addr($this->handle), FFI::addr($error)), $error);
        } finally {
            $this->taxdoc->taxdoc_options_free($options);
        }
    }

    public function __destruct()
    {
        if (isset($this->handle)) {
            $this->taxdoc->taxdoc_validator_free($this->handle);
        }
    }

    /** @return array{verdict: int, findings: list<array{code: string, severity: int, line: int, column: int, message: string}>} */
    public function validate(string $xml): array
    {
        $report = $this->taxdoc->new('taxdoc_report *');
        $this->check($this->taxdoc->taxdoc_validate($this->handle, $this->bytes($xml), strlen($xml), FFI::addr($report)));
        try {
            $findings = [];
            for ($i = 0; $i < $this->taxdoc->taxdoc_finding_count($report); $i++) {
                $findings[] = [
                    'code' => $this->text($this->taxdoc->taxdoc_finding_code($report, $i, null)),
                    'severity' => $this->taxdoc->taxdoc_finding_severity($report, $i),
                    'line' => $this->taxdoc->taxdoc_finding_line($report, $i),
                    'column' => $this->taxdoc->taxdoc_finding_column($report, $i),
                    'message' => $this->text($this->taxdoc->taxdoc_finding_message($report, $i, VIETNAMESE, null)),
                ];
            }
            return ['verdict' => $this->taxdoc->taxdoc_report_verdict($report), 'findings' => $findings];
        } finally {
            $this->taxdoc->taxdoc_report_free($report);
        }
    }

    private function check(int $status, ?FFI\CData $error = null): void
    {
        if ($status === 0) {
            return;
        }
        $message = $this->text($this->taxdoc->taxdoc_status_name($status));
        if ($error !== null && !FFI::isNull($error)) {
            $message = $this->text($this->taxdoc->taxdoc_error_message($error, null));
            $this->taxdoc->taxdoc_error_free($error);
        }
        throw new RuntimeException($message);
    }

    private function bytes(string $bytes): ?FFI\CData
    {
        if ($bytes === '') {
            return null;
        }
        $copy = $this->taxdoc->new('uint8_t[' . strlen($bytes) . ']');
        FFI::memcpy($copy, $bytes, strlen($bytes));
        return $copy;
    }

    /** PHP makes a string of `const char *` by itself, but keeps `char *` as an address. */
    private function text(FFI\CData|string|null $text): string
    {
        return $text instanceof FFI\CData ? FFI::string($text) : (string) $text;
    }
}

function read(string $path): string
{
    $bytes = @file_get_contents($path);
    return $bytes === false ? throw new RuntimeException("$path: không đọc được") : $bytes;
}

try {
    $arguments = array_slice($argv, 1);
    $trust = [];
    while (count($arguments) > 1 && $arguments[0] === '--trust') {
        $trust[] = read($arguments[1]);
        $arguments = array_slice($arguments, 2);
    }
    if (count($arguments) !== 1) {
        throw new RuntimeException('validate.php [--trust CERTIFICATES]... FOLDER');
    }
    $header = getenv('TAXDOC_HEADER') ?: 'taxdoc.i';
    $validator = new Validator($header, getenv('TAXDOC_LIBRARY') ?: 'libtaxdoc.so', $trust);
    $seen = [];
    foreach (glob($arguments[0] . '/*.xml') as $file) {
        $report = $validator->validate(read($file));
        $seen[$report['verdict']] = true;
        echo "$file: ", VERDICTS[$report['verdict']], "\n";
        foreach ($report['findings'] as $finding) {
            $place = $finding['line'] === 0 ? '' : " dòng {$finding['line']}, cột {$finding['column']}";
            echo '  ', SEVERITIES[$finding['severity']], " [{$finding['code']}]$place: {$finding['message']}\n";
        }
    }
    exit(isset($seen[2]) ? 1 : (isset($seen[3]) ? 2 : 0));
} catch (RuntimeException $error) {
    fwrite(STDERR, $error->getMessage() . "\n");
    exit(3);
}
