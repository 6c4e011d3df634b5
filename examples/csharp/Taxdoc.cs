// taxdoc for .NET: handles that free themselves, failures as exceptions. See taxdoc.h for what everything means.
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace Taxdoc
{
    public enum Verdict { Valid = 1, Invalid = 2, Undetermined = 3 }
    public enum Severity { Info = 1, Warning = 2, Error = 3 }
    public enum Language { Vietnamese = 1, English = 2 }

    /// <summary>A call that could not be carried out; what is wrong with a document is a finding.</summary>
    public sealed class TaxdocException : Exception
    {
        public int Status { get; private set; }
        internal TaxdocException(int status, string message) : base(message) { Status = status; }
    }

    internal static class Native
    {
        const string Library = "taxdoc";

        // Finalizers may free handles on any thread and in any order, which the library allows.
        internal sealed class OptionsHandle : SafeHandle
        {
            OptionsHandle() : base(IntPtr.Zero, true) { }
            public override bool IsInvalid { get { return handle == IntPtr.Zero; } }
            protected override bool ReleaseHandle() { taxdoc_options_free(handle); return true; }
        }

        internal sealed class ValidatorHandle : SafeHandle
        {
            ValidatorHandle() : base(IntPtr.Zero, true) { }
            public override bool IsInvalid { get { return handle == IntPtr.Zero; } }
            protected override bool ReleaseHandle() { taxdoc_validator_free(handle); return true; }
        }

        internal sealed class ReportHandle : SafeHandle
        {
            ReportHandle() : base(IntPtr.Zero, true) { }
            public override bool IsInvalid { get { return handle == IntPtr.Zero; } }
            protected override bool ReleaseHandle() { taxdoc_report_free(handle); return true; }
        }

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern uint taxdoc_abi_version();
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern IntPtr taxdoc_status_name(int status);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern IntPtr taxdoc_error_message(IntPtr error, out UIntPtr length);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern void taxdoc_error_free(IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int taxdoc_options_new(out OptionsHandle options);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern void taxdoc_options_free(IntPtr options);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int taxdoc_options_set_now(OptionsHandle options, long seconds);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int taxdoc_options_add_trust(OptionsHandle options, byte[] bytes, UIntPtr length, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int taxdoc_validator_new(OptionsHandle options, out ValidatorHandle validator, out IntPtr error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern void taxdoc_validator_free(IntPtr validator);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int taxdoc_validate(ValidatorHandle validator, byte[] xml, UIntPtr length, out ReportHandle report);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] static extern void taxdoc_report_free(IntPtr report);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int taxdoc_report_verdict(ReportHandle report);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int taxdoc_report_json(ReportHandle report, int language, out IntPtr text, out UIntPtr length);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern UIntPtr taxdoc_finding_count(ReportHandle report);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern IntPtr taxdoc_finding_code(ReportHandle report, UIntPtr index, out UIntPtr length);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern int taxdoc_finding_severity(ReportHandle report, UIntPtr index);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern UIntPtr taxdoc_finding_line(ReportHandle report, UIntPtr index);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern UIntPtr taxdoc_finding_column(ReportHandle report, UIntPtr index);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] internal static extern IntPtr taxdoc_finding_message(ReportHandle report, UIntPtr index, int language, out UIntPtr length);

        internal static string Text(IntPtr text, UIntPtr length)
        {
            if (text == IntPtr.Zero) return null;
            var bytes = new byte[checked((int)length)];
            Marshal.Copy(text, bytes, 0, bytes.Length);
            return Encoding.UTF8.GetString(bytes);
        }

        internal static void Check(int status, IntPtr error = default(IntPtr))
        {
            if (status == 0) return;
            UIntPtr length;
            var message = Text(taxdoc_error_message(error, out length), length);
            taxdoc_error_free(error);
            throw new TaxdocException(status, message ?? Marshal.PtrToStringAnsi(taxdoc_status_name(status)));
        }
    }

    public sealed class Finding
    {
        public string Code { get; internal set; }
        public Severity Severity { get; internal set; }
        /// <summary>From 1; 0 when the document as a whole is concerned.</summary>
        public ulong Line { get; internal set; }
        public ulong Column { get; internal set; }
        public string Message { get; internal set; }
    }

    public sealed class Report : IDisposable
    {
        readonly Native.ReportHandle handle;

        internal Report(Native.ReportHandle handle) { this.handle = handle; }

        public Verdict Verdict { get { return (Verdict)Native.taxdoc_report_verdict(handle); } }

        public IEnumerable<Finding> Findings(Language language = Language.Vietnamese)
        {
            var count = (ulong)Native.taxdoc_finding_count(handle);
            for (ulong i = 0; i < count; i++)
            {
                var index = (UIntPtr)i;
                UIntPtr length;
                var code = Native.Text(Native.taxdoc_finding_code(handle, index, out length), length);
                var message = Native.Text(Native.taxdoc_finding_message(handle, index, (int)language, out length), length);
                yield return new Finding
                {
                    Code = code,
                    Message = message,
                    Severity = (Severity)Native.taxdoc_finding_severity(handle, index),
                    Line = (ulong)Native.taxdoc_finding_line(handle, index),
                    Column = (ulong)Native.taxdoc_finding_column(handle, index),
                };
            }
        }

        public string Json(Language language = Language.Vietnamese)
        {
            IntPtr text;
            UIntPtr length;
            Native.Check(Native.taxdoc_report_json(handle, (int)language, out text, out length));
            return Native.Text(text, length);
        }

        public void Dispose() { handle.Dispose(); }
    }

    /// <summary>Validates documents; share one among any number of threads.</summary>
    public sealed class Validator : IDisposable
    {
        readonly Native.ValidatorHandle handle;

        public Validator(DateTimeOffset now, params byte[][] trust)
        {
            if (Native.taxdoc_abi_version() != 1) throw new NotSupportedException("another version of libtaxdoc");
            Native.OptionsHandle options;
            Native.Check(Native.taxdoc_options_new(out options));
            using (options)
            {
                IntPtr error;
                var epoch = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
                Native.Check(Native.taxdoc_options_set_now(options, (now - epoch).Ticks / TimeSpan.TicksPerSecond));
                foreach (var bytes in trust)
                {
                    var added = Native.taxdoc_options_add_trust(options, bytes, (UIntPtr)bytes.Length, out error);
                    Native.Check(added, error);
                }
                var made = Native.taxdoc_validator_new(options, out handle, out error);
                Native.Check(made, error);
            }
        }

        public Report Validate(byte[] xml)
        {
            Native.ReportHandle report;
            Native.Check(Native.taxdoc_validate(handle, xml, (UIntPtr)xml.Length, out report));
            return new Report(report);
        }

        public void Dispose() { handle.Dispose(); }
    }
}
