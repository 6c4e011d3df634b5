{ Validates the invoices of a folder and prints the findings in Vietnamese: validate [--trust CERTIFICATES]... FOLDER

    fpc -Fltarget/release -k-rpath=target/release -FE/tmp examples/pascal/validate.pas

  Exit status: 0 all valid, 1 one invalid, 2 none invalid but one undetermined, 3 a file or a call failed. }
program validate;

{$ifdef FPC}{$mode delphi}{$codepage utf8}{$endif}

uses
  SysUtils, Classes, DateUtils, taxdoc;

const
  Verdicts: array [1..3] of AnsiString = ('HỢP LỆ', 'KHÔNG HỢP LỆ', 'CHƯA XÁC ĐỊNH');
  Severities: array [1..3] of AnsiString = ('lưu ý', 'cảnh báo', 'lỗi');
  LineWord: AnsiString = ' dòng ';
  ColumnWord: AnsiString = ', cột ';

{ The library stays apart from Delphi's strings: a PAnsiChar belongs to its handle, and is UTF-8. }
procedure Check(Status: LongInt; Error: PTaxdocError = nil);
var
  Message: AnsiString;
begin
  if Status = TAXDOC_OK then
    Exit;
  if Error <> nil then
    Message := taxdoc_error_message(Error, nil)
  else
    Message := taxdoc_status_name(Status);
  taxdoc_error_free(Error);
  raise Exception.Create(string(Message));
end;

function ReadFile(const Path: string): TBytes;
var
  Stream: TFileStream;
begin
  Stream := TFileStream.Create(Path, fmOpenRead or fmShareDenyWrite);
  try
    SetLength(Result, Stream.Size);
    if Length(Result) > 0 then
      Stream.ReadBuffer(Result[0], Length(Result));
  finally
    Stream.Free;
  end;
end;

function NewValidator(Trust: TStrings): PTaxdocValidator;
var
  Options: PTaxdocOptions;
  Error: PTaxdocError;
  Certificates: TBytes;
  Index: Integer;
begin
  Check(taxdoc_options_new(Options));
  try
    { Seconds since 1970, in UTC. }
    Check(taxdoc_options_set_now(Options, DateTimeToUnix(Now, False)));
    for Index := 0 to Trust.Count - 1 do
    begin
      Certificates := ReadFile(Trust[Index]);
      Check(taxdoc_options_add_trust(Options, Pointer(Certificates), Length(Certificates), Error), Error);
    end;
    Check(taxdoc_validator_new(Options, Result, Error), Error);
  finally
    taxdoc_options_free(Options);
  end;
end;

function ValidateFile(Validator: PTaxdocValidator; const Path: string): LongInt;
var
  Xml: TBytes;
  Report: PTaxdocReport;
  Index: SizeUInt;
begin
  Xml := ReadFile(Path);
  Check(taxdoc_validate(Validator, Pointer(Xml), Length(Xml), Report));
  try
    Result := taxdoc_report_verdict(Report);
    WriteLn(Path, ': ', Verdicts[Result]);
    Index := 0;
    while Index < taxdoc_finding_count(Report) do
    begin
      Write('  ', Severities[taxdoc_finding_severity(Report, Index)], ' [', taxdoc_finding_code(Report, Index, nil), ']');
      if taxdoc_finding_line(Report, Index) <> 0 then
        Write(LineWord, taxdoc_finding_line(Report, Index), ColumnWord, taxdoc_finding_column(Report, Index));
      WriteLn(': ', taxdoc_finding_message(Report, Index, TAXDOC_LANGUAGE_VIETNAMESE, nil));
      Inc(Index);
    end;
  finally
    taxdoc_report_free(Report);
  end;
end;

function Run: Integer;
var
  Trust, Files: TStringList;
  Search: TSearchRec;
  Validator: PTaxdocValidator;
  First, Index: Integer;
  Seen: array [0..3] of Boolean;
  Folder: string;
begin
  FillChar(Seen, SizeOf(Seen), 0);
  Trust := TStringList.Create;
  Files := TStringList.Create;
  try
    First := 1;
    while (First + 1 < ParamCount) and (ParamStr(First) = '--trust') do
    begin
      Trust.Add(ParamStr(First + 1));
      Inc(First, 2);
    end;
    if First <> ParamCount then
      raise Exception.Create('validate [--trust CERTIFICATES]... FOLDER');
    Folder := IncludeTrailingPathDelimiter(ParamStr(First));
    if FindFirst(Folder + '*.xml', faAnyFile, Search) = 0 then
      repeat
        Files.Add(Folder + Search.Name);
      until FindNext(Search) <> 0;
    FindClose(Search);
    Files.Sort;
    Validator := NewValidator(Trust);
    try
      for Index := 0 to Files.Count - 1 do
        Seen[ValidateFile(Validator, Files[Index])] := True;
    finally
      taxdoc_validator_free(Validator);
    end;
  finally
    Files.Free;
    Trust.Free;
  end;
  if Seen[TAXDOC_VERDICT_INVALID] then
    Result := 1
  else if Seen[TAXDOC_VERDICT_UNDETERMINED] then
    Result := 2
  else
    Result := 0;
end;

begin
  SetTextCodePage(Output, CP_UTF8);
  try
    if taxdoc_abi_version <> TAXDOC_ABI then
      raise Exception.Create('another version of libtaxdoc');
    ExitCode := Run;
  except
    on Problem: Exception do
    begin
      WriteLn(ErrOutput, Problem.Message);
      ExitCode := 3;
    end;
  end;
end.
