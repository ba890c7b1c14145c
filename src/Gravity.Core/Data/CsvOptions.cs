using System.Text;

namespace Gravity.Core.Data;

/// <summary>How a text file is to be read. The defaults suit most files.</summary>
public sealed record CsvOptions
{
    /// <summary>The defaults.</summary>
    public static CsvOptions Default { get; } = new();

    /// <summary>The separator of fields; null to choose among <c>,</c> <c>;</c> tab and <c>|</c> by the header line.</summary>
    public char? Separator { get; init; }

    /// <summary>Whether the decimal mark is a comma, <c>1,5</c>.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>
    /// What separates thousands, <c>,</c> <c>.</c> <c>'</c> or a space (which stands for no-break spaces too); null for none, the default:
    /// a number is never guessed from its grouping.
    /// </summary>
    public char? Thousands { get; init; }

    /// <summary>
    /// Texts that mean a missing cell, beside empty cells, <c>NA</c>, <c>.</c> and <c>NaN</c>. One that is a number, e.g. <c>-9</c>, also
    /// matches other spellings of that number in numeric columns (<c>-9.0</c>).
    /// </summary>
    public IReadOnlyList<string> MissingCodes { get; init; } = [];

    /// <summary>The encoding; null for UTF-8, or UTF-16 with a byte order mark.</summary>
    public Encoding? Encoding { get; init; }
}
