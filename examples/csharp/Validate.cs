// Validates the invoices of a folder and prints the findings in Vietnamese: Validate.exe [--trust CERTIFICATES]... FOLDER
//
//   mcs -out:Validate.exe examples/csharp/*.cs && LD_LIBRARY_PATH=target/release mono Validate.exe examples/data
//
// Exit status: 0 all valid, 1 one invalid, 2 none invalid but one undetermined, 3 a file or a call failed.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Taxdoc;

static class Program
{
    static readonly Dictionary<Verdict, string> Verdicts = new Dictionary<Verdict, string>
    {
        { Verdict.Valid, "HỢP LỆ" }, { Verdict.Invalid, "KHÔNG HỢP LỆ" }, { Verdict.Undetermined, "CHƯA XÁC ĐỊNH" },
    };

    static readonly Dictionary<Severity, string> Severities = new Dictionary<Severity, string>
    {
        { Severity.Error, "lỗi" }, { Severity.Warning, "cảnh báo" }, { Severity.Info, "lưu ý" },
    };

    static int Main(string[] arguments)
    {
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        try
        {
            var rest = new Queue<string>(arguments);
            var trust = new List<byte[]>();
            while (rest.Count > 1 && rest.Peek() == "--trust")
            {
                rest.Dequeue();
                trust.Add(File.ReadAllBytes(rest.Dequeue()));
            }
            var seen = new HashSet<Verdict>();
            using (var validator = new Validator(DateTimeOffset.UtcNow, trust.ToArray()))
            foreach (var file in Directory.GetFiles(rest.Single(), "*.xml").OrderBy(name => name, StringComparer.Ordinal))
            using (var report = validator.Validate(File.ReadAllBytes(file)))
            {
                seen.Add(report.Verdict);
                output.WriteLine("{0}: {1}", file, Verdicts[report.Verdict]);
                foreach (var finding in report.Findings())
                {
                    var place = finding.Line == 0 ? "" : string.Format(" dòng {0}, cột {1}", finding.Line, finding.Column);
                    output.WriteLine("  {0} [{1}]{2}: {3}", Severities[finding.Severity], finding.Code, place, finding.Message);
                }
            }
            return seen.Contains(Verdict.Invalid) ? 1 : seen.Contains(Verdict.Undetermined) ? 2 : 0;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error.Message);
            return 3;
        }
        finally
        {
            output.Flush();
        }
    }
}
