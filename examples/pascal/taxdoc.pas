{ taxdoc for Free Pascal and Delphi: the functions of taxdoc.h that the example uses. }
unit taxdoc;

{$ifdef FPC}{$mode delphi}{$endif}

interface

type
  PTaxdocOptions = type Pointer;
  PTaxdocValidator = type Pointer;
  PTaxdocReport = type Pointer;
  PTaxdocError = type Pointer;
  {$ifndef FPC}PSizeUInt = ^SizeUInt; SizeUInt = NativeUInt;{$endif}

const
  TAXDOC_ABI = 1;
  TAXDOC_OK = 0;
  TAXDOC_LANGUAGE_VIETNAMESE = 1;
  TAXDOC_VERDICT_VALID = 1;
  TAXDOC_VERDICT_INVALID = 2;
  TAXDOC_VERDICT_UNDETERMINED = 3;
  TAXDOC_SEVERITY_INFO = 1;
  TAXDOC_SEVERITY_WARNING = 2;
  TAXDOC_SEVERITY_ERROR = 3;
  {$ifdef MSWINDOWS}TaxdocLibrary = 'taxdoc.dll';{$else}TaxdocLibrary = 'taxdoc';{$endif}

function taxdoc_abi_version: LongWord; cdecl; external TaxdocLibrary;
function taxdoc_status_name(Status: LongInt): PAnsiChar; cdecl; external TaxdocLibrary;
function taxdoc_error_message(Error: PTaxdocError; Length: PSizeUInt): PAnsiChar; cdecl; external TaxdocLibrary;
procedure taxdoc_error_free(Error: PTaxdocError); cdecl; external TaxdocLibrary;
function taxdoc_options_new(out Options: PTaxdocOptions): LongInt; cdecl; external TaxdocLibrary;
function taxdoc_options_set_now(Options: PTaxdocOptions; Seconds: Int64): LongInt; cdecl; external TaxdocLibrary;
function taxdoc_options_add_trust(Options: PTaxdocOptions; Bytes: Pointer; Length: SizeUInt; out Error: PTaxdocError): LongInt; cdecl; external TaxdocLibrary;
procedure taxdoc_options_free(Options: PTaxdocOptions); cdecl; external TaxdocLibrary;
function taxdoc_validator_new(Options: PTaxdocOptions; out Validator: PTaxdocValidator; out Error: PTaxdocError): LongInt; cdecl; external TaxdocLibrary;
procedure taxdoc_validator_free(Validator: PTaxdocValidator); cdecl; external TaxdocLibrary;
function taxdoc_validate(Validator: PTaxdocValidator; Xml: Pointer; Length: SizeUInt; out Report: PTaxdocReport): LongInt; cdecl; external TaxdocLibrary;
function taxdoc_report_verdict(Report: PTaxdocReport): LongInt; cdecl; external TaxdocLibrary;
function taxdoc_finding_count(Report: PTaxdocReport): SizeUInt; cdecl; external TaxdocLibrary;
function taxdoc_finding_code(Report: PTaxdocReport; Index: SizeUInt; Length: PSizeUInt): PAnsiChar; cdecl; external TaxdocLibrary;
function taxdoc_finding_severity(Report: PTaxdocReport; Index: SizeUInt): LongInt; cdecl; external TaxdocLibrary;
function taxdoc_finding_line(Report: PTaxdocReport; Index: SizeUInt): SizeUInt; cdecl; external TaxdocLibrary;
function taxdoc_finding_column(Report: PTaxdocReport; Index: SizeUInt): SizeUInt; cdecl; external TaxdocLibrary;
function taxdoc_finding_message(Report: PTaxdocReport; Index: SizeUInt; Language: LongInt; Length: PSizeUInt): PAnsiChar; cdecl; external TaxdocLibrary;
procedure taxdoc_report_free(Report: PTaxdocReport); cdecl; external TaxdocLibrary;

implementation

end.
