import com.sun.jna.IntegerType;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Validates the invoices of a folder and prints the findings in Vietnamese: Validate [--trust CERTIFICATES]... FOLDER
 *
 * <pre>java -cp /usr/share/java/jna.jar -Djna.library.path=target/release examples/java/Validate.java examples/data</pre>
 *
 * Exit status: 0 all valid, 1 one invalid, 2 none invalid but one undetermined, 3 a file or a call failed.
 */
public final class Validate {
    private static final int VIETNAMESE = 1;
    private static final String[] VERDICTS = {"?", "HỢP LỆ", "KHÔNG HỢP LỆ", "CHƯA XÁC ĐỊNH"};
    private static final String[] SEVERITIES = {"?", "lưu ý", "cảnh báo", "lỗi"};

    /** size_t. */
    public static final class Size extends IntegerType {
        public Size() {
            this(0);
        }

        public Size(long value) {
            super(Native.SIZE_T_SIZE, value, true);
        }
    }

    /** The functions of taxdoc.h that are used here. */
    public interface Taxdoc extends Library {
        Taxdoc INSTANCE = Native.load("taxdoc", Taxdoc.class);

        int taxdoc_abi_version();

        String taxdoc_status_name(int status);

        Pointer taxdoc_error_message(Pointer error, Pointer length);

        void taxdoc_error_free(Pointer error);

        int taxdoc_options_new(PointerByReference options);

        int taxdoc_options_set_now(Pointer options, long seconds);

        int taxdoc_options_add_trust(Pointer options, byte[] bytes, Size length, PointerByReference error);

        void taxdoc_options_free(Pointer options);

        int taxdoc_validator_new(Pointer options, PointerByReference validator, PointerByReference error);

        void taxdoc_validator_free(Pointer validator);

        int taxdoc_validate(Pointer validator, byte[] xml, Size length, PointerByReference report);

        int taxdoc_report_verdict(Pointer report);

        Size taxdoc_finding_count(Pointer report);

        int taxdoc_finding_severity(Pointer report, Size index);

        Size taxdoc_finding_line(Pointer report, Size index);

        Size taxdoc_finding_column(Pointer report, Size index);

        Pointer taxdoc_finding_code(Pointer report, Size index, Pointer length);

        Pointer taxdoc_finding_message(Pointer report, Size index, int language, Pointer length);

        void taxdoc_report_free(Pointer report);
    }

    private static final Taxdoc TAXDOC = Taxdoc.INSTANCE;

    private static String text(Pointer text) {
        return text == null ? null : text.getString(0, "UTF-8");
    }

    private static void check(int status, PointerByReference error) {
        if (status == 0) {
            return;
        }
        String message = error == null ? null : text(TAXDOC.taxdoc_error_message(error.getValue(), null));
        if (error != null) {
            TAXDOC.taxdoc_error_free(error.getValue());
        }
        throw new IllegalStateException(message == null ? TAXDOC.taxdoc_status_name(status) : message);
    }

    /** Validates documents; any number of threads may share one. */
    private static final class Validator implements AutoCloseable {
        private final Pointer handle;

        Validator(List<byte[]> trust) {
            PointerByReference options = new PointerByReference();
            PointerByReference validator = new PointerByReference();
            PointerByReference error = new PointerByReference();
            check(TAXDOC.taxdoc_options_new(options), null);
            try {
                check(TAXDOC.taxdoc_options_set_now(options.getValue(), Instant.now().getEpochSecond()), null);
                for (byte[] bytes : trust) {
                    check(TAXDOC.taxdoc_options_add_trust(options.getValue(), bytes, new Size(bytes.length), error), error);
                }
                check(TAXDOC.taxdoc_validator_new(options.getValue(), validator, error), error);
            } finally {
                TAXDOC.taxdoc_options_free(options.getValue());
            }
            handle = validator.getValue();
        }

        /** Prints the report on a file and gives its verdict. */
        int validate(Path file, PrintStream out) throws Exception {
            byte[] xml = Files.readAllBytes(file);
            PointerByReference reference = new PointerByReference();
            check(TAXDOC.taxdoc_validate(handle, xml, new Size(xml.length), reference), null);
            Pointer report = reference.getValue();
            try {
                int verdict = TAXDOC.taxdoc_report_verdict(report);
                out.println(file + ": " + VERDICTS[verdict]);
                for (long i = 0; i < TAXDOC.taxdoc_finding_count(report).longValue(); i++) {
                    Size index = new Size(i);
                    long line = TAXDOC.taxdoc_finding_line(report, index).longValue();
                    String place = line == 0 ? "" : " dòng " + line + ", cột " + TAXDOC.taxdoc_finding_column(report, index);
                    out.println("  " + SEVERITIES[TAXDOC.taxdoc_finding_severity(report, index)]
                            + " [" + text(TAXDOC.taxdoc_finding_code(report, index, null)) + "]" + place
                            + ": " + text(TAXDOC.taxdoc_finding_message(report, index, VIETNAMESE, null)));
                }
                return verdict;
            } finally {
                TAXDOC.taxdoc_report_free(report);
            }
        }

        @Override
        public void close() {
            TAXDOC.taxdoc_validator_free(handle);
        }
    }

    private static int run(String[] arguments) throws Exception {
        if (TAXDOC.taxdoc_abi_version() != 1) {
            throw new IllegalStateException("another version of libtaxdoc");
        }
        ArrayDeque<String> rest = new ArrayDeque<>(List.of(arguments));
        List<byte[]> trust = new java.util.ArrayList<>();
        while (rest.size() > 1 && rest.peek().equals("--trust")) {
            rest.poll();
            trust.add(Files.readAllBytes(Path.of(rest.poll())));
        }
        if (rest.size() != 1) {
            throw new IllegalArgumentException("Validate [--trust CERTIFICATES]... FOLDER");
        }
        List<Path> files;
        try (var entries = Files.list(Path.of(rest.poll()))) {
            files = entries.filter(path -> path.toString().endsWith(".xml")).sorted().collect(Collectors.toList());
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean[] seen = new boolean[VERDICTS.length];
        try (Validator validator = new Validator(trust)) {
            for (Path file : files) {
                seen[validator.validate(file, out)] = true;
            }
        }
        return seen[2] ? 1 : seen[3] ? 2 : 0;
    }

    public static void main(String[] arguments) {
        try {
            System.exit(run(arguments));
        } catch (Exception error) {
            System.err.println(error.getMessage());
            System.exit(3);
        }
    }
}
