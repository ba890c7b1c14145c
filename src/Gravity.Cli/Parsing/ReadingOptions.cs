using System.CommandLine;
using System.Text;
using Gravity.Core;
using Gravity.Core.Data;

namespace Gravity.Cli.Parsing;

/// <summary>How the text file of the data is read.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<string[]> _missing = OptionKinds.Names(
        "--missing", "CODE,…", "Texts that mean a missing cell, beside empty cells, NA, NaN and '.'; e.g. -9,n/a");

    private readonly Option<bool> _decimalComma = OptionKinds.Flag("--decimal-comma", "Numbers are written with a decimal comma, 1,5");

    private readonly Option<string?> _thousands = OptionKinds.Text("--thousands", "CHARACTER", "Thousands are separated by this: ',' '.' an apostrophe, or the word space");

    private readonly Option<string?> _separator = OptionKinds.Text(
        "--separator", "CHARACTER", "Separator of the columns: ',' ';' '|' or tab; found from the header unless given");

    private readonly Option<string?> _encoding = OptionKinds.Text("--encoding", "NAME", "Encoding of the file, e.g. latin1, windows-1252, gb18030; UTF-8 unless given");

    private Option[] All => [_missing, _decimalComma, _thousands, _separator, _encoding];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Add(option);
    }

    /// <summary>Those written on the command line.</summary>
    public string[] Given(ParseResult parsed) => [.. All.Where(parsed.Given).Select(o => o.Name)];

    public CsvOptions Read(ParseResult parsed) => new()
    {
        MissingCodes = parsed.GetValue(_missing) ?? [],
        DecimalComma = parsed.GetValue(_decimalComma),
        Thousands = ThousandsOf(parsed.GetValue(_thousands)),
        Separator = SeparatorOf(parsed.GetValue(_separator)),
        Encoding = EncodingOf(parsed.GetValue(_encoding)),
    };

    private static char? SeparatorOf(string? text) => text switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        { Length: 1 } when !char.IsAsciiLetterOrDigit(text[0]) && text[0] is not ('"' or '.' or '-') => text[0],
        _ => throw new UsageException("separator", $"--separator needs one character such as ',' or ';', or the word tab; '{text}' is none"),
    };

    private static Encoding? EncodingOf(string? name) =>
        name is null ? null : TextEncodings.Find(name) ?? throw new UsageException("encoding", $"--encoding '{name}' is not known: e.g. {string.Join(", ", TextEncodings.Common)}");

    private static char? ThousandsOf(string? text) => text switch
    {
        null => null,
        "space" => ' ',
        "," or "." or "'" or " " => text[0],
        _ => throw new UsageException("separator", $"--thousands needs ',' '.' or an apostrophe, or the word space; '{text}' is none"),
    };
}
